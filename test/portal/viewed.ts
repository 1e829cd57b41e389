import type { IdentityName } from '../../src/model/identity.ts';
import { type RawView, rawView } from '../../src/collectors/portal/tenancy/view.ts';

/** What somebody was answered: a page unless the type says otherwise, data where `body` is no text. */
export function viewed(as: string, status: number, body: unknown, type?: string): RawView {
  const isText = typeof body === 'string';
  const response = {
    url: 'https://portal.example.test/',
    status,
    headers: [['content-type', type ?? (isText ? 'text/html' : 'application/json')]] as const,
    body: Buffer.from(isText ? body : JSON.stringify(body)),
    truncated: false,
    address: '',
    port: 443,
    totalMs: 1,
  };
  return rawView(as as IdentityName, { ok: true, response }, '');
}
