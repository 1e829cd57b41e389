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

/**
 * Finds any of many short words in one pass, whatever their case: a deterministic automaton (Aho and Corasick, 1975)
 * over at most 63 classes of bytes. Large texts are read at two places at once, since each step waits for the one before.
 */
export function createPrefilter(words: readonly string[]): Prefilter {
  const classOf = classes(words);
  const longest = Math.max(1, ...words.map((word) => word.length));
  const { next, outputs, acceptFrom } = automaton(words, classOf);
  // States and ends of the second half, until the first is through.
  const late = createHits();

  const accept = (state: number, end: number, hits: PrefilterHits) => {
    for (const anchor of outputs[state - acceptFrom] as readonly number[]) add(hits, anchor, end);
  };

  function runOne(bytes: Uint8Array, hits: PrefilterHits): void {
    let state = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      state = next[(state << classBits) | (classOf[bytes[at] as number] as number)] as number;
      if (state >= acceptFrom) accept(state, at + 1, hits);
    }
  }

  function runTwo(bytes: Uint8Array, hits: PrefilterHits): void {
    const middle = bytes.length >> 1;
    let first = 0;
    // The second half begins early enough to know every word that reaches across the middle.
    let second = 0;
    for (let at = Math.max(0, middle - longest); at < middle; at += 1)
      second = next[(second << classBits) | (classOf[bytes[at] as number] as number)] as number;
    late.count = 0;
    for (let at = 0; at < middle; at += 1) {
      first = next[(first << classBits) | (classOf[bytes[at] as number] as number)] as number;
      second = next[(second << classBits) | (classOf[bytes[middle + at] as number] as number)] as number;
      if (first >= acceptFrom) accept(first, at + 1, hits);
      if (second >= acceptFrom) add(late, second, middle + at + 1);
    }
    if (middle * 2 < bytes.length) {
      second = next[(second << classBits) | (classOf[bytes[middle * 2] as number] as number)] as number;
      if (second >= acceptFrom) add(late, second, bytes.length);
    }
    for (let at = 0; at < late.count; at += 1) accept(late.anchors[at] as number, late.ends[at] as number, hits);
  }

  return {
    search(bytes, hits) {
      hits.count = 0;
      if (bytes.length < splitFrom) runOne(bytes, hits);
      else runTwo(bytes, hits);
    },
  };
}

function add(hits: PrefilterHits, anchor: number, end: number): void {
  if (hits.count === hits.anchors.length) {
    hits.anchors = grown(hits.anchors);
    hits.ends = grown(hits.ends);
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

function grown(list: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(list.length * 2);
  larger.set(list);
  return larger;
}
