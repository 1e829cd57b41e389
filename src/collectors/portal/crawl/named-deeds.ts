import type { ScriptCall } from '../../../parse/script/calls-in-script.ts';
import { actionWords } from '../actions/action-words.ts';

/** What is done to a record, by the one word that addresses end with. */
const deeds =
  /^(?:cancel|archive|unarchive|close|reopen|complete|finish|resolve|confirm|withdraw|retire|suspend|escalate|claim|lock|unlock|restore|pause|resume|acknowledge|activate|deactivate|pin|unpin|hide|unhide|accept|decline|approve|reject|deny|release|override|void|expire|snooze|dismiss)$/i;
const deedsAtMost = 8;

/**
 * Calls that put the last word of the address in, `/orders/{id}/{how}`, by the words that the same script has for it as texts of their own:
 * `act("Archive", "archive")`. The calls as they are where it has none.
 */
export function withDeeds(calls: readonly ScriptCall[], text: string): readonly ScriptCall[] {
  if (!calls.some(isOpen)) return calls;
  const words = [...text.matchAll(/(["'`])([a-z][a-z-]{2,20})\1/g)].map(([, , word = '']) => word);
  const found = [...new Set(words)]
    .filter((word) => deeds.test(word) || (!word.includes('-') && actionWords.test(word)))
    .slice(0, deedsAtMost);
  return calls.flatMap((one) =>
    isOpen(one)
      ? [one, ...found.map((word) => ({ ...one, path: one.path.replace(/\{[^}]*\}$/, word), maybe: true as const }))]
      : [one],
  );
}

const isOpen = ({ method, path }: ScriptCall) =>
  /^(?:POST|PATCH|PUT)$/.test(method ?? '') && /[a-z]\/\{[^}]*\}\/\{[^}]*\}$/i.test(path);
