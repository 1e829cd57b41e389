/** `length` bytes that stand at `inOld` of one text and at `inNew` of another. */
export interface Stretch {
  readonly inOld: number;
  readonly inNew: number;
  readonly length: number;
}

const needleBytes = 192;
const farthest = 64 * 1024;
const mostStretches = 200;
/** A little read twice costs less than a search for where it begins to be alike. */
const firstLeap = 300;

/**
 * Long stretches that two versions of a text share, in order. Not the best such list: what is not in it is only read
 * again. `least` is the shortest stretch worth knowing.
 */
export function commonStretches(old: Buffer, now: Buffer, least: number): readonly Stretch[] {
  const stretches: Stretch[] = [];
  let inOld = 0;
  let inNew = 0;
  for (let tries = 0; tries < mostStretches && inNew < now.length && inOld < old.length; tries += 1) {
    const length = samePrefix(old, inOld, now, inNew);
    if (length >= least || inNew + length === now.length) stretches.push({ inOld, inNew, length });
    inOld += length;
    inNew += length;
    const next = meetAgain(old, inOld, now, inNew);
    if (!next) break;
    [inOld, inNew] = next;
  }
  return stretches;
}

/** Where both go on alike behind a difference: texts sought are ever further behind it. */
function meetAgain(old: Buffer, inOld: number, now: Buffer, inNew: number): readonly [number, number] | undefined {
  for (let ahead = 1; ahead < farthest; ahead = ahead * 2 + firstLeap) {
    const line = now.indexOf(10, inNew + ahead) + 1;
    if (line === 0 || line + needleBytes > now.length) return undefined;
    if (ahead === 1) {
      const near = lineNear(old, inOld, now, line);
      if (near >= 0) return [near, line];
      continue;
    }
    // As far behind the difference as in the new text, or a little further.
    const window = old.subarray(inOld, inOld + (line - inNew) * 2 + needleBytes + 4096);
    const found = window.indexOf(now.subarray(line, line + needleBytes));
    if (found >= 0) return [inOld + found, line];
  }
  return undefined;
}

const nearLines = 4;

/** Most changes put in, change or take away a line or two: the next lines of the old text are compared before one is sought. */
function lineNear(old: Buffer, inOld: number, now: Buffer, line: number): number {
  let at = old.lastIndexOf(10, inOld) + 1;
  for (let lines = 0; lines < nearLines; lines += 1) {
    if (at + needleBytes > old.length) return -1;
    if (at >= inOld && old.compare(now, line, line + needleBytes, at, at + needleBytes) === 0) return at;
    const end = old.indexOf(10, at);
    if (end < 0) return -1;
    at = end + 1;
  }
  return -1;
}

function samePrefix(old: Buffer, inOld: number, now: Buffer, inNew: number): number {
  const most = Math.min(old.length - inOld, now.length - inNew);
  let same = 0;
  for (let step = 1024; same < most; ) {
    const size = Math.min(step, most - same);
    const a = inOld + same;
    const b = inNew + same;
    if (old.compare(now, b, b + size, a, a + size) === 0) {
      same += size;
      step = Math.min(step * 4, 1 << 20);
    } else if (size > 64) step = size >> 2;
    else {
      while (old[inOld + same] === now[inNew + same]) same += 1;
      return same;
    }
  }
  return same;
}
