/** What a page complained of. */
export interface ConsoleError {
  readonly text: string;
  readonly where: string;
  readonly page: string;
}
/** A request that brought no answer, or a refusal. */
export interface FailedRequest {
  readonly method: string;
  readonly url: string;
  readonly outcome: string;
  /** `data` is asked for by scripts, everything else makes up the page. */
  readonly asks: 'data' | 'page';
  readonly page: string;
}
