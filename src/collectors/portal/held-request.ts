/** A change that a page tried and the shield held back. */
export interface HeldRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  /** Content type of the body. */
  readonly type?: string;
  readonly page: string;
  /** Headers of the page's own: tokens against forged requests, the state that is changed. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the audit had typed into the form that sent it; the rest of it is as the page fills it in. */
  readonly mark?: string;
  /** The value that was chosen instead of the one that stood there. */
  readonly chosen?: string;
  /** The record of another kind that was chosen from a list of them: what this one is put below. */
  readonly named?: string;
  /** What stood in the control before, and what the control is called; not for ticked rows. */
  readonly former?: string;
  readonly control?: { readonly name: string; readonly id: string };
}
