import { spellingsOf } from './spellings.ts';
import type { Vault } from './vault.ts';

/** Spellings that begin with the same four characters: looked up whole, longest first. */
interface Bucket {
  readonly names: Map<string, string>;
  lengths: readonly number[];
}

const shortest = 4;
const bits = 16;

/** A vault of this run's secrets. Megabytes of text against thousands of spellings stay linear: a filter on four characters. */
export function createVault(): Vault {
  const known = new Set<string>();
  const buckets = new Map<string, Bucket>();
  const filter = new Uint8Array(1 << bits);

  const longestAt = (text: string, at: number): { readonly length: number; readonly name: string } | undefined => {
    const bucket = buckets.get(text.slice(at, at + shortest));
    for (const length of bucket?.lengths ?? []) {
      const name = bucket?.names.get(text.slice(at, at + length));
      if (name !== undefined) return { length, name };
    }
    return undefined;
  };

  return {
    add(secret, name) {
      if (secret.length < shortest || known.has(secret)) return;
      known.add(secret);
      for (const text of spellingsOf(secret)) {
        const prefix = text.slice(0, shortest);
        const bucket: Bucket = buckets.get(prefix) ?? { names: new Map(), lengths: [] };
        buckets.set(prefix, bucket);
        if (!bucket.names.has(text)) bucket.names.set(text, name);
        if (!bucket.lengths.includes(text.length))
          bucket.lengths = [...bucket.lengths, text.length].sort((a, b) => b - a);
        filter[slot(text, 0)] = 1;
      }
    },
    redact(text) {
      if (known.size === 0) return text;
      let result = '';
      let copied = 0;
      // Overlapping finds are merged: cutting out only the first would leave the tail of the second.
      let open: { from: number; to: number; length: number; name: string } | undefined;
      const close = () => {
        if (!open) return;
        result += `${text.slice(copied, open.from)}[${open.name}]`;
        copied = open.to;
        open = undefined;
      };
      for (let at = 0; at + shortest <= text.length; at += 1) {
        if (filter[slot(text, at)] === 0) continue;
        const found = longestAt(text, at);
        if (!found) continue;
        const to = at + found.length;
        if (!open || at >= open.to) {
          close();
          open = { from: at, to, ...found };
          continue;
        }
        open.to = Math.max(open.to, to);
        if (found.length > open.length) Object.assign(open, found);
      }
      close();
      return copied === 0 ? text : result + text.slice(copied);
    },
  };
}

function slot(text: string, at: number): number {
  const mixed =
    text.charCodeAt(at) * 31_337 +
    text.charCodeAt(at + 1) * 7_919 +
    text.charCodeAt(at + 2) * 211 +
    text.charCodeAt(at + 3);
  return mixed & ((1 << bits) - 1);
}
