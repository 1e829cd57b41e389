/** Bits a character by how often each occurs (Shannon 1948). */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const char of text) counts.set(char, (counts.get(char) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

const hex = /^[0-9a-f]+$|^[0-9A-F]+$/;
export const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export function isHex(text: string): boolean {
  return hex.test(text);
}

/** Letter pairs that are rare in words of European languages and common in chance. */
const rarePair =
  /[bcdfghjklmnpqrstvwxz]{5}|q[^u]|[jqvxz][bcdfghjklmnpqrstvwxz]|[bcdfghjklmnpqrstvwxz][jqx]|[fhkpvw][bdgjqvxz]|[aeiou]{4}/gi;

/**
 * Whether a value looks drawn by chance rather than written by a person: kinds of characters change often, pieces are no
 * words. Names, paths, sentences, versions and class lists are written; keys are drawn.
 */
export function looksDrawn(text: string): boolean {
  const length = text.length;
  if (length < 12) return false;
  const entropy = entropyOf(text);
  if (isHex(text)) return length >= 16 && entropy >= 2.9 && /\d/.test(text) && /[a-f]/i.test(text);
  if (entropy < Math.min(3.3, Math.log2(length) - 0.8)) return false;
  const body = text.replace(/={1,2}$/, '');
  if (thickWithSigns(body, entropy) || mashed(body)) return true;
  const classes = [...body].map(kindOf);
  let changes = 0;
  for (let at = 1; at < classes.length; at += 1) {
    const [one, other] = [classes[at - 1], classes[at]];
    // A capital that begins a word, and a separator between words, are what people write.
    if (one !== other && !(one === 'U' && other === 'L') && one !== 'S' && other !== 'S') changes += 1;
  }
  const digits = classes.filter((kind) => kind === 'D').length;
  const rate = changes / body.length;
  if (digits > 0 && rate >= 0.22) return true;
  const rare = (body.match(rarePair) ?? []).length / body.length;
  if (digits > 0 && rate >= 0.12 && rare >= 0.05) return true;
  return (length >= 16 && rare >= 0.09 && (rate >= 0.08 || rare >= 0.14)) || (rare >= 0.06 && brokenWords(body));
}

/** Letters alone whose capitals begin no words: `olvQpEaHNMlenWp`. */
function brokenWords(text: string): boolean {
  const parts = /^[A-Za-z]+$/.test(text) ? (text.match(/[A-Z]?[a-z]+|[A-Z]+/g) ?? []) : [];
  return parts.length >= 5 && text.length / parts.length < 2.7;
}

/** Struck on the keyboard: long runs of letters with too few vowels for any language. */
function mashed(text: string): boolean {
  const run = /[a-z]{20,}/.exec(text)?.[0] ?? '';
  return run !== '' && (run.match(/[aeiouy]/g) ?? []).length < run.length * 0.27;
}

/** Drawn from letters, digits and signs, as Django and password stores do. */
function thickWithSigns(text: string, entropy: number): boolean {
  const signs = text.match(/[!@#$%^&*()=+~?]/g) ?? [];
  return (
    text.length >= 16 &&
    entropy >= 3.8 &&
    signs.length >= 4 &&
    new Set(signs).size >= 3 &&
    (text.match(/\d/g) ?? []).length >= 2 &&
    !/[A-Za-z]{7}.*[A-Za-z]{7}/.test(text.replace(/^[a-z]+-[a-z]+-/, ''))
  );
}

function kindOf(char: string): 'U' | 'L' | 'D' | 'S' {
  if (char >= 'a' && char <= 'z') return 'L';
  if (char >= 'A' && char <= 'Z') return 'U';
  return char >= '0' && char <= '9' ? 'D' : 'S';
}
