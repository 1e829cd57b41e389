import { z } from 'zod';

/** Why a look did not happen or did not settle the question. */
export const gapReasons = [
  'no-consent',
  'not-configured',
  'not-collected',
  'unreachable',
  'timed-out',
  'refused',
  'unreadable',
  'nothing-to-compare',
  'inconclusive',
  'session-lost',
  'sign-in-failed',
  'budget-spent',
  'interrupted',
  'our-bug',
] as const;
export type GapReason = (typeof gapReasons)[number];

export const gapSchema = z.strictObject({
  reason: z.enum(gapReasons),
  /** What happened, in one sentence a founder can read. */
  detail: z.string(),
  /** What would close the gap, as an instruction. */
  closeBy: z.string(),
  /** Minutes of a person's time that closing it takes, an estimate. */
  minutes: z.number().nonnegative(),
});
export type Gap = Readonly<z.infer<typeof gapSchema>>;

/** Thrown by anything in `world` or a collector that could not look; the engine records its gap as evidence. */
export class GapError extends Error {
  readonly gap: Gap;
  constructor(gap: Gap, options?: ErrorOptions) {
    super(gap.detail, options);
    this.name = 'GapError';
    this.gap = gap;
  }
}

/** Builds a gap; `minutes` is a person's time, 5 unless told otherwise. */
export function gap(reason: GapReason, detail: string, closeBy: string, minutes = 5): Gap {
  return { reason, detail, closeBy, minutes };
}
