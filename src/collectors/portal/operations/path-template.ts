import { percentDecoded } from '../../../parse/percent-decoded.ts';
import { looksLikeId } from '../crawl/page-key.ts';

/** Turns paths of one host into templates: which segments vary is learned from all identities' traffic together. */
export interface PathTemplates {
  /** `/api/projects/{projectId}/documents/{id}` and the values of its variable segments. */
  readonly of: (
    method: string,
    url: string,
  ) => {
    readonly template: string;
    readonly values: readonly { readonly index: number; readonly name: string; readonly value: string }[];
  };
}

export interface SeenPath {
  readonly identity: string;
  readonly method: string;
  readonly url: string;
}

/**
 * `named`: values that stand under the name of an id in some answer. A segment is variable when it looks like an id, when its value was produced under an id-like key elsewhere, or when
 * A and B have different values at the same place that are id-shaped or that the other never meets. Never by cardinality alone.
 */
export function learnTemplates(
  seen: readonly SeenPath[],
  produced: ReadonlySet<string>,
  knows: (identity: 'a' | 'b', word: string) => boolean = () => true,
  named: ReadonlySet<string> = new Set(),
): PathTemplates {
  const differing = new Set<string>();
  // A customer's word below the same parent is the same reference on pages that the other customer's walk has not reached.
  const references = new Set<string>();
  const hasPages = (identity: string, word: string) =>
    new Set(
      seen
        .filter((one) => one.identity === identity && new URL(one.url).pathname.split('/').includes(word))
        .map((one) => new URL(one.url).pathname),
    ).size >= 2;
  // `/acme/plans` beside `/globex/sites`: once the first word is known for a reference, the second shows to be one.
  const words = new Set<string>();
  const isKnown = (segment: string) => isVariable(segment, produced) || words.has(segment);
  // Below a reference of the round before its children are compared: `/matters/crew-dispute/papers/x`.
  let parents: ReadonlySet<string> = new Set();
  for (let round = 0, before = -1; round < 4 && words.size + parents.size > before; round++) {
    before = words.size + parents.size;
    learnOnce();
    parents = new Set(references);
  }
  return {
    of(method, url) {
      const { host, pathname } = new URL(url);
      const segments = pathname.split('/');
      const blank = blankOf(host, segments);
      const variable = segments.map(
        (segment, index) =>
          segment !== '' &&
          (blank[index] === '{}' ||
            references.has(`${host} ${[...blank.slice(0, index), segment].join('/')}`) ||
            differing.has(`${method} ${host} ${blank.map((one, at) => (at === index ? '*' : one)).join('/')}`)),
      );
      const last = variable.lastIndexOf(true);
      const values: { index: number; name: string; value: string }[] = [];
      const template = segments.map((segment, index) => {
        const inner = partOf(segment);
        if (!variable[index] && !inner) return segment;
        const parent = segments[index - 1] ?? '';
        const name =
          index === last || !/^[a-z][\w-]*$/i.test(parent)
            ? index === last
              ? 'id'
              : `id${index}`
            : `${singular(parent)}Id`;
        if (inner) {
          values.push({ index, name: 'id', value: inner.value });
          return `${inner.before}{id}${inner.after}`;
        }
        const format = fileFormat.exec(segment)?.[0] ?? '';
        const bare = segment.slice(0, segment.length - format.length);
        values.push({ index, name, value: percentDecoded(bare) });
        return `{${name}}${format}`;
      });
      return { template: template.join('/'), values };
    },
  };

  function blankOf(host: string, segments: readonly string[]): readonly string[] {
    const blank: string[] = [];
    for (const one of segments)
      blank.push(isKnown(one) || parents.has(`${host} ${[...blank, one].join('/')}`) ? '{}' : one);
    return blank;
  }

  function learnOnce(): void {
    const places = new Map<string, Map<string, Set<string>>>();
    for (const { identity, method, url } of seen) {
      const { host, pathname } = new URL(url);
      const segments = pathname.split('/');
      const blank = blankOf(host, segments);
      for (const [index, segment] of segments.entries()) {
        if (segment === '') continue;
        if (blank[index] === '{}') continue;
        const rest = blank.map((one, at) => (at === index ? '*' : one)).join('/');
        const place = `${method} ${host} ${rest}`;
        const by = places.get(place) ?? new Map<string, Set<string>>();
        const values = by.get(identity) ?? new Set<string>();
        values.add(segment);
        by.set(identity, values);
        places.set(place, by);
      }
    }
    for (const [place, by] of places) {
      const [a, b] = [by.get('a'), by.get('b')];
      if (!a || !b) continue;
      const disjoint = [...a].every((value) => !b.has(value));
      const shaped = [...a, ...b].every((value) => /[\d@._:~-]|[a-z][A-Z]/.test(value));
      // A plain word is a reference too where pages stand below it, or an answer calls it a slug, and the other identity never meets it.
      const foreign = () =>
        [...a].every((value) => !knows('b', value) && (named.has(value) || hasPages('a', value))) &&
        [...b].every((value) => !knows('a', value) && (named.has(value) || hasPages('b', value)));
      const apart = disjoint && (shaped || foreign());
      if (!apart) continue;
      differing.add(place);
      const upTo = place.slice(0, place.indexOf('*'));
      if (!shaped) for (const word of [...a, ...b]) words.add(word);
      for (const value of [...a, ...b]) references.add(`${upTo.slice(upTo.indexOf(' ') + 1)}${value}`);
    }
  }
}

const fileFormat = /\.(json|xml|csv|pdf|html?|xlsx?|docx?|txt|zip|png|jpe?g|md|ics)$/i;

function isVariable(segment: string, produced: ReadonlySet<string>): boolean {
  if (segment === '') return false;
  const bare = segment.replace(fileFormat, '');
  return looksLikeId(bare) || produced.has(percentDecoded(segment)) || produced.has(percentDecoded(bare));
}

/** A reference inside a segment: `Records(17)` and `Records('x')` of OData, `record;id=17` of matrix parameters (RFC 3986 §3.3). */
function partOf(
  segment: string,
): { readonly before: string; readonly value: string; readonly after: string } | undefined {
  const text = percentDecoded(segment);
  const call =
    /^([A-Za-z]\w*\((?:\w+=)?'?)([^()']{1,80})('?\).*)$/.exec(text) ?? /^([^;=]+;\w+=)([^;=]{1,80})()$/.exec(text);
  return call ? { before: call[1] ?? '', value: call[2] ?? '', after: call[3] ?? '' } : undefined;
}

function singular(word: string): string {
  return word
    .replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase())
    .replace(/ies$/, 'y')
    .replace(/(ss)$|s$/, '$1');
}
