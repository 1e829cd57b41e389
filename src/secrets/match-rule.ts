import type { Call } from './anchors.ts';
import { inDescription } from './described-text.ts';
import { looksInvented } from './invented.ts';
import { isPublished } from './published.ts';
import type { Doubt } from './rule.ts';
import { inRehearsedSection } from './settings-section.ts';
import type { RawHit } from './search-text.ts';
import type { TextKind } from './text-kind.ts';

interface Searched {
  readonly bytes: Buffer;
  readonly kind: TextKind;
  readonly live: boolean;
  readonly binary: boolean;
  readonly hits: RawHit[];
  readonly lastOf: Map<string, number>;
}

/** A word of context stands at most so far before the secret it announces. */
const behindContext = 160;

/** Tries a rule around its anchor and adds what it finds to the hits. */
export function hitsOfRule(call: Extract<Call, { do: 'rule' }>, from: number, to: number, state: Searched): void {
  const { rule, head, pattern } = call;
  const { bytes, hits, lastOf, kind } = state;
  if (head && insideWord(bytes, from)) return;
  if (rule.glance && !rule.glance(bytes, to)) return;
  if (to <= (lastOf.get(rule.id) ?? -1)) return;
  const start = Math.max(0, from - rule.before);
  const window = bytes.toString('latin1', start, Math.min(bytes.length, to + rule.reach));
  pattern.lastIndex = head ? from - start : 0;
  for (let match = pattern.exec(window); match !== null; match = pattern.exec(window)) {
    const groups = match.groups ?? {};
    const value = groups.v ?? groups.w ?? match[0];
    const at = match.index + Math.max(0, match[0].lastIndexOf(value));
    const absolute = start + at;
    if (match[0].length === 0) pattern.lastIndex += 1;
    if (start + match.index > to + behindContext) break;
    if (absolute + value.length <= (lastOf.get(rule.id) ?? -1)) continue;
    lastOf.set(rule.id, absolute + value.length);
    if (inLongBase64(bytes, absolute, absolute + value.length)) continue;
    if ((!rule.mayLookInvented && looksInvented(bodyOf(value))) || isPublished(value)) continue;
    const verdict = rule.accept ? rule.accept({ value, window, at, groups }) : {};
    if (!verdict) continue;
    const staged =
      !(verdict.issued ?? rule.issued) &&
      (kind.packaged ||
        (!state.live &&
          (kind.rehearsal ||
            (kind.form === 'code' && inDescription(bytes, absolute)) ||
            (kind.form === 'settings' && inRehearsedSection(bytes, absolute)))));
    const doubt: Doubt | undefined = verdict.doubt ?? (staged ? 'rehearsal' : undefined);
    // In a program nobody can say whether it is more than text of an example.
    if (doubt !== undefined && state.binary && rule.overLines === undefined) continue;
    hits.push({
      rule: rule.id,
      provider: rule.provider,
      grants: verdict.grants ?? rule.grants,
      exposure: verdict.exposure ?? rule.exposure,
      weight: doubt ? 'low' : (verdict.weight ?? rule.weight),
      value,
      from: absolute,
      to: absolute + value.length,
      via: [],
      shaped: true,
      ...(doubt ? { doubt } : {}),
      ...(verdict.until === undefined ? {} : { until: verdict.until }),
    });
  }
}

const plus = 43;
const slash = 47;
const longRun = 400;

/** Fonts and pictures written out in base64 hold the beginning of some token by chance, between `+` and `/`. */
function inLongBase64(bytes: Buffer, from: number, to: number): boolean {
  const cut = (byte: number | undefined) => byte === plus || byte === slash;
  if (!cut(bytes[from - 1]) && !cut(bytes[to])) return false;
  let left = from;
  while (left > 0 && from - left <= longRun && inBase64(bytes[left - 1] as number)) left -= 1;
  let right = to;
  while (right < bytes.length && right - to <= longRun && inBase64(bytes[right] as number)) right += 1;
  return from - left + (right - to) > longRun;
}

function inBase64(byte: number): boolean {
  return (byte >= 47 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === plus;
}

/** What a provider's prefix leaves: it is the drawn part. */
function bodyOf(value: string): string {
  return value.replace(/^[A-Za-z]{2,12}[_.-](?:(?:live|test|prod|proj|api\d*|v\d|pat|bot|secret)[_.-])*/i, '');
}

/** A letter or digit directly before, unless an escape ends there. */
function insideWord(bytes: Buffer, at: number): boolean {
  const byte = bytes[at - 1];
  if (byte === undefined) return false;
  const wordy = (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
  if (!wordy) return false;
  return !/(?:\\[nrtbf]|%[0-9A-Fa-f]{2}|\\u00[0-9A-Fa-f]{2}|\[[0-9;]{0,8}m)$/.test(
    bytes.toString('latin1', Math.max(0, at - 12), at),
  );
}
