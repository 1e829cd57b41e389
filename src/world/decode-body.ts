import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

export interface DecodedBody {
  readonly body: Uint8Array;
  readonly truncated: boolean;
  /** Why decoding stopped, if it did. */
  readonly trouble?: string;
}

const maxCodings = 3;

/**
 * Undoes Content-Encoding (RFC 9110 §8.4) with at most `maxBytes` of output at every layer, so that a few kilobytes that
 * unfold to gigabytes cost no memory. Never throws: trouble is reported beside what was decoded so far.
 */
export async function decodeBody(wire: Uint8Array, contentEncoding: string, maxBytes: number): Promise<DecodedBody> {
  const codings = contentEncoding
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '' && each !== 'identity');
  if (codings.length > maxCodings) {
    return { body: wire, truncated: false, trouble: `${codings.length} content codings on one body; left as received` };
  }
  let body = wire;
  let truncated = false;
  for (const coding of codings.reverse()) {
    if (body.length === 0) break;
    const layer = await decodeLayer(body, coding, maxBytes);
    body = layer.body;
    truncated ||= layer.truncated;
    if (layer.trouble) return { body, truncated, trouble: layer.trouble };
  }
  const ratio = Math.floor(body.length / wire.length);
  // Honest text compresses some 10 times; what unfolds further and still was cut is worth a word.
  if (truncated && ratio > 100) return { body, truncated, trouble: `unfolds more than ${ratio} times; cut` };
  return { body, truncated };
}

function decoderFor(coding: string, first: number) {
  if (coding === 'gzip' || coding === 'x-gzip') return createGunzip();
  if (coding === 'br') return createBrotliDecompress();
  // "deflate" means zlib (RFC 9110 §8.4.1.2), but raw deflate is sent too; the first byte tells them apart.
  if (coding === 'deflate') return (first & 0x0f) === 8 ? createInflate() : createInflateRaw();
  return undefined;
}

function decodeLayer(input: Uint8Array, coding: string, maxBytes: number): Promise<DecodedBody> {
  const decoder = decoderFor(coding, input[0] ?? 0);
  if (!decoder) {
    const trouble = `unknown content coding "${coding.slice(0, 40)}"; left as received`;
    return Promise.resolve({ body: input, truncated: false, trouble });
  }
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = [];
    let size = 0;
    const settle = (rest: { readonly truncated: boolean; readonly trouble?: string }) => {
      decoder.destroy();
      resolve({ body: Buffer.concat(chunks), ...rest });
    };
    decoder.on('data', (chunk: Buffer) => {
      const room = maxBytes - size;
      if (chunk.length > room) {
        chunks.push(chunk.subarray(0, room));
        size = maxBytes;
        settle({ truncated: true });
        return;
      }
      chunks.push(chunk);
      size += chunk.length;
    });
    decoder.on('end', () => settle({ truncated: false }));
    decoder.on('error', (error: NodeJS.ErrnoException) =>
      settle({ truncated: false, trouble: `broken ${coding} body (${error.code ?? error.message})` }),
    );
    decoder.end(input);
  });
}
