import { gunzipSync, inflateRawSync, zstdDecompressSync } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}
export interface Unpacked {
  readonly entries: readonly Entry[];
  /** What was left unread, in plain words. */
  readonly left: readonly string[];
}
export type Packing = 'gzip' | 'zip' | 'tar' | 'zstd';

/** Closed packings that this product cannot open. */
export type Unopened = '7z' | 'rar' | 'xz' | 'bzip2';

export function packingOf(bytes: Buffer): Packing | Unopened | undefined {
  const head = bytes.length >= 4 ? bytes.readUInt32BE(0) : 0;
  if (head >>> 16 === 0x1f8b && bytes[2] === 8) return 'gzip';
  if (head === 0x504b0304) return 'zip';
  if (head === 0x28b52ffd) return 'zstd';
  if (head === 0x377abcaf) return '7z';
  if (head === 0x52617221) return 'rar';
  if (head === 0xfd377a58) return 'xz';
  if (head >>> 8 === 0x425a68 && bytes.length > 10 && bytes.toString('latin1', 4, 10) === '1AY&SY') return 'bzip2';
  if (bytes.length > 512 && bytes.toString('latin1', 257, 262) === 'ustar') return 'tar';
  return undefined;
}

const longestEntry = 48 * 1024 * 1024;
const mostEntries = 20_000;

/** The files of a packing, within `budget` bytes altogether: a bomb is left, and said. Broken parts are said as well. */
export function unpack(packing: Packing, name: string, bytes: Buffer, budget: number): Unpacked {
  if (packing === 'zip') return unzip(bytes, budget);
  if (packing === 'tar') return untar(bytes);
  const most = Math.min(budget, longestEntry);
  try {
    const plain =
      packing === 'gzip'
        ? gunzipSync(bytes, { maxOutputLength: most, finishFlush: 2 })
        : zstdDecompressSync(bytes, { maxOutputLength: most });
    return {
      entries: [{ name: name.replace(/\.(?:gz|tgz|zst)$/i, (end) => (end === '.tgz' ? '.tar' : '')), bytes: plain }],
      left: [],
    };
  } catch (error) {
    return { entries: [], left: [reason(error)] };
  }
}

function reason(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'unpacks to more than the limit';
  if (/^(?:Z_|ERR_|ZSTD_)/.test(code)) return 'is broken';
  throw error;
}

/** By the central directory (APPNOTE 4.3.12); sizes that it claims are not believed. */
function unzip(bytes: Buffer, budget: number): Unpacked {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  if (end < 0 || end + 22 > bytes.length) return { entries: [], left: ['is cut off'] };
  let at = bytes.readUInt32LE(end + 16);
  const count = bytes.readUInt16LE(end + 10);
  const entries: Entry[] = [];
  const left: string[] = [];
  let rest = budget;
  for (let index = 0; index < Math.min(count, mostEntries); index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) {
      left.push('has a broken directory');
      break;
    }
    const method = bytes.readUInt16LE(at + 10);
    const encrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    const packed = bytes.readUInt32LE(at + 20);
    const nameLength = bytes.readUInt16LE(at + 28);
    const local = bytes.readUInt32LE(at + 42);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (name.endsWith('/')) continue;
    if (encrypted) {
      left.push('holds encrypted files');
      continue;
    }
    if (local + 30 > bytes.length) {
      left.push('has a broken directory');
      continue;
    }
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const data = bytes.subarray(from, from + packed);
    try {
      const plain =
        method === 0
          ? data
          : inflateRawSync(data, { maxOutputLength: Math.max(1, Math.min(rest, longestEntry)), finishFlush: 2 });
      rest -= plain.length;
      entries.push({ name, bytes: plain });
    } catch (error) {
      left.push(`${reason(error)} in part`);
    }
    if (rest <= 0) {
      left.push('unpacks to more than the limit');
      break;
    }
  }
  if (count > mostEntries) left.push(`holds more than ${mostEntries} files`);
  return { entries, left: [...new Set(left)] };
}

/** POSIX.1-1988 headers; long names of GNU and pax are taken from the entry before. */
function untar(bytes: Buffer): Unpacked {
  const entries: Entry[] = [];
  let at = 0;
  let longName: string | undefined;
  while (at + 512 <= bytes.length && entries.length < mostEntries) {
    const header = bytes.subarray(at, at + 512);
    if (header[0] === 0) break;
    const size = Number.parseInt(header.toString('latin1', 124, 136).replace(/[^0-7]/g, ''), 8) || 0;
    const type = String.fromCharCode(header[156] as number);
    const data = bytes.subarray(at + 512, at + 512 + size);
    const text = (from: number, to: number) => header.toString('utf8', from, to).replace(/\0.*$/s, '');
    if (type === 'L') longName = data.toString('utf8').replace(/\0.*$/s, '');
    else if (type === 'x') longName = /\d+ path=([^\n]*)\n/.exec(data.toString('utf8'))?.[1] ?? longName;
    else {
      const name = longName ?? [text(345, 500), text(0, 100)].filter((part) => part !== '').join('/');
      if (type === '0' || type === '\0' || type === '7') entries.push({ name, bytes: data });
      longName = undefined;
    }
    at += 512 + Math.ceil(size / 512) * 512;
  }
  return { entries, left: at > bytes.length ? ['is cut off'] : [] };
}
