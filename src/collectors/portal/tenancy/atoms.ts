import type { Leaf } from './answer-text.ts';
import { literal } from '../../../parse/literal.ts';

/** A value of the owner's that could prove a leak: raw, in memory only. */
export interface RawAtom {
  readonly value: string;
  readonly path: string;
  readonly type: string;
  readonly source: 'canary' | 'credential' | 'contact' | 'leaf' | 'together';
  /** Of a record of short values: all of them, which prove only together and each at its place. */
  readonly parts?: readonly Leaf[];
  /** How much those have to weigh. */
  readonly least?: number;
}

/**
 * Whether a leaf can carry proof: at least five characters, varied enough, no enum word, boolean, date, small number,
 * media type, language code or colour. Things that two strangers' records share by chance prove nothing.
 */
export function isAtomLike({ value, type }: Pick<Leaf, 'value' | 'type'>): boolean {
  const text = value.trim();
  if (type === 'boolean' || type === 'null' || text.length < 5 || text.length > 2000) return false;
  // Signs of a page's own code, cut out of a script.
  if ((text.match(/[\p{L}\p{N}]/gu) ?? []).length < 3) return false;
  if (/^-?\d+([.,]\d+)?$/.test(text))
    return text.replace(/\D/g, '').length >= 6 && !/^(\d)\1+$/.test(text) && !looksLikeTime(text);
  if (
    /^\d{4}-\d{2}-\d{2}([T ][\d:.]+(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) ||
    (/^\d{1,2}[./]\d{1,2}[./]\d{2,4}/.test(text) && !saysMore.test(text)) ||
    /^\d{1,2}:\d{2}/.test(text)
  )
    return false;
  if (/^[a-z]+([_-][a-z]+)*$/.test(text) && text.length < 24) return false;
  if (/^[A-Z]+(_[A-Z]+)*$/.test(text) && text.length < 24) return false;
  if (/^[A-Z][a-z]+$/.test(text) && text.length < 10) return false;
  if (
    /^(true|false|null|undefined|none|https?:|\/)$/i.test(text) ||
    /^(application|text|image|audio|video|font|multipart|model|message)\/[a-z0-9.+-]+(;.*)?$/i.test(text) ||
    /^#[0-9a-f]{3,8}$/i.test(text)
  )
    return false;
  if (
    /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*[ ,]/.test(text) &&
    text.length < 40
  )
    return false;
  return new Set(text.toLowerCase()).size >= 4;
}

/** What happened on a day, in words and figures of its own: "06/03 Expert sent, 250 EUR advanced". */
const saysMore = /^[\d./]+[ ,:-]+(?=.*\d{2})(?:[^\p{L}]*\p{L}{2,}){3}/u;

/** Seconds or milliseconds since 1970 within some years of now: changes with the clock, not with the owner. */
export function looksLikeTime(digits: string): boolean {
  const value = Number(digits);
  return (value > 1.5e9 && value < 2.2e9) || (value > 1.5e12 && value < 2.2e12);
}

/** The leaves that are equal in two answers: what changes by itself (nonces, request ids, clocks) proves nothing. */
export function stableLeaves(first: readonly Leaf[], second: readonly Leaf[]): readonly Leaf[] {
  const again = new Set(second.map((leaf) => leaf.value));
  const seen = new Set<string>();
  return first.filter((leaf) => {
    if (!again.has(leaf.value) || seen.has(leaf.value)) return false;
    seen.add(leaf.value);
    return true;
  });
}

const contactKey =
  /(^|[._\]>])(e-?mail|phone|mobile|tel|login|user_?name|display_?name|first_?name|last_?name|full_?name|given_?name|family_?name)$/i;

/** E-mail addresses, phone numbers and names of the account itself: seen alone they may be a directory, not a leak. */
export function isContact(leaf: Pick<Leaf, 'value' | 'path'>, self: readonly string[]): boolean {
  const value = leaf.value.trim().toLowerCase();
  if (
    self.some((name) => name.length >= 4 && (value.includes(name.toLowerCase()) || name.toLowerCase().includes(value)))
  )
    return true;
  if (/^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)) return true;
  return contactKey.test(leaf.path.replace(/\[\d+\]/g, ''));
}

/** Whether an answer's text holds a value: whole values only where the value is short, so that 10234 is not found in 9102345. */
export function holds(text: string, value: string): boolean {
  if (!text.includes(value)) return false;
  if (value.length >= 12) return true;
  const escaped = literal(value);
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(text);
}

/** A hint that never shows half of the value: nothing under 12 characters, else the first two. */
export function hintOf(value: string): string {
  return value.length < 12 ? '' : `${value.slice(0, 2)}…`;
}
