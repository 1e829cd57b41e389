export type SpfRecordType = 'TXT' | 'A' | 'AAAA' | 'MX' | 'PTR';

/** What DNS said. `trouble`: no usable answer, so nothing follows from it. */
export interface SpfAnswer {
  readonly status: 'ok' | 'nxdomain' | 'nodata' | 'trouble';
  /** TXT with its strings joined, bytes as latin1; MX as `10 host`. */
  readonly records: readonly string[];
}
export type SpfLookUp = (name: string, type: SpfRecordType) => Promise<SpfAnswer>;

/** Names that can be asked for: labels of 1 to 63 octets, 253 in all; a closing dot may stand. */
export function isQueryName(name: string): boolean {
  const bare = name.replace(/\.$/, '');
  return bare.length <= 253 && bare.split('.').every((label) => label.length > 0 && label.length <= 63);
}
