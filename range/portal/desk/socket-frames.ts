import type { Duplex } from 'node:stream';

/** An unmasked text frame, as servers send them (RFC 6455 §5.2); up to 65 535 bytes. */
export function textFrame(text: string): Buffer {
  const body = Buffer.from(text);
  const head =
    body.length < 126
      ? Buffer.from([0x81, body.length])
      : Buffer.from([0x81, 126, body.length >> 8, body.length & 0xff]);
  return Buffer.concat([head, body]);
}

export function closeFrame(code: number): Buffer {
  return Buffer.from([0x88, 2, code >> 8, code & 0xff]);
}

/** Calls back with each whole text frame of a client; a close frame, or one longer than 64 KiB, ends the connection. */
export function readFrames(socket: Duplex, heard: (text: string) => void): void {
  let kept = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      if (kept.length < 2) return;
      const [first = 0, second = 0] = kept;
      const short = second & 0x7f;
      if (short === 127) return void socket.destroy();
      const start = short === 126 ? 4 : 2;
      const length = short === 126 ? (kept.length < 4 ? -1 : kept.readUInt16BE(2)) : short;
      if (length < 0 || kept.length < start + 4 + length) return;
      const mask = kept.subarray(start, start + 4);
      const body = Buffer.from(kept.subarray(start + 4, start + 4 + length));
      for (const [at, byte] of body.entries()) body[at] = byte ^ (mask[at % 4] ?? 0);
      kept = kept.subarray(start + 4 + length);
      const kind = first & 0x0f;
      if (kind === 8) return void socket.end(closeFrame(1000));
      if (kind === 1) heard(body.toString('utf8'));
    }
  });
}
