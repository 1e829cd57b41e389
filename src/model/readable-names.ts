import { domainToUnicode } from 'node:url';

const encoded = /(?<![\w.-])(?:[a-z0-9-]+\.)*xn--[a-z0-9-]+(?:\.[a-z0-9-]+)*/gi;

/**
 * Names of other scripts travel through DNS as `xn--…` (RFC 3492). The first time such a name stands in a sentence, what
 * people read stands beside it; the encoded form stays, since two names can look the same and not be.
 */
export function readableNames(text: string): string {
  const met = new Set<string>();
  return text.replace(encoded, (name) => {
    const key = name.toLowerCase();
    const readable = met.has(key) ? '' : domainToUnicode(name);
    met.add(key);
    return readable === '' || readable === key ? name : `${name} (${readable})`;
  });
}
