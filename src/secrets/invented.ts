/** `S0m3R@nd0mStr1ngOf32Chars`, `ChangeThisTo32CharactersLong`. */
const described =
  /some_?random|random_?(?:string|value|chars|characters)|\d\d_?(?:chars|characters|bytes)|chars_?long|characters_?long/;
const leet: Readonly<Record<string, string>> = {
  0: 'o',
  1: 'i',
  3: 'e',
  4: 'a',
  5: 's',
  7: 't',
  '@': 'a',
  $: 's',
  '!': 'i',
};

/** As it is read aloud: small letters, with the digits and signs that stand for letters taken for them. */
export function readAloud(text: string): string {
  return text.toLowerCase().replace(/[013457@$!]/g, (char) => leet[char] ?? char);
}

/** Words that people write where a secret will stand later. */
const words =
  /example|sample|dummy|placeholder|change[-_ ]?(?:me|this|it)|replace[-_ ]?(?:me|this|with)|your[-_ ]|[-_ ]your|<[^>]*>|insert[-_ ]|[-_ ]here\b|\bhere[-_ ]|redacted|xxxx|\*\*\*|\.\.\.|…|todo|fixme|not[-_]?a[-_]?real|fake|foo[-_]?bar|lorem|deadbeef|my[-_](?:secret|token|key|password|api)|test[-_](?:key|token|secret|api)|notreal|invalid|abcdefgh|12345678|87654321|qwerty|asdfgh/i;

const runs = ['0123456789', '9876543210', 'abcdefghijklmnopqrstuvwxyz', 'zyxwvutsrqponmlkjihgfedcba'];

/** `_these-are-not-the-keys_`: words, joined. */
const sentence = /(?:[a-z]{3,12}[-_]){3}[a-z]{3,12}(?![a-z])/;

/**
 * Whether a value is written as a stand-in: `xxxx`, `your-key-here`, `1234567890abcdef`, the same character again and
 * again. `body` is the value without the prefix that its provider gives.
 */
export function looksInvented(body: string): boolean {
  const plain = lettersOf(body);
  return writtenAsStandIn(body) || sentence.test(body) || repeats(plain) || inOrder(plain) || inTurns(plain);
}

const lettersOf = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

/** The same without a look at order: people do choose `Pass!12345` as a password. */
export function writtenAsStandIn(body: string): boolean {
  if (words.test(body) || described.test(body.toLowerCase()) || described.test(readAloud(body))) return true;
  const plain = lettersOf(body);
  if (plain.length < 4) return /^(.)\1*$/.test(body);
  if (new Set(plain).size <= Math.max(2, Math.min(6, plain.length / 6))) return true;
  return /(.)\1{6}/.test(plain);
}

/** `abcabcabc`, `1234512345`: one short piece again and again. */
function repeats(text: string): boolean {
  for (let size = 1; size <= Math.min(12, text.length / 3); size += 1) {
    const piece = text.slice(0, size);
    if (piece.repeat(Math.ceil(text.length / size)).startsWith(text)) return true;
  }
  return false;
}

/** `1a2b3c4d5e6f`: letters in order and digits in order, in turns. */
function inTurns(text: string): boolean {
  const letters = text.replace(/\d/g, '');
  const digits = text.replace(/\D/g, '');
  return (
    letters.length >= 4 &&
    digits.length >= 4 &&
    `${runs[2]}`.includes(letters) &&
    '12345678901234567890'.includes(digits)
  );
}

/** Most of it runs through the alphabet or the digits. */
function inOrder(text: string): boolean {
  let covered = 0;
  for (let at = 0; at < text.length; ) {
    let length = 1;
    while (at + length < text.length && runs.some((run) => run.includes(text.slice(at, at + length + 1)))) length += 1;
    // Chance does not count to six, except where there are only digits.
    if (length >= (/\d{12}/.test(text) ? 8 : 6)) return true;
    if (length >= 4) covered += length;
    // The next run may begin with the last of this one.
    at += Math.max(1, length - 1);
  }
  // Two such runs, `abcdef12345…`, are no chance in what is as short as a key.
  return covered >= text.length * 0.5 || (covered >= 10 && text.length <= 80);
}
