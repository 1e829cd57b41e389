import type { Request } from 'playwright-core';
import { isTokenLike, partsOf } from '../../parse/mail/action-link.ts';

const longestAnswer = 2_000_000;

/** What came back to a form that was sent, and what went out: read before the page is closed. */
export interface Told {
  readonly sent: string;
  readonly answer: string;
}

/** undefined where the browser has no answer to it, or not any more. */
export async function toldTo(request: Request | undefined): Promise<Told | undefined> {
  const response = await request?.response().catch(() => null);
  if (!request || !response) return undefined;
  const redirect = response.headers().location ?? '';
  const body = await response.text().catch(() => (redirect === '' ? undefined : ''));
  if (body === undefined) return undefined;
  return {
    sent: `${request.url()}\n${request.postData() ?? ''}`,
    answer: `${body.slice(0, longestAnswer)}\n${redirect}`,
  };
}

/**
 * Whether an answer holds everything of a mailed link that nobody can guess: then whoever sent the form has the link without the
 * mailbox. What the form itself had sent, the number of a flow for example, opens nothing by itself and does not count.
 */
export function holdsLink(told: Told | undefined, link: string): boolean | undefined {
  if (told === undefined) return undefined;
  const secret = partsOf(link).filter((part) => isTokenLike(part) && !told.sent.includes(part));
  if (secret.length === 0) return undefined;
  return secret.every((part) => told.answer.includes(part));
}
