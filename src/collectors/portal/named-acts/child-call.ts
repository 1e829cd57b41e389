import type { AskedFor } from '../crawl/ask-for-named.ts';
import { plainPath } from '../crawl/page-key.ts';
import { addedText } from '../writes/added-text.ts';
import { isActName, isStatePart } from './act-names.ts';

/** A text that a script adds below a record: `POST /tickets/{id}/comments { text }`. */
export interface ChildCall {
  readonly template: string;
  /** The last part of the address: `comments`. */
  readonly label: string;
  /** What the body holds besides the texts, as the script writes it. */
  readonly fixed: Readonly<Record<string, unknown>>;
  readonly texts: readonly string[];
}

const fieldLimit = 4;

/** The calls of scripts that add a text below a record; none whose body holds what is not known. */
export function childCalls(named: readonly AskedFor[]): readonly ChildCall[] {
  const found = new Map<string, ChildCall>();
  for (const { method, template, body = [], says = [] } of named) {
    if (method !== 'POST' || !URL.canParse(template) || body.length === 0 || body.length > fieldLimit) continue;
    const parts = template.replace(/[/?#]+$/, '').split('/');
    const [record, label] = [parts.at(-2) ?? '', parts.at(-1) ?? ''];
    if (!/^\{[^}]*\}$/.test(record) || !/^[a-z][\w-]*$/i.test(label) || isActName(label) || isStatePart(label))
      continue;
    const fixed = Object.fromEntries(
      body.flatMap((name) => {
        const value = says.find((one) => name in one)?.[name];
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
    const texts = body.filter((name) => !(name in fixed));
    const key = plainPath(template);
    if (texts.length > 0 && texts.every((name) => addedText.test(name)) && !found.has(key))
      found.set(key, { template, label, fixed, texts });
  }
  return [...found.values()];
}
