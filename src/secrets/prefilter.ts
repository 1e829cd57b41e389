/** Where anchors end in a text, in order of their place; `anchors` are indexes into the list the filter was made from. */
export interface PrefilterHits {
  count: number;
  anchors: Int32Array;
  ends: Int32Array;
}

export function createHits(): PrefilterHits {
  return { count: 0, anchors: new Int32Array(4096), ends: new Int32Array(4096) };
}

export interface Prefilter {
  /** One pass over `bytes`; what is found is written into `hits` from its beginning. Behind each word stand the shorter ones that end there. */
  search(bytes: Uint8Array, hits: PrefilterHits): void;
}

const classBits = 6;
const splitFrom = 4096;
const blockBytes = 8192;

/**
 * Finds any of many short words in one pass, whatever their case: a deterministic automaton (Aho and Corasick, 1975)
 * over at most 63 classes of bytes. Large texts are read at two places at once, since each step waits for the one before.
 */
export function createPrefilter(words: readonly string[]): Prefilter {
  const classOf = classes(words);
  const longest = Math.max(1, ...words.map((word) => word.length));
  const { next, outputs, acceptFrom } = automaton(words, classOf);
  const tables = { next, classOf, acceptFrom };
  const first = createTrack();
  const second = createTrack();

  const tell = (track: Track, hits: PrefilterHits) => {
    for (let at = 0; at < track.count; at += 1)
      for (const anchor of outputs[(track.states[at] as number) - acceptFrom] as readonly number[])
        add(hits, anchor, track.ends[at] as number);
  };

  return {
    search(bytes, hits) {
      hits.count = 0;
      restart(first);
      if (bytes.length < splitFrom) run(tables, bytes, 0, bytes.length, first);
      else {
        const middle = bytes.length >> 1;
        restart(second);
        // The second half begins early enough to know every word that reaches across the middle.
        run(tables, bytes, Math.max(0, middle - longest), middle, second);
        second.count = 0;
        runBoth(tables, bytes, middle, first, second);
        run(tables, bytes, middle * 2, bytes.length, second);
      }
      tell(first, hits);
      if (bytes.length >= splitFrom) tell(second, hits);
    },
  };
}

interface Tables {
  readonly next: Uint16Array;
  readonly classOf: Uint8Array;
  readonly acceptFrom: number;
}

/** How far a pass has come and where it saw words end. */
interface Track {
  state: number;
  count: number;
  states: Int32Array;
  ends: Int32Array;
}
const createTrack = (): Track => ({ state: 0, count: 0, states: new Int32Array(0), ends: new Int32Array(0) });

function restart(track: Track): void {
  track.state = 0;
  track.count = 0;
}

/** Room for a word at every byte of a block, so that the passes need not look. */
function makeRoom(track: Track): void {
  if (track.count + blockBytes <= track.states.length) return;
  track.states = grown(track.states, blockBytes);
  track.ends = grown(track.ends, blockBytes);
}

function run(tables: Tables, bytes: Uint8Array, from: number, to: number, track: Track): void {
  for (let at = from; at < to; at += blockBytes) {
    makeRoom(track);
    step(tables, bytes, at, Math.min(to, at + blockBytes), track);
  }
}

function step({ next, classOf, acceptFrom }: Tables, bytes: Uint8Array, from: number, to: number, track: Track): void {
  const { states, ends } = track;
  let { state, count } = track;
  for (let at = from; at < to; at += 1) {
    state = next[(state << classBits) | (classOf[bytes[at] as number] as number)] as number;
    if (state >= acceptFrom) {
      states[count] = state;
      ends[count] = at + 1;
      count += 1;
    }
  }
  track.state = state;
  track.count = count;
}

function runBoth(tables: Tables, bytes: Uint8Array, middle: number, first: Track, second: Track): void {
  for (let at = 0; at < middle; at += blockBytes) {
    makeRoom(first);
    makeRoom(second);
    stepBoth(tables, bytes, at, Math.min(middle, at + blockBytes), middle, first, second);
  }
}

function stepBoth(
  { next, classOf, acceptFrom }: Tables,
  bytes: Uint8Array,
  from: number,
  to: number,
  middle: number,
  first: Track,
  second: Track,
): void {
  const { states, ends } = first;
  const { states: otherStates, ends: otherEnds } = second;
  let { state: one, count } = first;
  let { state: two, count: otherCount } = second;
  for (let at = from; at < to; at += 1) {
    one = next[(one << classBits) | (classOf[bytes[at] as number] as number)] as number;
    two = next[(two << classBits) | (classOf[bytes[middle + at] as number] as number)] as number;
    if (one >= acceptFrom) {
      states[count] = one;
      ends[count] = at + 1;
      count += 1;
    }
    if (two >= acceptFrom) {
      otherStates[otherCount] = two;
      otherEnds[otherCount] = middle + at + 1;
      otherCount += 1;
    }
  }
  first.state = one;
  first.count = count;
  second.state = two;
  second.count = otherCount;
}

function add(hits: PrefilterHits, anchor: number, end: number): void {
  if (hits.count === hits.anchors.length) {
    hits.anchors = grown(hits.anchors, 0);
    hits.ends = grown(hits.ends, 0);
  }
  hits.anchors[hits.count] = anchor;
  hits.ends[hits.count] = end;
  hits.count += 1;
}

/** Class 0: in no word. Upper and lower case are one. */
function classes(words: readonly string[]): Uint8Array {
  const classOf = new Uint8Array(256);
  const letters = [...new Set(words.join('').toLowerCase())].sort();
  if (letters.length > 63) throw new Error(`The anchors use ${letters.length} different characters; 63 fit.`);
  for (const [index, letter] of letters.entries()) {
    classOf[letter.charCodeAt(0)] = index + 1;
    classOf[letter.toUpperCase().charCodeAt(0)] = index + 1;
  }
  return classOf;
}

interface Node {
  readonly to: Map<number, number>;
  readonly words: number[];
  fail: number;
}

function automaton(words: readonly string[], classOf: Uint8Array) {
  const nodes: Node[] = [{ to: new Map(), words: [], fail: 0 }];
  for (const [index, word] of words.entries()) {
    let at = 0;
    for (let i = 0; i < word.length; i += 1) {
      const symbol = classOf[word.charCodeAt(i)] as number;
      let child = (nodes[at] as Node).to.get(symbol);
      if (child === undefined) {
        child = nodes.push({ to: new Map(), words: [], fail: 0 }) - 1;
        (nodes[at] as Node).to.set(symbol, child);
      }
      at = child;
    }
    (nodes[at] as Node).words.push(index);
  }
  const order = [0];
  const full = nodes.map(() => new Int32Array(1 << classBits));
  for (let i = 0; i < order.length; i += 1) {
    const at = order[i] as number;
    const node = nodes[at] as Node;
    const row = full[at] as Int32Array;
    if (at !== 0) {
      row.set(full[node.fail] as Int32Array);
      node.words.push(...(nodes[node.fail] as Node).words);
    }
    for (const [symbol, child] of node.to) {
      (nodes[child] as Node).fail = at === 0 ? 0 : (row[symbol] as number);
      row[symbol] = child;
      order.push(child);
    }
  }
  // Accepting states last: one comparison tells them.
  const plain = order.filter((at) => (nodes[at] as Node).words.length === 0);
  const accepting = order.filter((at) => (nodes[at] as Node).words.length > 0);
  const renumbered = new Int32Array(nodes.length);
  for (const [index, at] of [...plain, ...accepting].entries()) renumbered[at] = index;
  if (nodes.length > 65_535) throw new Error('Too many anchors for one automaton.');
  const next = new Uint16Array(nodes.length << classBits);
  for (let at = 0; at < nodes.length; at += 1)
    for (let symbol = 0; symbol < 1 << classBits; symbol += 1)
      next[((renumbered[at] as number) << classBits) | symbol] = renumbered[
        (full[at] as Int32Array)[symbol] as number
      ] as number;
  return { next, acceptFrom: plain.length, outputs: accepting.map((at) => (nodes[at] as Node).words) };
}

function grown(list: Int32Array, more: number): Int32Array {
  const larger = new Int32Array(list.length * 2 + more);
  larger.set(list);
  return larger;
}
