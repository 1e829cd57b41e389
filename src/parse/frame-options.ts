export type FrameOptions = 'absent' | 'deny' | 'same-origin' | 'conflict' | 'allow-from' | 'ignored';

/**
 * What browsers make of all X-Frame-Options values together (HTML standard, "check a navigation response's adherence to
 * X-Frame-Options"): equal values collapse, different ones that hold a known word block every frame, unknown ones do nothing.
 */
export function readFrameOptions(values: readonly string[]): FrameOptions {
  const words = new Set(
    values
      .flatMap((value) => value.split(','))
      .map((word) => word.trim().toLowerCase())
      .filter((word) => word !== ''),
  );
  if (words.size === 0) return values.length > 0 ? 'ignored' : 'absent';
  const known = ['deny', 'sameorigin', 'allowall'].some((word) => words.has(word));
  if (words.size > 1) return known ? 'conflict' : 'ignored';
  if (words.has('deny')) return 'deny';
  if (words.has('sameorigin')) return 'same-origin';
  return [...words].some((word) => word.startsWith('allow-from')) ? 'allow-from' : 'ignored';
}
