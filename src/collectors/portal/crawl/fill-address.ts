import type { CallParameter } from '../../../parse/script/calls-in-script.ts';
import type { Exchange } from '../exchange.ts';
import { noFilter } from './named-filters.ts';
import { looksLikeId } from './page-key.ts';
import type { References } from './references-of.ts';

/** The parameters by which portals search, in their addresses. */
export const searches =
  /^(q|s|kw|term|search|query|keyword|keywords|text|find|filter|prefix|lookup|such\w*|recherche|busca|buscar|cerca|zoek|szukaj)$/i;

/** Parameters that bring records of other kinds along: which of them are shared with others shows only with the right one. */
export const bringsAlong =
  /^\$?(include[sd]?|expand(ed|s)?|embed(ded)?|with|populate|relations?|preload|join(s|ed)?|inclu\w{2,6}|einbetten|mit|avec|con|met)$/i;
export const brings = (query: readonly CallParameter[]): boolean =>
  query.some(({ name, value }) => bringsAlong.test(name) && value !== undefined && /[a-z]{3}/i.test(value));

/** Addresses of a template with references put in, at most four (eight where other records are brought along); none where nothing gave any. */
export function addressesOf(template: string, query: readonly CallParameter[], known: References): readonly string[] {
  const [each, all] = brings(query) ? [8, 8] : [2, 4];
  const whole = filled(template, known, each, all);
  return [...new Set(whole.flatMap((url) => withQuery(url, query, known)))].slice(0, all);
}

function filled(template: string, known: References, each: number, all: number, from = 0): readonly string[] {
  const found = /\{([^/}]*)\}/.exec(template.slice(from));
  if (!found) return [template];
  const at = from + found.index;
  const rest = template.slice(at + found[0].length);
  // `/projects${query}` of a script: what is glued to the end of a word is a query, no reference.
  if (rest === '' && /[\w)]$/.test(template.slice(0, at))) return [template.slice(0, at)];
  return known
    .for(template, found[1] ?? '', at, each)
    .flatMap((value) => filled(template.slice(0, at) + encodeURIComponent(value) + rest, known, each, all, at))
    .slice(0, all);
}

/** What the pages brought along for one record, for the others of the same list. */
export function broughtAlong(
  exchanges: readonly Exchange[],
): readonly { readonly template: string; readonly query: readonly CallParameter[] }[] {
  const found = new Map<string, { readonly template: string; readonly query: readonly CallParameter[] }>();
  for (const { method, url, status, resource } of exchanges) {
    if (method !== 'GET' || status >= 300 || (resource !== 'xhr' && resource !== 'fetch')) continue;
    const { origin, pathname, searchParams } = new URL(url);
    const query = [...searchParams].map(([name, value]) => ({ name, value }));
    const parts = pathname.split('/');
    const at = parts.findLastIndex(looksLikeId);
    if (at < 0 || !brings(query)) continue;
    const template = `${origin}${parts.map((part, index) => (index === at ? '{x}' : part)).join('/')}`;
    found.set(`${template} ${url.split('?')[1]}`.replace(parts[at] ?? '', ''), { template, query });
  }
  return [...found.values()].slice(0, 4);
}

/** With the parameters that are written down, a word to search for, and references that go by their names. */
function withQuery(url: string, query: readonly CallParameter[], known: References): readonly string[] {
  const address = new URL(url);
  for (const { name, value, by } of query) {
    if (value !== undefined) {
      if (value !== '') address.searchParams.set(name, value);
    } else if (searches.test(name)) {
      const word = known.wordNear(url);
      if (word) address.searchParams.set(name, word);
    } else if (!noFilter.test(name)) {
      const [first] = [...(by ? known.under(by) : []), ...known.under(name)];
      if (first !== undefined && /id|key|code|ref|number|uuid|slug/i.test(`${name} ${by}`))
        address.searchParams.set(name, first);
      else if (first === undefined) {
        // Figures of one customer, an export of one project: by an id of the list that the parameter is called after.
        const [listed] = known.ofField({ name, ...(by === undefined ? {} : { by }) }, []);
        if (listed !== undefined) address.searchParams.set(name, listed);
      }
    }
  }
  return [address.href];
}

/** Whether its parameters ask for something else than the address without them. */
export const asksElse = (query: readonly CallParameter[]): boolean =>
  query.some(({ name, value }) => !noFilter.test(name) && (value !== undefined || searches.test(name)));
