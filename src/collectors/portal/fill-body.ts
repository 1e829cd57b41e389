import type { Exchange } from './exchange.ts';

/** The body of the audit's own question, where the browser kept none of it: a script that reads an answer piece by piece uses it up. */
export function fillBody(exchanges: Exchange[], url: string, body: Buffer): void {
  const at = exchanges.findLastIndex((one) => one.own === true && one.url === url && one.body.length === 0);
  const one = exchanges[at];
  if (one && one.status < 300 && body.length > 0) {
    const { unread: _, ...rest } = one;
    exchanges[at] = { ...rest, body };
  }
}
