import { credentialNames } from '../words.ts';

/** What a record is looked at as: of these nothing is made by naming the record alone. */
const views =
  /^(details?|overview|info|information|profile|figures|totals?|stats|statistics|breakdown|timeline|history|balance|snapshot|glance|peek|infos|detalles?|detalhes?|dettagli[o]?|d[eé]tails?|szczeg[oó][lł]y|uebersicht|[uü]bersicht|verlauf|stand|resumen|resumo|r[eé]sum[eé]|aper[cç]u|historial|historique|hist[oó]rico|storico|riepilogo|saldo|solde|overzicht|geschiedenis|podsumowanie|historia)$/i;
/** What may be handed out as well as looked at, so the record has to be one of its kind: `employee-card` of an `employeeId`. */
const papers = /^(card|sheet|file|page|record|data|entry|fiche|ficha|scheda|karte|blatt|kaart|karta)$/i;
const reference =
  /^(_?id|ids|uuid|guid|slug|number|ref|reference)$|[a-z](Id|ID|Ids|IDs|Uuid|Guid|Slug|Ref|No|Nr|Number)$|[a-z]_(id|ids|uuid|guid|slug|ref|no|nr|number)$/;
const aside =
  /^(lang|locale|language|format|view|page|limit|tz|time_?zone|currency|year|month|from|to|since|until|period)$/i;

/** The words of a name: `employee-card`, `employeeCard`, `employee_card`. */
const wordsOf = (name: string) => name.split(/(?=\p{Lu}\p{Ll})|[_.-]+/u).map((word) => word.toLowerCase());

/**
 * Whether a POST names a record and nothing to keep, at a path that is called after what one looks at: `POST /employee-card
 * {"employeeId":7}`, `POST /orders/overview {"id":"…"}`. Whether a word of the path writes, the caller has to know.
 */
export function readsRecord(pathname: string, body: string | undefined): boolean {
  const given = fieldsOf(body);
  const ids = given.filter(([name]) => reference.test(name) && !credentialNames.test(name));
  if (
    ids.length === 0 ||
    given.length > 5 ||
    given.some(([name, value]) => !isAside(name, value) && !isId(name, value))
  )
    return false;
  const segments = pathname.split('/').filter((one) => one !== '');
  const last = wordsOf(segments.at(-1) ?? '');
  const word = last.at(-1) ?? '';
  if (views.test(word)) return true;
  const kinds = [...last.slice(0, -1), ...wordsOf(segments.at(-2) ?? '')].map(singular);
  return papers.test(word) && ids.some(([name]) => kinds.includes(singular(wordsOf(name)[0] ?? '')));
}

const isId = (name: string, value: unknown) =>
  reference.test(name) &&
  (isReference(value) || (Array.isArray(value) && value.length > 0 && value.every(isReference)));
const isAside = (name: string, value: unknown) => aside.test(name) && (typeof value !== 'object' || value === null);
const isReference = (value: unknown) =>
  typeof value === 'number' || (typeof value === 'string' && value !== '' && value.length <= 80 && !/\s/.test(value));
const singular = (word: string) => word.replace(/ies$/, 'y').replace(/s$/, '');

function fieldsOf(body: string | undefined): readonly (readonly [string, unknown])[] {
  if (body === undefined || !/^\s*\{/.test(body)) return [];
  try {
    return Object.entries(JSON.parse(body) as Record<string, unknown>);
  } catch {
    return [];
  }
}
