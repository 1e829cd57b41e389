export interface LookalikeName {
  readonly domain: string;
  readonly how: string;
}

/** Letters that look alike in a mail header, both ways. */
const alike: readonly (readonly [string, string])[] = [
  ['l', '1'],
  ['l', 'i'],
  ['i', 'l'],
  ['o', '0'],
  ['m', 'rn'],
  ['rn', 'm'],
  ['w', 'vv'],
  ['vv', 'w'],
  ['d', 'cl'],
  ['cl', 'd'],
  ['e', '3'],
  ['s', '5'],
  ['g', 'q'],
  ['u', 'v'],
];
const suffixes = ['com', 'net', 'org', 'co', 'io', 'app', 'eu'];
/** Nobody can register below these (RFC 6761, RFC 2606). */
const reserved = ['test', 'example', 'invalid', 'localhost', 'local', 'internal', 'home.arpa', 'onion'];
const additions = ['-portal', '-login', '-support', '-billing', '-mail'];
export const mostLookalikes = 60;

/**
 * Names that a reader takes for the domain: two letters swapped, one left out or doubled, letters that look alike, another
 * suffix, a word added. Most deceptive kinds first, at most 60.
 */
export function lookalikeNames(label: string, suffix: string): readonly LookalikeName[] {
  const named = (list: readonly string[], how: string) => list.map((one) => ({ domain: `${one}.${suffix}`, how }));
  const at = [...label].map((_letter, index) => index);
  const similar = alike.flatMap(([from, to]) =>
    at.flatMap((index) =>
      label.startsWith(from, index) ? [label.slice(0, index) + to + label.slice(index + from.length)] : [],
    ),
  );
  const swapped = at.slice(1).map((i) => label.slice(0, i - 1) + label[i] + label[i - 1] + label.slice(i + 1));
  const shorter = label.length > 4 ? at.map((i) => label.slice(0, i) + label.slice(i + 1)) : [];
  const doubled = at.map((i) => label.slice(0, i) + label[i] + label.slice(i));
  const dashes = label.includes('-') ? [label.replaceAll('-', '')] : [];
  const others = reserved.includes(suffix) ? [] : suffixes.filter((one) => one !== suffix);
  const all = [
    ...others.map((one) => ({ domain: `${label}.${one}`, how: 'another suffix' })),
    ...named(similar, 'letters that look alike'),
    ...named(dashes, 'without the hyphen'),
    ...named(swapped, 'two letters swapped'),
    ...named(
      additions.map((word) => label + word),
      'a word added',
    ),
    ...named(shorter, 'a letter left out'),
    ...named(doubled, 'a letter doubled'),
  ];
  const own = `${label}.${suffix}`;
  const sound = all.filter(({ domain }) => domain !== own && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\./.test(domain));
  return [...new Map(sound.map((one) => [one.domain, one])).values()].slice(0, mostLookalikes);
}
