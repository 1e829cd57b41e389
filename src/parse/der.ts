/** One element of DER (ITU-T X.690): its tag, its content, and all of it as it stands. */
export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
}

const maxElements = 500;

/** The elements that stand one after another in these bytes. Null where they are no DER of definite lengths. */
export function readDer(bytes: Uint8Array): readonly DerElement[] | null {
  const found: DerElement[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] ?? 0;
    let length = bytes[at + 1];
    let start = at + 2;
    // Tags of several bytes do not occur in what is read here.
    if (length === undefined || (tag & 0x1f) === 0x1f || found.length >= maxElements) return null;
    if (length >= 0x80) {
      const octets = length & 0x7f;
      if (octets === 0 || octets > 4 || start + octets > bytes.length) return null;
      length = bytes.subarray(start, start + octets).reduce((sum, one) => sum * 256 + one, 0);
      start += octets;
    }
    if (start + length > bytes.length) return null;
    found.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

/** The elements within one; none where it cannot be read. */
export function within(element: DerElement | undefined): readonly DerElement[] {
  return element ? (readDer(element.content) ?? []) : [];
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
