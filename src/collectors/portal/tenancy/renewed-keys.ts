import type { Exchange } from '../recorder.ts';
import { credentialKind } from './credential-kind.ts';

const bearer = /^(?:Bearer|Token|JWT)\s+(\S+)$/i;

/**
 * A text with each token that the session once sent in `Authorization` replaced by its newest one of the same kind: what a page put
 * into the address or the first words of a channel has run out by the time the channel is opened again.
 */
export function renewedKeys(text: string, exchanges: readonly Exchange[]): string {
  const newest = new Map<string, string>();
  const former = new Set<string>();
  for (const { requestHeaders } of exchanges) {
    const token = bearer.exec(requestHeaders.authorization ?? '')?.[1];
    if (token === undefined || token.length < 16 || former.has(token)) continue;
    former.add(token);
    newest.set(credentialKind(token), token);
  }
  let renewed = text;
  for (const token of former) {
    const now = newest.get(credentialKind(token)) ?? token;
    if (now === token || !renewed.includes(token)) continue;
    renewed = renewed.split(token).join(now);
  }
  return renewed;
}
