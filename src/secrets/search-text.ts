import { anchors, type Call } from './anchors.ts';
import { readAssignment } from './assignment.ts';
import { base64Around, isText } from './decode/base64.ts';
import { doubtInDescription } from './described-text.ts';
import { joinsSideBySide, sideBySide, unescapeCode, unescapePercent } from './decode/escapes.ts';
import { joinedAt, type ReadPieces } from './decode/pieces.ts';
import { hitsOfRule } from './match-rule.ts';
import { namedSecret } from './named-secret.ts';
import { withoutOverlaps } from './overlaps.ts';
import { createHits, type PrefilterHits } from './prefilter.ts';
import type { Doubt, Exposure, Weight } from './rule.ts';
import { describesApi, type TextKind, textKindOf } from './text-kind.ts';
import { addColumns } from './table-columns.ts';
import { type Zone, zoneOfCoded, zonesOfJoined } from './zone.ts';

/** A secret in a text: raw, memory only. Offsets are bytes of the text that was searched. */
export interface RawHit {
  readonly rule: string;
  readonly provider: string;
  readonly grants: string;
  readonly exposure: Exposure;
  readonly weight: Weight;
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** How it was written, outermost first: base64, percent, escapes, joined. */
  readonly via: readonly string[];
  /** Known by its shape, not by the name beside it. */
  readonly shaped: boolean;
  /** The name that was given the value, where that is how it is known. */
  readonly name?: string;
  readonly doubt?: Doubt;
  /** When it ends by itself (ISO 8601). */
  readonly until?: string;
}

/** Something inside a text that is a document of its own: an inline source map, a packed archive. */
export interface Inner {
  readonly name: string;
  readonly bytes: Buffer;
  readonly from: number;
}

export interface TextFindings {
  readonly hits: readonly RawHit[];
  readonly inner: readonly Inner[];
  /** Where secrets over many lines are announced. */
  readonly zones: readonly Zone[];
}

export interface SearchOptions {
  /** Programs and media: only secrets of known shape, names prove nothing there. */
  readonly binary?: boolean;
  readonly depth?: number;
  /** What is deployed, served or logged: nothing there is a rehearsal, wherever it stands. */
  readonly live?: boolean;
  /** The whole text describes an API: what stands in it are examples. Looked up in the text unless given, as for a piece. */
  readonly examples?: boolean;
}

const deepest = 3;
const longestBase64 = 256 * 1024;
const longestDataAddress = 24 * 1024 * 1024;
const decodedBudget = 64 * 1024 * 1024;

interface State {
  readonly bytes: Buffer;
  readonly path: string;
  readonly kind: TextKind;
  readonly depth: number;
  readonly binary: boolean;
  readonly live: boolean;
  readonly hits: RawHit[];
  readonly inner: Inner[];
  readonly lastOf: Map<string, number>;
  readonly zones: Zone[];
  skipTo: number;
  budget: number;
}

/** All secrets of a text, however they are written. One pass finds where to look; only there patterns are tried. */
export function searchText(bytes: Buffer, path: string, options: SearchOptions = {}): TextFindings {
  const table = anchors();
  const kind = textKindOf(path);
  const made = (kind.form === 'settings' || kind.form === 'json') && (options.examples ?? describesApi(bytes));
  const state: State = {
    bytes,
    path,
    kind: made ? { ...kind, rehearsal: true } : kind,
    depth: options.depth ?? 0,
    binary: options.binary === true,
    live: options.live === true,
    hits: [],
    inner: [],
    lastOf: new Map(),
    zones: [],
    skipTo: 0,
    budget: decodedBudget,
  };
  const places = placesAt(state.depth);
  table.prefilter.search(bytes, places);
  for (let at = 0; at < places.count; at += 1) {
    const word = places.anchors[at] as number;
    const end = places.ends[at] as number;
    for (const call of table.calls[word] as readonly Call[])
      answer(call, end - (table.words[word] as string).length, end, state);
  }
  if (state.depth === 0 && joinsSideBySide.test(path) && !state.binary)
    for (const at of sideBySide(bytes.toString('latin1'))) decodePieces(joinedAt, at, at + 1, state);
  if (state.depth === 0 && !state.binary) addColumns(bytes, path, state);
  return { hits: withoutOverlaps(state.hits), inner: state.inner, zones: state.zones };
}

/** One list a depth: a text inside this one is searched while this one's list is read. */
const lists: PrefilterHits[] = [];
function placesAt(depth: number): PrefilterHits {
  lists[depth] ??= createHits();
  return lists[depth];
}

function answer(call: Call, from: number, to: number, state: State): void {
  if (from < state.skipTo) return;
  switch (call.do) {
    case 'rule':
      if (call.rule.overLines && call.rule.glance?.(state.bytes, to) !== false)
        state.zones.push({ from: from - call.rule.before, to: to + call.rule.reach });
      hitsOfRule(call, from, to, state);
      return;
    case 'name': {
      if (state.binary || state.kind.lockFile || to <= (state.lastOf.get('name') ?? -1)) return;
      const assignment = readAssignment(state.bytes, from, to, state.bytes.length);
      if (!assignment) return;
      state.lastOf.set('name', assignment.nameFrom + assignment.name.length);
      state.hits.push(...namedSecret(assignment, state.bytes, state.kind));
      return;
    }
    case 'base64':
      decodeBase64(call.exact, from, to, state);
      return;
    case 'data-address':
      dataAddress(from, to, state);
      return;
    case 'zipped-base64':
      zippedBase64(from, state);
      return;
    case 'percent':
      decodeRun('percent', from, /[^\s"'`<>]/, unescapePercent, state);
      return;
    case 'escape':
      decodeRun('escapes', from, /[^\s"'`<>]/, unescapeCode, state);
      return;
    case 'pieces':
      decodePieces(call.read, from, to, state);
      return;
  }
}

/** What a decoded text is, and how much of it stood before the coded one: that is searched where it stands. */
interface Decoded {
  readonly bytes: Buffer;
  readonly via: string;
  readonly before?: number;
}

/** Searches a decoded text and reports what it holds at the place of the coded one. */
function searchDecoded({ bytes, via, before = 0 }: Decoded, from: number, to: number, state: State): void {
  if (state.depth >= deepest || bytes.length > state.budget) return;
  state.budget -= bytes.length;
  const found = searchText(bytes, state.path, { depth: state.depth + 1, binary: state.binary, live: state.live });
  for (const hit of found.hits)
    if (hit.to > before)
      state.hits.push({ ...hit, ...doubtInDescription(hit, state, from), from, to, via: [via, ...hit.via] });
  if (found.zones.length > 0) state.zones.push(zoneOfCoded(from, to));
  for (const one of found.inner) state.inner.push({ ...one, from });
}

function decodeBase64(exact: string, from: number, to: number, state: State): void {
  if (to <= (state.lastOf.get('base64') ?? -1) || state.bytes.toString('latin1', from, to) !== exact) return;
  const run = base64Around(state.bytes, from, longestBase64);
  if (!run) return;
  const near = Math.floor(((from - run.from) * 3) / 4);
  if (!isText(run.decoded, near - 24, near + 48)) return;
  state.lastOf.set('base64', run.to);
  const whole = isText(run.decoded);
  let start = whole ? 0 : near;
  let end = whole ? run.decoded.length : near;
  while (start > 0 && isText(run.decoded, start - 16, start)) start -= 16;
  while (end < run.decoded.length && isText(run.decoded, end, end + 16)) end += 16;
  searchDecoded({ bytes: run.decoded.subarray(start, end), via: 'base64' }, run.from, run.to, state);
}

function dataAddress(from: number, to: number, state: State): void {
  const head = state.bytes.toString('latin1', Math.max(0, from - 80), from).toLowerCase();
  const data = head.lastIndexOf('data:');
  if (data < 0 || state.depth >= deepest) return;
  const run = base64Around(state.bytes, to, longestDataAddress);
  if (/image|font|audio|video|wasm|octet|pdf/.test(head.slice(data))) {
    // What looks like a key in the letters of a picture is chance.
    state.skipTo = run?.to ?? 0;
    return;
  }
  if (!run || run.decoded.length > state.budget) return;
  state.lastOf.set('base64', run.to);
  state.budget -= run.decoded.length;
  const name = /json/.test(head.slice(data)) ? 'inline.map' : 'inline';
  state.inner.push({ name, bytes: run.decoded, from: run.from });
}

function zippedBase64(from: number, state: State): void {
  if (state.depth >= deepest || state.bytes.toString('latin1', from, from + 4) !== 'H4sI') return;
  const run = base64Around(state.bytes, from, longestDataAddress);
  if (!run || run.from !== from || run.decoded.length > state.budget) return;
  state.lastOf.set('base64', run.to);
  state.budget -= run.decoded.length;
  state.inner.push({ name: 'inline.gz', bytes: run.decoded, from });
}

const longestRun = 4096;

function decodeRun(via: string, from: number, part: RegExp, decode: (text: string) => string, state: State): void {
  if (from < (state.lastOf.get(via) ?? -1) || state.depth >= deepest) return;
  const start = Math.max(0, from - longestRun);
  const text = state.bytes.toString('latin1', start, Math.min(state.bytes.length, from + longestRun));
  let left = from - start;
  while (left > 0 && part.test(text[left - 1] as string)) left -= 1;
  let right = from - start;
  while (right < text.length && part.test(text[right] as string)) right += 1;
  state.lastOf.set(via, start + right);
  const before = text.slice(Math.max(0, left - 60), left);
  const behind = text.slice(right, right + 1);
  const coded = text.slice(left, right);
  const plain = decode(coded);
  if (plain !== coded) {
    const bytes = Buffer.from(before + plain + behind, 'latin1');
    searchDecoded({ bytes, via, before: before.length }, start + left, start + right, state);
  }
}

function decodePieces(read: ReadPieces, from: number, to: number, state: State): void {
  if (from < (state.lastOf.get('pieces') ?? -1) || state.depth >= deepest || state.binary) return;
  const pieces = read(state.bytes, from, to);
  if (!pieces) return;
  state.lastOf.set('pieces', pieces.to);
  state.zones.push(...zonesOfJoined(pieces.from, pieces.to));
  if (pieces.plain.length < 12) return;
  const { text, via, before } = pieces;
  searchDecoded({ bytes: Buffer.from(text, 'latin1'), via, before }, pieces.from, pieces.to, state);
}
