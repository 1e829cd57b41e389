import { readSync } from 'node:fs';

export interface Pages {
  /** So many bytes from there, valid until the next are read; undefined where the file ends before. */
  read(at: number, length: number): Buffer | undefined;
}

const pageBytes = 8 * 1024;
const mostPages = 512;

/** Reads a file that does not change in large pieces and keeps some: what is asked for one after the other stands near together. */
export function createPages(fd: number): Pages {
  const pages = new Map<number, Buffer>();
  let room = Buffer.allocUnsafeSlow(pageBytes);
  const pageAt = (number: number): Buffer => {
    const known = pages.get(number);
    if (known) return known;
    const [oldest] = pages.size < mostPages ? [] : pages.keys();
    const used = oldest === undefined ? undefined : pages.get(oldest);
    if (oldest !== undefined) pages.delete(oldest);
    const whole = Buffer.from((used ?? Buffer.allocUnsafeSlow(pageBytes)).buffer);
    const page = whole.subarray(0, readSync(fd, whole, 0, pageBytes, number * pageBytes));
    pages.set(number, page);
    return page;
  };
  return {
    read(at, length) {
      const number = Math.floor(at / pageBytes);
      const from = at - number * pageBytes;
      if (from + length <= pageBytes) {
        const page = pageAt(number);
        return from + length <= page.length ? page.subarray(from, from + length) : undefined;
      }
      if (room.length < length) room = Buffer.allocUnsafeSlow(length * 2);
      return readSync(fd, room, 0, length, at) === length ? room.subarray(0, length) : undefined;
    },
  };
}
