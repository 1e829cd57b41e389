import { callingHeaders } from '../operations/calling-headers.ts';
import type { PlainRequest } from './replay.ts';

/** What a person types to see the same. The session is theirs to fill in; so is a reference that reads like a name. */
export function curlFor(request: PlainRequest, who: string, redact: (text: string) => string): string {
  const notes: string[] = [];
  const address = withoutNames(request.url);
  if (address.includes(placeholder)) notes.push(`${placeholder}: the value that the owner sees there`);
  const parts = ['curl -sS -i'];
  if (request.method !== 'GET') parts.push(`-X ${request.method}`);
  const { extra = [], like, method, body } = request;
  const given = new Set(extra.map(([name]) => name.toLowerCase()));
  // Without it another function of the server would be called, or none.
  const calls = method === like.method ? callingHeaders(like.requestHeaders) : [];
  const type = like.requestHeaders['content-type'] ?? 'application/json';
  const headers = [
    ...calls.filter(([name]) => !given.has(name)),
    ...extra.filter(([name]) => body !== undefined || name.toLowerCase() !== 'content-type'),
    ...(body === undefined || given.has('content-type') ? [] : [['content-type', type] as const]),
  ];
  for (const [name, value] of headers) parts.push(`-H ${quote(`${name}: ${redact(value)}`)}`);
  if (body !== undefined) parts.push(`--data ${quote(redact(body).slice(0, 600))}`);
  if (who !== 'anonymous') {
    const session = `${who.toUpperCase()}_SESSION`;
    parts.push(`-H "$${session}"`);
    notes.push(`${session}='cookie: …' (or 'authorization: …') copied from a browser signed in as ${who}`);
  }
  parts.push(quote(redact(address)));
  return notes.length > 0 ? `${parts.join(' ')}   # ${notes.join('; ')}` : parts.join(' ');
}

const placeholder = 'REFERENCE';

/** Opaque ids stay, so that the request can be repeated; titles, file names and search words are a customer's. */
function withoutNames(address: string): string {
  const url = new URL(address);
  const path = url.pathname.split('/').map((segment) => (isOpaque(segment) ? segment : placeholder));
  const query = [...url.searchParams].map(([name, value]) => `${name}=${isOpaque(value) ? value : placeholder}`);
  return `${url.origin}${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

function isOpaque(value: string): boolean {
  if (/^[a-z][a-z_.-]{0,30}$/.test(value) || /^[0-9a-f-]{16,}$/i.test(value)) return true;
  return /^[\w=-]*$/.test(value) && !/[a-z]{5,}/i.test(value);
}

function quote(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
