import type { Exchange } from '../exchange.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isRecord, rowsOrRecord } from './rows-or-record.ts';
import { addressesOf, bringsAlong } from './fill-address.ts';
import { looksLikeId } from './page-key.ts';
import type { PlacedCall } from './place-calls.ts';
import type { References } from './references-of.ts';

const perCarrier = 6;
const most = 16;

/** An address that takes the names of relations, and what it was asked with. */
interface Carrier {
  readonly url: string;
  readonly name: string;
  readonly asked: readonly string[];
}

/**
 * Further relations for addresses that pages or scripts ask with one (`?include=lines`): those that are written for others, and those
 * that the record itself names by an id (`customerId` is the customer's). Each alone, so that one that is not known spoils no other; `all`
 * last, which brings everything or a refusal that says what there is.
 */
export function relationAsks(
  calls: readonly PlacedCall[],
  exchanges: readonly Exchange[],
  references: References,
): readonly string[] {
  const carriers = carriersIn(calls, exchanges, references);
  const written = [
    ...carriers.flatMap(({ asked }) => asked),
    ...calls.flatMap(({ query }) => query.flatMap(({ name, value }) => (bringsAlong.test(name) ? namesIn(value) : []))),
  ];
  const found = carriers.flatMap(({ url, name, asked }) => {
    const own = relationsOf(exchanges.filter((one) => placeOf(one.url) === placeOf(url)));
    const names = [...new Set([...own, ...written])].filter((one) => !asked.includes(one));
    return [...names.slice(0, perCarrier), 'all'].map((one) => withRelation(url, name, one));
  });
  return [...new Set(found)].slice(0, most);
}

/** Relations that a refusal of such a request lists: `Unknown include "x". Allowed: lines, customer, notes`. */
export function relationsAllowed(exchanges: readonly Exchange[]): readonly string[] {
  const asked = new Set(exchanges.map(({ url }) => url));
  const found = exchanges.flatMap(({ url, status, method, body }) => {
    if (method !== 'GET' || status < 400 || status > 422 || status === 401) return [];
    const name = [...new URL(url).searchParams.keys()].find((one) => bringsAlong.test(one));
    const said = name === undefined ? undefined : allowed.exec(body.subarray(0, 4000).toString('utf8'))?.[1];
    if (name === undefined || said === undefined) return [];
    const names = said.match(/[A-Za-z_][\w.]{2,40}/g) ?? [];
    return names.slice(0, perCarrier + 2).map((one) => withRelation(url, name, one));
  });
  return [...new Set(found)].filter((url) => !asked.has(url)).slice(0, most);
}

const allowed =
  /\b(?:allowed|available|supported|valid|permitted|known|possible|choose from|one of|erlaubt|zul[äa]ssig|autoris[ée]e?s?|permitid[oa]s?|consentit[ie]|toegestaan)\b[^:=[(]{0,30}[:=[(]?\s*((?:\\?["'`]?[A-Za-z_][\w.]{2,40}\\?["'`]?(?:\s*[,|/]\s*|\s+(?:and|or|und|oder)\s+)?){1,20})/i;

function carriersIn(
  calls: readonly PlacedCall[],
  exchanges: readonly Exchange[],
  references: References,
): readonly Carrier[] {
  const found = new Map<string, Carrier>();
  const add = (url: string, name: string, value: string | undefined) => {
    const key = `${placeOf(url)} ${name}`;
    const before = found.get(key);
    found.set(key, { url: before?.url ?? url, name, asked: [...(before?.asked ?? []), ...namesIn(value)] });
  };
  for (const { method, url, status, resource } of exchanges) {
    if (method !== 'GET' || status >= 300 || (resource !== 'xhr' && resource !== 'fetch')) continue;
    for (const [name, value] of new URL(url).searchParams) if (bringsAlong.test(name)) add(url, name, value);
  }
  for (const { method, template, query } of calls)
    for (const { name, value } of query)
      if (method === 'GET' && bringsAlong.test(name) && value === undefined)
        for (const url of addressesOf(template, [], references).slice(0, 1)) add(url, name, undefined);
  return [...found.values()].slice(0, 8);
}

/** What a record names by an id: `customerId`, `site_id`, `tagIds`; nothing that stands in it already. */
function relationsOf(exchanges: readonly Exchange[]): readonly string[] {
  const rows = exchanges.flatMap((one) => rowsOrRecord(exchangeContent(one).json)).slice(0, 6);
  const names = rows.flatMap((row) =>
    Object.keys(row).flatMap((key) => {
      const [, stem, many] = /^([a-z]\w*?)(?:_id|Id|ID)(s?)$/.exec(key) ?? [];
      const name = stem && (many ? `${stem}s` : stem);
      return name && !isRecord(row[name]) && !Array.isArray(row[name]) ? [name] : [];
    }),
  );
  return [...new Set(names)];
}

const namesIn = (value: string | undefined) =>
  (value ?? '').split(/[,;\s]+/).filter((one) => /^[A-Za-z][\w.]+$/.test(one));

function withRelation(url: string, name: string, relation: string): string {
  const address = new URL(url);
  address.searchParams.set(name, relation);
  return address.href;
}

/** The path with ids blanked. */
const placeOf = (url: string) => {
  const { origin, pathname } = new URL(url);
  return (
    origin +
    pathname
      .split('/')
      .map((part) => (looksLikeId(part) ? '{}' : part))
      .join('/')
  );
};
