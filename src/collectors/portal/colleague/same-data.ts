import { looksLikeId } from '../crawl/page-key.ts';
import type { AnswerContent } from '../tenancy/answer-text.ts';
import { holds, type RawAtom } from '../tenancy/atoms.ts';
import { singleOf } from '../tenancy/known-references.ts';
import type { RawView } from '../tenancy/view.ts';

const most = 0.7;

/** Nearly all of these values: a title and a date of a refused record may stand in a list that everybody may read. */
export function mostlyIn(atoms: readonly RawAtom[], { content }: Pick<RawView, 'content'>): boolean {
  const held = atoms.filter((atom) => holds(content.text, atom.value)).length;
  return (held > 1 || isOneText(atoms)) && held > 0 && held >= atoms.length * most;
}

/** All that is telling is one text that somebody wrote: a finding, a note. Its title and date stand in lists. */
export function isOneText(atoms: readonly RawAtom[]): boolean {
  const [text = '', ...more] = atoms.map(({ value }) => value);
  return more.length === 0 && text.length >= 40 && (text.match(/\p{L}{2,}/gu) ?? []).length >= 6;
}

/** And nearly all that the refused answer says at all, besides what it was `asked` for: where much of it is short, a few telling values are not the whole. */
export function tellsAsMuch(
  refused: AnswerContent,
  { content }: Pick<RawView, 'content'>,
  asked: readonly string[] = [],
): boolean {
  const said = refused.leaves.filter(
    ({ type, value }) => type !== 'boolean' && type !== 'null' && value !== '' && !asked.includes(value),
  );
  const given = new Set(content.leaves.map(({ value }) => value));
  const held = said.filter(({ value }) => given.has(value) || (value.length > 4 && holds(content.text, value)));
  return said.length > 1 && held.length >= said.length * most;
}

/** Words of an address that stand for nothing of their own. */
const plainWords =
  /^(api|rest|rpc|app|web|data|list|index|page|pages|view|json|html|admin|account|accounts|settings?|portal|my|me|v\d+)$/i;

/** The page and what it reads are about the same: `/finance` and `/api/finance/report.json`. */
export function shareAName({ pathname, hash }: Pick<URL, 'pathname' | 'hash'>, template: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .split(/[/#!?.{}_-]+/)
      .filter((part) => part.length >= 4 && !plainWords.test(part) && !looksLikeId(part))
      .map(singleOf);
  const own = new Set(words(template));
  return words(`${pathname}${hash}`).some((word) => own.has(word));
}
