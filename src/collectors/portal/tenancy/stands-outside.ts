import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import { signOutWords } from '../words.ts';
import { type AnswerContent, exchangeContent } from './answer-text.ts';
import type { Setting } from './setting.ts';

interface Shown {
  readonly url: string;
  readonly content: AnswerContent;
  readonly source: string;
}
const fewestKinds = 4;

/**
 * Tells pages that stand outside the signed-in part of a portal: the owner sees neither the account's name nor a way out there,
 * as on many of its other pages. A shop window, or a page that was forgotten: a person decides. Claims nothing where the
 * portal's pages do not greet anyway.
 */
export function standsOutside(setting: Setting, owner: IdentityName): (page: Shown) => boolean {
  const self = (setting.session(owner)?.self ?? []).map((name) => name.toLowerCase());
  const greets = ({ content, source }: Omit<Shown, 'url'>) =>
    self.some((name) => content.text.toLowerCase().includes(name)) ||
    signOutWords.test(content.text) ||
    /\/(log|sign)[-_]?(out|off)\b/i.test(source);
  const kinds = setting.map.operations.flatMap((operation) => {
    const first = (operation.by.get(owner) ?? []).find(
      ({ exchange }) => exchange.afterSignIn && exchange.status < 300 && exchangeContent(exchange).kind === 'html',
    )?.exchange;
    return first ? [{ content: exchangeContent(first), source: first.body.toString('utf8') }] : [];
  });
  const greeting = kinds.filter(greets).length;
  if (greeting < fewestKinds || greeting < kinds.length / 4) return () => false;
  return (page) => page.content.kind === 'html' && isNamedOrKeyed(page.url) && !greets(page);
}

/** Public pages are named by words, or hold a key too long to guess; what a number or an id alone names is a record, printed or not. */
function isNamedOrKeyed(url: string): boolean {
  return isKeyed(url) || !partsOf(url).some(looksLikeId);
}

/** Whether whoever has the address was meant to have it: a part of it cannot be guessed. */
export const isKeyed = (url: string): boolean => keysOf(url).length > 0;

/** The parts of an address that cannot be guessed. */
export const keysOf = (url: string): readonly string[] => partsOf(url).filter(isKey);

function partsOf(url: string): readonly string[] {
  const { pathname, searchParams } = new URL(url);
  return [...pathname.split('/'), ...searchParams.values()];
}

/** Too long to guess, and no number, UUID or hash that records are filed under. */
function isKey(part: string): boolean {
  if (part.length < 16 || /^[0-9a-f-]+$/i.test(part)) return false;
  return looksLikeId(part) || /^(?=.*[a-z])(?=.*\d)[a-z\d]+$/i.test(part);
}
