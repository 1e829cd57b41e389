/** Line numbers (from 1) of every key path in JSON text, and keys that stand twice in one object. */
export interface JsonPlaces {
  readonly lineOf: ReadonlyMap<string, number>;
  readonly duplicates: readonly { readonly place: string; readonly line: number }[];
}

export type KeyPath = readonly (string | number)[];

/** `target.hosts[0].name`; keys that are no plain words are quoted. */
export function placeOf(path: KeyPath): string {
  return path
    .map((key, index) => {
      if (typeof key === 'number') return `[${key}]`;
      const word = /^[\w$-]+$/.test(key) ? key : JSON.stringify(key);
      return index === 0 ? word : `.${word}`;
    })
    .join('');
}

/** Scans text that `JSON.parse` has accepted (RFC 8259); it does not check the grammar again. */
export function jsonPlaces(text: string): JsonPlaces {
  const lineOf = new Map<string, number>();
  const duplicates: { place: string; line: number }[] = [];
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)];
  const lines = lineCounter(text);
  let next = 0;

  const value = (path: KeyPath): void => {
    const token = tokens[next];
    if (!token) return;
    if (!lineOf.has(placeOf(path))) lineOf.set(placeOf(path), lines(token.index));
    next += 1;
    if (token[0] === '{') members(path);
    else if (token[0] === '[') elements(path);
  };
  const members = (path: KeyPath): void => {
    const seen = new Set<string>();
    while (tokens[next] && tokens[next]?.[0] !== '}') {
      const token = tokens[next];
      if (!token || token[0] === ',') {
        next += 1;
        continue;
      }
      const key = String(JSON.parse(token[0]));
      const place = placeOf([...path, key]);
      if (seen.has(key)) duplicates.push({ place, line: lines(token.index) });
      seen.add(key);
      lineOf.set(place, lines(token.index));
      next += 2;
      value([...path, key]);
    }
    next += 1;
  };
  const elements = (path: KeyPath): void => {
    let index = 0;
    while (tokens[next] && tokens[next]?.[0] !== ']') {
      if (tokens[next]?.[0] === ',') next += 1;
      else {
        value([...path, index]);
        index += 1;
      }
    }
    next += 1;
  };
  value([]);
  return { lineOf, duplicates };
}

/** Counts newlines up to an offset; offsets must not go back. */
function lineCounter(text: string): (offset: number) => number {
  let [line, done] = [1, 0];
  return (offset) => {
    for (; done < offset; done += 1) if (text[done] === '\n') line += 1;
    return line;
  };
}
