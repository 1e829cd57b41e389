import { parseSetCookie } from 'set-cookie-parser';
import type { Exchange } from '../recorder.ts';
import type { Credential } from './who-am-i.ts';

/**
 * Whether an answer takes the session's cookie back (RFC 6265, 3.1: an expiry in the past). A browser may keep the cookie all the same:
 * one that is deleted under another path or domain, or as `Secure` over plain http. The server has had its say by then.
 */
export function takesSessionBack(answers: readonly Exchange[], carriers: readonly Credential[], now: Date): boolean {
  const names = new Set(carriers.filter(({ place }) => place === 'cookie').map(({ name }) => name));
  const last = new Map<string, boolean>();
  for (const { responseHeaders } of answers)
    for (const line of (responseHeaders['set-cookie'] ?? '').split('\n'))
      for (const one of parseSetCookie(line, { silent: true, decodeValues: false }))
        if (names.has(one.name))
          last.set(one.name, (one.maxAge ?? 1) <= 0 || (one.expires?.getTime() ?? Infinity) <= now.getTime());
  return [...last.values()].some((gone) => gone);
}
