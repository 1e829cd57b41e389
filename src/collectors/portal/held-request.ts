/** A change that a page tried and the shield held back. */
export interface HeldRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  /** Content type of the body. */
  readonly type?: string;
  readonly page: string;
}
