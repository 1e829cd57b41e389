/** A parameter that a script puts behind a list: `/briefs${closed ? '?archived=1' : ''}`. */
export interface NamedParameter {
  /** The last word of the path before it. */
  readonly word: string;
  readonly name: string;
  /** As written; of what is put in at run time, the usual ways to say yes. */
  readonly values: readonly string[];
}

const most = 60;
const path = String.raw`\/([a-z][\w-]{2,40})`;
const value = '(?:([\\w.-]{1,24})(?=["\'`&])|(?=\\$\\{|["\'`]\\s*[+,]))';
const parameter = `\\?([A-Za-z_][\\w-]{1,30})=${value}`;
const [glued, outright] = [
  new RegExp(`${path}(?:["'\`]\\s*\\+\\s*\\(?|\\$\\{)[^"'\`{}]{0,80}["'\`]${parameter}`, 'g'),
  new RegExp(`${path}${parameter}`, 'g'),
];

/** What is left out of a list at first, by the names that portals have for it. */
const widens =
  /^(all|archived?|deleted|trashed|removed|inactive|disabled|closed|hidden|expired|past|everyone)$|^(include|with|show|only)[_-]?[a-z]/i;

/** Parameters that a script names behind the path of a list, one literal or one that says yes or no. Nothing is guessed beyond what is written. */
export function parametersInScript(text: string): readonly NamedParameter[] {
  const found = new Map<string, NamedParameter>();
  for (const pattern of [glued, outright])
    for (const [, word = '', name = '', literal] of text.matchAll(pattern)) {
      if (found.size >= most) break;
      if (literal === undefined && !widens.test(name)) continue;
      const key = `${word} ${name} ${literal ?? ''}`;
      if (!found.has(key)) found.set(key, { word, name, values: literal === undefined ? ['1', 'true'] : [literal] });
    }
  return [...found.values()];
}
