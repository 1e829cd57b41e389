import type { RawView } from './view.ts';

/** Whether the very file came back, byte by byte. */
export function isSameFile(given: RawView, other: RawView): boolean {
  return (
    given.outcome === 'data' &&
    other.outcome === 'data' &&
    given.contentType === other.contentType &&
    given.digest === other.digest
  );
}
