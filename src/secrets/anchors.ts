import { base64Words } from './decode/base64.ts';
import { codesBehind, joinedAt, listBefore, listBehind, type ReadPieces } from './decode/pieces.ts';
import { createPrefilter, type Prefilter } from './prefilter.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules/index.ts';

/** What an anchor calls for where it is found. */
export type Call =
  | { readonly do: 'rule'; readonly rule: Rule; readonly pattern: RegExp; readonly head: boolean }
  | { readonly do: 'name' }
  | { readonly do: 'base64'; readonly exact: string }
  | { readonly do: 'data-address' }
  | { readonly do: 'zipped-base64' }
  | { readonly do: 'percent' }
  | { readonly do: 'escape' }
  | { readonly do: 'pieces'; readonly read: ReadPieces };

export interface Anchors {
  readonly words: readonly string[];
  /** What each word calls for, by its index. */
  readonly calls: readonly (readonly Call[])[];
  readonly prefilter: Prefilter;
}

const names = [
  'pass',
  'pwd',
  'psw',
  'pswd',
  '_pw',
  'secret',
  'token',
  'key',
  'auth',
  'cred',
  'salt',
  'pepper',
  'psk',
  'jwt',
  'mdp',
  'senha',
  'contrasena',
  'wachtwoord',
];
const inPieces: readonly (readonly [ReadPieces, readonly string[]])[] = [
  [joinedAt, [`' +`, `" +`, `'+`, `"+`, `' .`, `" .`]],
  [listBefore, [`.join("")`, `.join('')`]],
  [listBehind, [`"".join([`, `''.join([`, `"".join((`, `''.join((`]],
  [
    codesBehind,
    [
      'fromcharcode(',
      'bytes([',
      'bytearray([',
      'buffer.from([',
      'array.from([',
      'uint8array([',
      '[]byte',
      'byte[]',
      'char[]',
    ],
  ],
];

let made: Anchors | undefined;

/** All anchors of all rules, names and encodings in one automaton; made once a thread. */
export function anchors(): Anchors {
  made ??= build();
  return made;
}

function build(): Anchors {
  const table = new Map<string, Call[]>();
  const add = (word: string, call: Call) => {
    const list = table.get(word) ?? [];
    list.push(call);
    table.set(word, list);
  };
  for (const rule of rules)
    for (const word of rule.anchors) {
      const head = startsWithAnchor(rule, word);
      add(word, { do: 'rule', rule, head, pattern: head ? new RegExp(rule.pattern.source, 'y') : rule.pattern });
    }
  for (const word of names) add(word, { do: 'name' });
  for (const exact of base64Words()) add(exact.toLowerCase(), { do: 'base64', exact });
  add('base64,', { do: 'data-address' });
  add('h4sia', { do: 'zipped-base64' });
  add('%3a%2f%2f', { do: 'percent' });
  for (const digit of '234567') {
    add(`\\u00${digit}`, { do: 'escape' });
    add(`\\x${digit}`, { do: 'escape' });
  }
  for (const [read, signs] of inPieces) for (const sign of signs) add(sign, { do: 'pieces', read });
  const words = [...table.keys()];
  return { words, calls: words.map((word) => table.get(word) ?? []), prefilter: createPrefilter(words) };
}

/** The match begins with the anchor: then the character before it decides at once in most cases. */
function startsWithAnchor({ pattern }: Rule, word: string): boolean {
  const body = pattern.source.slice(pattern.source.indexOf('(?<v>') + 5).replace(/^\(\?<!_\)/, '');
  return pattern.source.startsWith('(?:(?<![A-Za-z0-9])') && body.toLowerCase().replaceAll('\\', '').startsWith(word);
}
