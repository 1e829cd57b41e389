import type { CallParameter } from '../../../parse/script/calls-in-script.ts';
import { calledIn } from '../operations/called-in.ts';
import { rpcNameOf } from '../operations/rpc-name.ts';
import { splitBatch } from '../operations/split-batch.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { looksLikeId } from './page-key.ts';

/** What answers gave that may be put into an address. */
export interface References {
  /** Values for `{name}` of a template: in the order of how surely they are meant, at most `most`. */
  readonly for: (template: string, name: string, at: number, most: number) => readonly string[];
  /** Values for a field of a body or of a procedure's input; `words`: what the path or the procedure says it is about. */
  readonly ofField: (field: CallParameter, words: readonly string[]) => readonly string[];
  /** Whether answers gave this value as a number. */
  readonly isNumber: (value: string) => boolean;
  /** Values under a parameter's name. */
  readonly under: (name: string) => readonly string[];
  /** A word of a record of a list by one of these names, else of any. */
  readonly wordAbout: (nouns: readonly string[]) => string | undefined;
  /** A word of a record below such a path, to search for. */
  readonly wordNear: (template: string) => string | undefined;
}

const idKey = /^(_?id|uuid|guid|slug|number|key|code|ref|reference)$/i;
/** Names of minifiers and loops: they tell nothing. */
const tellsNothing =
  /^(.{1,3}|data|item|items|value|values|params?|props|path|query|index|name|type|kind|status|page|base|self|this|record|row|entry|state|current|text|url|href|label|title)$/i;
const idEnding = /(_?(id|uuid|guid|key|slug|number|no|nr|num|code|ref|reference))$/i;
const valuesKept = 30;

/** References that the answers of one identity's own walk gave, by the place where each stood. */
export function referencesOf(exchanges: readonly Exchange[]): References {
  const good = exchanges.filter((one) => one.status < 300 && one.afterSignIn).flatMap(splitBatch);
  const numbers = new Set<string>();
  const byName = new Map<string, Set<string>>();
  const byList = new Map<string, Set<string>>();
  const byPlace = new Map<string, Set<string>>();
  const words = new Map<string, string>();
  const paths = new Set<string>();
  for (const one of good) {
    const [bare = ''] = one.url.split(/[?#]/);
    if (one.resource === 'xhr' || one.resource === 'fetch') paths.add(bare);
    if (one.resource === 'document') continue;
    const called = calledIn(one.url) ?? rpcNameOf(one.url, one.requestHeaders, one.requestBody);
    const word = called?.[0]?.split(/[./:]/)[0] ?? bare.replace(/\/$/, '').split('/').at(-1) ?? '';
    for (const leaf of exchangeContent(one).leaves) {
      if (leaf.value === '' || leaf.value.length > 80 || /boolean|null/.test(leaf.type)) continue;
      const key =
        leaf.path
          .split('.')
          .at(-1)
          ?.replace(/\[\d+\]$/, '') ?? '';
      keep(byName, plain(key), leaf.value);
      if (leaf.type === 'number') numbers.add(leaf.value);
      const above = /(?:^|\.)([\w$-]+)?\[\d+\]\.[\w$-]+$/.exec(leaf.path);
      if (above && idKey.test(key)) {
        if (above[1] && above[1] !== '$') keep(byList, singular(above[1]), leaf.value);
        else keep(byList, singular(word), leaf.value);
        keep(byPlace, bare.replace(/\/$/, ''), leaf.value);
        keep(byList, singular(word), leaf.value);
      }
      if (/name|nom|titel|titre|title|label|subject|betreff|nazwa|nome|naam/i.test(key) && above && !words.has(word)) {
        const [first] = leaf.value.match(/\p{L}{4,}/u) ?? [];
        if (first) words.set(word, first);
      }
    }
  }
  const under = (name: string) => [...(byName.get(plain(name)) ?? [])];
  const stemOf = (name: string) => singular(name.replace(idEnding, ''));
  return {
    under,
    wordAbout: (nouns) => nouns.map((one) => words.get(one)).find((one) => one !== undefined) ?? [...words.values()][0],
    isNumber: (value) => numbers.has(value),
    ofField: ({ name, by }, words) => {
      const stem = stemOf(name);
      const named = (noun: string) =>
        noun.length >= 3 && !tellsNothing.test(noun) ? [...(byList.get(noun) ?? [])] : [];
      const choices: readonly (() => readonly string[])[] = [
        () => (tellsNothing.test(name) || idKey.test(name) ? [] : under(name)),
        () => (stem === '' ? [] : named(stem)),
        () => (by && !tellsNothing.test(by) && !idKey.test(by) ? [...under(by), ...named(stemOf(by))] : []),
        () => (stem === '' ? words.flatMap((word) => named(singular(word))) : []),
      ];
      return [...new Set(choices.map((choose) => choose()).find((values) => values.length > 0))];
    },
    wordNear: (template) => {
      const parts = new URL(template).pathname.split('/');
      return parts.map((part) => words.get(part)).findLast((one) => one !== undefined) ?? [...words.values()][0];
    },
    for: (template, name, at, most) => {
      const before = template.slice(0, at);
      const parent = before.replace(/\/[^/]*$/, '');
      const segment = parent.split('/').at(-1) ?? '';
      const glued = before.slice(parent.length + 1);
      const stem = singular(name.replace(idEnding, ''));
      const told = tellsNothing.test(name) ? [] : under(name);
      const choices: readonly (() => readonly string[])[] = [
        () => (glued === '' ? [...(byPlace.get(parent) ?? [])] : []),
        () => (glued === '' ? below(parent) : []),
        () => told,
        () => [...(byList.get(singular(segment)) ?? [])],
        () => (stem.length >= 3 && !tellsNothing.test(stem) ? [...(byList.get(stem) ?? [])] : []),
        () => [...byName].flatMap(([key, values]) => (isNumberOf(key, singular(segment)) ? [...values] : [])),
      ];
      for (const choice of choices) {
        const values = choice();
        if (values.length > 0) return values.slice(0, most);
      }
      return [];
    },
  };

  /** Ids that stood below the same path in what the pages asked for. */
  function below(parent: string): readonly string[] {
    const starts = `${parent}/`;
    const ids = [...paths].flatMap((url) =>
      url.startsWith(starts) ? [decodeURIComponent(url.slice(starts.length).split('/')[0] ?? '')] : [],
    );
    return [...new Set(ids.filter(looksLikeId))];
  }
}

function keep(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key) ?? new Set();
  if (known.size < valuesKept) known.add(value);
  map.set(key, known);
}

const plain = (name: string) => name.toLowerCase().replace(/[_-]/g, '');
const singular = (word: string) =>
  plain(word)
    .replace(/ies$/, 'y')
    .replace(/(ss)$|s$/, '$1');

/** `podNumber` is the number of a pod. */
const isNumberOf = (key: string, noun: string) =>
  noun.length >= 3 &&
  key.startsWith(noun) &&
  /^(id|no|nr|num|number|code|ref|key|slug|file|filename|name|token)?$/.test(key.slice(noun.length));
