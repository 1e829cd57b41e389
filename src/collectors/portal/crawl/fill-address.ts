import type { CallParameter } from '../../../parse/script/calls-in-script.ts';
import { noFilter } from './named-filters.ts';
import type { References } from './references-of.ts';

/** The parameters by which portals search, in their addresses. */
const searches =
  /^(q|s|kw|term|search|query|keyword|keywords|text|find|filter|prefix|lookup|such\w*|recherche|busca|buscar|cerca|zoek|szukaj)$/i;

/** Addresses of a template with references put in, at most four; none where nothing gave any. */
export function addressesOf(template: string, query: readonly CallParameter[], known: References): readonly string[] {
  return [...new Set(filled(template, known).flatMap((url) => withQuery(url, query, known)))].slice(0, 4);
}

function filled(template: string, known: References, from = 0): readonly string[] {
  const found = /\{([^/}]*)\}/.exec(template.slice(from));
  if (!found) return [template];
  const at = from + found.index;
  const rest = template.slice(at + found[0].length);
  // `/projects${query}` of a script: what is glued to the end of a word is a query, no reference.
  if (rest === '' && /[\w)]$/.test(template.slice(0, at))) return [template.slice(0, at)];
  return known
    .for(template, found[1] ?? '', at)
    .flatMap((value) => filled(template.slice(0, at) + encodeURIComponent(value) + rest, known, at))
    .slice(0, 4);
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
    }
  }
  return [address.href];
}

/** Whether its parameters ask for something else than the address without them. */
export const asksElse = (query: readonly CallParameter[]): boolean =>
  query.some(({ name, value }) => !noFilter.test(name) && (value !== undefined || searches.test(name)));
