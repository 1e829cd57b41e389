import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { holds } from './atoms.ts';
import { keysOf } from './stands-outside.ts';
import { literal } from '../../../parse/literal.ts';

const fewestValues = 2;

/**
 * Whether an address that cannot be guessed is the second one of a record: the owner's own answer about that record, filed
 * under another reference, names the key and holds the same values. Such an address was made to be handed on; where the key
 * is all that a record is filed under, it is not.
 */
export function isSecondAddress(
  exchanges: readonly Exchange[],
  owner: IdentityName,
  url: string,
  values: readonly string[],
): boolean {
  if (isFurtherKey(exchanges, owner, url)) return true;
  const keys = keysOf(url);
  if (keys.length === 0) return false;
  return exchanges.some((one) => {
    if (one.identity !== owner || !one.afterSignIn || one.status >= 300 || !filedUnderAnother(one.url, keys))
      return false;
    const source = one.body.toString('utf8');
    if (!keys.every((key) => source.includes(key)) || namesSeveral(source, url, keys)) return false;
    const { text } = exchangeContent(one);
    return values.filter((value) => holds(text, value)).length >= fewestValues;
  });
}

const handingOn =
  /token|code|c[oó]d(igo|ice)|key|share|link|url|lien|enlace|verif|public|access|secret|hash|ticket|jeton|clave|schl[uü]ssel/i;
const longEnough = 16;

/**
 * A record that has an id holds another long key beside it, under the name of what is handed on (`verification`, `shareToken`): the address
 * with that key is no place that records are filed under, though the key may be written as a hash or a UUID.
 */
function isFurtherKey(exchanges: readonly Exchange[], owner: IdentityName, url: string): boolean {
  const parts = new URL(url).pathname.split('/').filter((part) => part.length >= longEnough && looksLikeId(part));
  if (parts.length === 0) return false;
  const isKey = (value: unknown) =>
    typeof value === 'string' && parts.some((part) => value === part || value.endsWith(`/${part}`));
  const holdsIt = (json: unknown): boolean => {
    if (json === null || typeof json !== 'object') return false;
    if (Array.isArray(json)) return json.some(holdsIt);
    const fields = Object.entries(json);
    const id = fields.find(([name]) => /^_?(id|uuid)$/i.test(name))?.[1];
    const isBeside =
      id !== undefined &&
      !parts.includes(String(id)) &&
      fields.some(([name, value]) => isKey(value) && handingOn.test(name) && !/ids?$/i.test(name));
    return isBeside || fields.some(([, value]) => holdsIt(value));
  };
  return exchanges.some(
    (one) =>
      one.identity === owner &&
      one.afterSignIn &&
      one.status < 300 &&
      parts.some((part) => one.body.includes(part)) &&
      holdsIt(exchangeContent(one).json),
  );
}

function filedUnderAnother(url: string, keys: readonly string[]): boolean {
  const { pathname, searchParams } = new URL(url);
  const parts = [...pathname.split('/'), ...searchParams.values()];
  return parts.some((part) => looksLikeId(part)) && !keys.some((key) => parts.includes(key));
}

/** A list of such addresses tells of several records: each of them may be filed under its key. */
function namesSeveral(source: string, url: string, keys: readonly string[]): boolean {
  const shape = new URL(url).pathname
    .split('/')
    .map((part) => (keys.includes(part) ? '[\\w-]{16,}' : literal(part)))
    .join('/');
  return new Set(source.match(new RegExp(shape, 'g'))).size > 1;
}
