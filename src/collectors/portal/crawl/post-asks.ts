import type { CallParameter } from '../../../parse/script/calls-in-script.ts';
import type { Exchange } from '../exchange.ts';
import { isRead, writesByName } from '../operations/is-read.ts';
import { dangerWords, sessionNames } from '../words.ts';
import { addressesOf, searches } from './fill-address.ts';
import type { PlacedCall } from './place-calls.ts';
import type { References } from './references-of.ts';

/** A request with a body that a script would send; `headers` beside those that the pages add. */
export interface SentAsk {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly body?: string;
}

const perCall = 2;
/** What says which rows or in what manner, and may be left out. */
const canBeLeftOut =
  /^(page|limit|offset|skip|take|size|per_?page|cursor|sort\w*|order(by)?|dir|lang|locale|format|from|to|since|until|start|end|year|month|period|range|date\w*|tz|include\w*|expand|with|fields|status|state|type|filters?)$/i;

/**
 * Reads by POST that the portal's scripts name and no page sent, with ids that answers gave: `POST /employee-card {"employeeId":7}`. Only
 * what reads by its own words is among them, and nothing whose body wants more than references, a word to search for and what is written down.
 */
export function postAsks(
  calls: readonly PlacedCall[],
  exchanges: readonly Exchange[],
  references: References,
): readonly SentAsk[] {
  return calls.flatMap(({ method, template, sent }): readonly SentAsk[] => {
    if (method !== 'POST' || !sent || sessionNames.test(template) || isSent(template, exchanges)) return [];
    if (sent.some(({ value }) => value !== undefined && (writesByName(value) || dangerWords.test(value)))) return [];
    const urls = addressesOf(template, [], references).slice(0, perCall);
    const words = template.split('/').flatMap((one) => one.split(/(?=[A-Z])|[-_.]+/));
    const bodies = bodiesOf(sent, words, references);
    return urls
      .flatMap((url) => bodies.map((body): SentAsk => ({ url, method: 'POST', body })))
      .filter(({ url, body }) => isRead('POST', url, { 'content-type': 'application/json' }, body))
      .slice(0, perCall);
  });
}

function isSent(template: string, exchanges: readonly Exchange[]): boolean {
  const parts = template.split(/\{[^}]*\}/).map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('[^/]+')}/?$`);
  return exchanges.some(
    (one) => one.method === 'POST' && one.status < 400 && pattern.test(one.url.split(/[?#]/)[0] ?? ''),
  );
}

/** Bodies as JSON, each with another record; none where something is wanted that no answer gave. */
export function bodiesOf(
  sent: readonly CallParameter[],
  words: readonly string[],
  references: References,
): readonly string[] {
  const inputs = inputsOf(sent, words, references);
  return inputs.map((one) => JSON.stringify(one));
}

/** The same as values. `sent` empty: an input without anything in it. */
export function inputsOf(
  sent: readonly CallParameter[],
  words: readonly string[],
  references: References,
): readonly Readonly<Record<string, unknown>>[] {
  let inputs: readonly Readonly<Record<string, unknown>>[] = [{}];
  for (const field of sent) {
    const { name, value } = field;
    if (value !== undefined) inputs = inputs.map((one) => ({ ...one, [name]: literal(value) }));
    else if (searches.test(name)) {
      const word = references.wordAbout(words);
      if (word === undefined) return [];
      inputs = inputs.map((one) => ({ ...one, [name]: word }));
    } else {
      const values = references.ofField(field, words).slice(0, perCall);
      if (values.length === 0 && !canBeLeftOut.test(name)) return [];
      const put = (one: object, text: string) => ({ ...one, [name]: asAnswered(name, text, references) });
      if (values.length > 0) inputs = inputs.flatMap((one) => values.map((text) => put(one, text))).slice(0, perCall);
    }
  }
  return inputs;
}

/** A number where answers gave it as one; in a list where the name is plural. */
function asAnswered(name: string, text: string, references: References): unknown {
  const value = references.isNumber(text) ? Number(text) : text;
  return /ids$|Ids$/.test(name) ? [value] : value;
}

const literal = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text);
