import type { Exchange } from '../recorder.ts';

type Sent = Pick<Exchange, 'identity' | 'requestHeaders'>;

/**
 * Whether a header that looks like a credential is everybody's: visitors' pages send it, or two customers' pages send the very same.
 * The public key of a back end as a service (`apikey`) is one; who is asking does not hang on it. What is sent during a sign-in
 * says nothing: a page may use its new session before the audit knows that it has one.
 */
export function isEverybodys(exchanges: readonly Sent[], name: string, value: string): boolean {
  const senders = new Set<string>();
  for (const one of exchanges) if (one.requestHeaders[name] === value) senders.add(one.identity);
  return senders.has('anonymous') || (senders.has('a') && senders.has('b'));
}
