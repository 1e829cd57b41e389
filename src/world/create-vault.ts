import { spellingsOf } from './spellings.ts';
import type { Vault } from './vault.ts';

interface Spelling {
  readonly text: string;
  readonly name: string;
}

const shortest = 4;
const bits = 16;

/** A vault of this run's secrets. Text of megabytes against thousands of spellings stays linear: a filter on four characters. */
export function createVault(): Vault {
  const known = new Set<string>();
  const byPrefix = new Map<string, Spelling[]>();
  const filter = new Uint8Array(1 << bits);

  return {
    add(secret, name) {
      if (secret.length < shortest || known.has(secret)) return;
      known.add(secret);
      for (const text of spellingsOf(secret)) {
        const prefix = text.slice(0, shortest);
        const list = byPrefix.get(prefix) ?? [];
        byPrefix.set(prefix, list);
        if (list.some((each) => each.text === text)) continue;
        list.push({ text, name });
        list.sort((a, b) => b.text.length - a.text.length);
        filter[slot(text, 0)] = 1;
      }
    },
    redact(text) {
      if (known.size === 0) return text;
      let result = '';
      let copied = 0;
      // Overlapping finds are merged: cutting out only the first would leave the tail of the second.
      let open: { from: number; to: number; longest: Spelling } | undefined;
      const close = () => {
        if (!open) return;
        result += `${text.slice(copied, open.from)}[${open.longest.name}]`;
        copied = open.to;
        open = undefined;
      };
      for (let at = 0; at + shortest <= text.length; at += 1) {
        if (filter[slot(text, at)] === 0) continue;
        const list = byPrefix.get(text.slice(at, at + shortest));
        const found = list?.find((each) => text.startsWith(each.text, at));
        if (!found) continue;
        const to = at + found.text.length;
        if (open && at < open.to) {
          open.to = Math.max(open.to, to);
          if (found.text.length > open.longest.text.length) open.longest = found;
        } else {
          close();
          open = { from: at, to, longest: found };
        }
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
