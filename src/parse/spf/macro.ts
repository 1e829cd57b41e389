/** One `%{…}` of a macro-string (RFC 7208 §7.1). */
export interface Macro {
  readonly letter: string;
  /** Keep that many parts from the right; undefined keeps all. */
  readonly keep?: number;
  readonly reverse: boolean;
  readonly delimiters: string;
  /** An upper-case letter asks for URL escaping. */
  readonly urlEscaped: boolean;
}
/** Literal text and macros in order. */
export type MacroString = readonly (string | Macro)[];

const expansion = /^%(?:([%_-])|\{([A-Za-z])(\d*)([rR]?)([.\-+,/_=]*)\})/;
const shorthand: Readonly<Record<string, string>> = { '%': '%', _: ' ', '-': '%20' };
const letters = 'slodiphcrtv';
const explanationOnly = 'crt';

export type ParsedMacros =
  | { readonly value: MacroString; readonly endsWithMacro: boolean }
  | { readonly problem: string };

/**
 * Reads a macro-string. `c`, `r` and `t` are allowed in explanation texts only, which may hold spaces too
 * (RFC 7208 §7.2, §6.2).
 */
export function parseMacros(text: string, use: 'domain' | 'explanation' | 'modifier'): ParsedMacros {
  const value: (string | Macro)[] = [];
  let literal = '';
  let endsWithMacro = false;
  for (let rest = text; rest !== ''; ) {
    if (!rest.startsWith('%')) {
      const character = rest[0] ?? '';
      if (character < '!' || character > '~') {
        const space = character === ' ' && use === 'explanation';
        if (!space) return { problem: `the character ${shown(character)} is not allowed` };
      }
      literal += character;
      endsWithMacro = false;
      rest = rest.slice(1);
      continue;
    }
    const [whole, short, letter = '', digits = '', reverse = '', delimiters = ''] = expansion.exec(rest) ?? [];
    if (whole === undefined) return { problem: `"${rest.slice(0, 12)}" is no macro` };
    if (short !== undefined) literal += shorthand[short] ?? '';
    else {
      const name = letter.toLowerCase();
      if (!letters.includes(name)) return { problem: `there is no macro letter "${letter}"` };
      if (use === 'domain' && explanationOnly.includes(name))
        return { problem: `the macro "${letter}" is for explanations only` };
      if (/^0+$/.test(digits)) return { problem: `"${whole}" keeps no part` };
      if (literal !== '') value.push(literal);
      literal = '';
      value.push({
        letter: name,
        ...(digits === '' ? {} : { keep: Number(digits) }),
        reverse: reverse !== '',
        delimiters: delimiters || '.',
        urlEscaped: letter !== name,
      });
    }
    endsWithMacro = true;
    rest = rest.slice(whole.length);
  }
  if (literal !== '') value.push(literal);
  return { value, endsWithMacro };
}

/** toplabel (RFC 7208 §7.1): not all digits, no hyphen at either end; one closing dot may follow. */
const domainEnd = /\.(?:[a-z0-9]*[a-z][a-z0-9]*|[a-z0-9]+-[a-z0-9-]*[a-z0-9])\.?$/i;

/** A domain-spec: a macro-string that ends in a macro or in a top label. */
export function parseDomainSpec(text: string): { readonly value: MacroString } | { readonly problem: string } {
  if (text === '') return { problem: 'the domain is missing' };
  const parsed = parseMacros(text, 'domain');
  if ('problem' in parsed) return parsed;
  const last = parsed.value.at(-1);
  if (!parsed.endsWithMacro && !(typeof last === 'string' && domainEnd.test(last)))
    return { problem: `"${text}" does not end in a domain name` };
  return { value: parsed.value };
}

/** The text where no macro stands in it, else undefined. */
export function literalOf(value: MacroString): string | undefined {
  return value.every((part) => typeof part === 'string') ? value.join('') : undefined;
}

/** Expands with the given values; `p` alone may need a look-up, hence the promise. */
export async function expandMacros(
  value: MacroString,
  valueFor: (letter: string) => string | Promise<string>,
): Promise<string> {
  let text = '';
  for (const part of value) {
    if (typeof part === 'string') text += part;
    else text += transformed(await valueFor(part.letter), part);
  }
  return text;
}

function transformed(raw: string, { keep, reverse, delimiters, urlEscaped }: Macro): string {
  const parts: string[] = [''];
  for (const character of raw) {
    if (delimiters.includes(character)) parts.push('');
    else parts[parts.length - 1] += character;
  }
  if (reverse) parts.reverse();
  const text = (keep === undefined ? parts : parts.slice(-keep)).join('.');
  return urlEscaped ? text.replace(/[^A-Za-z0-9\-._~]/g, percent) : text;
}

function percent(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}

function shown(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0x20 && code < 0x7f ? `"${character}"` : `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

const longestName = 253;

/** A name for a query: labels are dropped from the left until it fits (RFC 7208 §7.3). */
export function fitName(name: string): string {
  let fitted = name.replace(/\.$/, '');
  while (fitted.length > longestName && fitted.includes('.')) fitted = fitted.slice(fitted.indexOf('.') + 1);
  return fitted;
}
