import { proceduresInScript, type ScriptProcedure } from '../../../parse/script/procedures-in-script.ts';
import type { Exchange } from '../exchange.ts';
import { isRead, writesByName } from '../operations/is-read.ts';
import { marksInWords } from '../operations/procedure-words.ts';
import { splitBatch } from '../operations/split-batch.ts';
import { dangerWords, sessionNames } from '../words.ts';
import { inputsOf, type SentAsk } from './post-asks.ts';
import { procedureCalled, withProcedure } from './procedure-request.ts';
import type { References } from './references-of.ts';

const proceduresAtMost = 40;

/**
 * Procedures that the portal's scripts name and no page was seen to call, in the manner of those that were (tRPC, oRPC, JSON-RPC, persisted
 * GraphQL): only what reads by the call that names it or by its own words, with ids that answers gave.
 */
export function procedureAsks(
  texts: readonly string[],
  exchanges: readonly Exchange[],
  references: References,
): readonly SentAsk[] {
  const seen = exchanges
    .filter((one) => one.status < 400 && one.afterSignIn)
    .flatMap(splitBatch)
    .flatMap((one) => {
      const called = procedureCalled(one, texts);
      return called && (one.reads || isRead(one.method, one.url, one.requestHeaders, one.requestBody))
        ? [{ ...called, one }]
        : [];
    });
  if (seen.length === 0) return [];
  const known = new Set(seen.map(({ name }) => name));
  const wanted = new Map<string, ScriptProcedure>();
  for (const text of texts)
    for (const one of proceduresInScript(text, known)) {
      const name = nameAmong(one.parts, [...known]);
      if (name !== undefined && !known.has(name) && !acts(name) && !wanted.has(name)) wanted.set(name, one);
    }
  return [...wanted].slice(0, proceduresAtMost).flatMap(([name, { input, parts, reads }]): readonly SentAsk[] => {
    const kind = name.split(/[./:]/)[0];
    const ofKind = seen.filter((one) => one.name.split(/[./:]/)[0] === kind);
    const like = fullest(ofKind) ?? fullest(seen);
    if (!like) return [];
    const words = parts.flatMap((part) => [part, ...part.split(/(?=[A-Z])/)]).map((one) => one.toLowerCase());
    const [only] = input;
    const values =
      only?.name === ''
        ? references.ofField({ ...only, name: only.by ?? 'id' }, words).slice(0, 2)
        : inputsOf(input, words, references);
    return values.flatMap((value): readonly SentAsk[] => {
      const ask = withProcedure(like, name, input.length === 0 ? undefined : value, texts);
      if (!ask) return [];
      if (like.how === 'persisted' && !reads && !looksAt.test(name)) return [];
      const isGet = ask.method === 'GET' && reads;
      return isGet || isRead(ask.method, ask.url, { 'content-type': 'application/json' }, ask.body) ? [ask] : [];
    });
  });
}

/** Names of operations of which nothing tells but the name that they read. */
const looksAt =
  /^_?(get|list|find|search|fetch|load|view|show|lookup|all)(?![a-z])|By[A-Z]\w*$|(Query|Details?|Overview|List|Page|View|Info|Summary|Profile|History|Timeline|Stats|Totals?|Count|Search|Lookup|Options|Suggestions|Card|Sheet)$/;

/** What is read through no procedure of a harmless name: it acts, ends a session, or notes that something was seen. */
function acts(name: string): boolean {
  const words = name.replace(/([a-z])(?=[A-Z])/g, '$1 ').replace(/[./:_-]+/g, ' ');
  return (
    writesByName(name) ||
    dangerWords.test(words) ||
    sessionNames.test(name) ||
    marksInWords(name.split(/[./:]/).at(-1) ?? '')
  );
}

const fullest = <One extends { readonly size: number }>(list: readonly One[]): One | undefined =>
  list.toSorted((one, other) => other.size - one.size)[0];

/** The chain written as the known names are, without what stands for the client: as many parts as a known one that begins alike, else as most have. */
function nameAmong(parts: readonly string[], known: readonly string[]): string | undefined {
  const sign = known.map((name) => /[./:]/.exec(name)?.[0]).find((one) => one !== undefined) ?? '.';
  const split = known.map((name) => name.split(/[./:]/));
  const begins = parts.findIndex(
    (part, at) => at < parts.length - 1 && split.some(([first], _i, all) => first === part && all.length > 0),
  );
  const lengths = new Set(split.map((one) => one.length));
  const from = begins >= 0 ? begins : lengths.size === 1 ? parts.length - ([...lengths][0] ?? 0) : 0;
  const own = parts.slice(Math.max(0, from));
  return own.length === 0 || from < 0 || !(begins >= 0 || lengths.has(own.length)) ? undefined : own.join(sign);
}
