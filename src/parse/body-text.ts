import { type Headers, headerValue } from './header-list.ts';

/** Bytes of a body as text: the charset of its content type, UTF-8 where none or an unknown one is named. Never throws. */
export function bodyText(body: Uint8Array, headers: Headers): string {
  const named = /charset\s*=\s*"?([\w.:-]+)/i.exec(headerValue(headers, 'content-type') ?? '')?.[1];
  return decoderFor(named ?? 'utf-8').decode(body);
}

const utf8 = new TextDecoder('utf-8');

function decoderFor(label: string): TextDecoder {
  if (/^utf-?8$/i.test(label)) return utf8;
  try {
    return new TextDecoder(label);
  } catch (error) {
    if (error instanceof RangeError) return utf8;
    throw error;
  }
}
