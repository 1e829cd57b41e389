import type { Operation, Recorded, SlotValue } from '../operations/operation-map.ts';
import { searchWords } from '../words.ts';
import { setAt } from '../operations/put-into.ts';
import { isRecord } from '../writes/text-field.ts';
import type { PlainRequest } from './replay.ts';
import { putInto } from './requests.ts';

export function withQuery(request: PlainRequest, name: string, value: string): PlainRequest {
  const url = new URL(request.url);
  // PostgREST says in the value how to compare.
  url.searchParams.set(name, /[?&]\w+=eq\./.test(url.search) ? `eq.${value}` : value);
  return { ...request, url: url.href };
}

export type Search = (request: PlainRequest, word: string) => PlainRequest;
export const searchedBy =
  /^(q|s|kw|wd|query|search(\[value\])?|term|keywords?|text|suche|recherche|busca|buscar|cerca|zoek|szukaj|fraza)$/i;

/** What is searched for may be shown in any manner. */
export const isSearch = (slots: readonly SlotValue[]) =>
  slots.some(({ place, name, typed }) => typed === true || (place === 'query' && searchedBy.test(name)));

/** How a search operation is told a word: by a parameter, a field of its body or a GraphQL variable; undefined for what does not search. `listsToo`: a list that is shown whole and may be searched as well. */
export function searchOf(
  request: PlainRequest,
  operation: Operation,
  recorded: readonly Recorded[],
  listsToo = false,
): Search | undefined {
  const params = [...new URL(request.url).searchParams];
  const names = params.map(([name]) => name);
  // A filter that holds a condition or a reference is no place for a word.
  const known = (params.find(([name]) => searchedBy.test(name)) ??
    params.find(([name, value]) => searchWords.test(name) && !/^\s*[[{]|\d/.test(value)))?.[0];
  if (known) return (given, word) => withQuery(given, known, word);
  const inside = recorded
    .flatMap(({ slots }) => slots)
    .find(
      ({ at, place, name, typed }) =>
        (at !== undefined || place === 'body') && (typed === true || searchedBy.test(name.split('.').at(-1) ?? '')),
    );
  if (inside) return (given, word) => putInto(given, inside, word);
  const blank = blankIn(request.body);
  if (blank) return (given, word) => ({ ...given, body: withWord(given.body, blank, word) });
  // A list that may be searched, recorded without a word too.
  const named = recorded
    .flatMap(({ slots }) => slots)
    .find(({ place, name, typed }) => place === 'query' && (typed === true || searchedBy.test(name)))?.name;
  if (listsToo && named !== undefined) return (given, word) => withQuery(given, named, word);
  if (request.method !== 'GET' || !searchWords.test(operation.template)) return undefined;
  return (given, word) => withQuery(given, names.length === 1 ? (names[0] ?? 'q') : 'q', word);
}

/** Where a body names a word to search for and has none: a field that looks things up was opened, and nothing typed into it. */
function blankIn(body: string | undefined): readonly string[] | undefined {
  const json = objectIn(body);
  const { variables } = json ?? {};
  const keyIn = (one: object | undefined) =>
    Object.entries(one ?? {}).find(([name, value]) => value === '' && searchedBy.test(name))?.[0];
  const [own, inner] = [keyIn(json), isRecord(variables) ? keyIn(variables) : undefined];
  return own !== undefined ? [own] : inner !== undefined ? ['variables', inner] : undefined;
}

function withWord(body: string | undefined, at: readonly string[], word: string): string {
  return JSON.stringify(setAt(objectIn(body) ?? {}, at, word));
}

function objectIn(body: string | undefined): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body ?? '');
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
