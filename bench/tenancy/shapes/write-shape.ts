import type { Session } from '../../../src/collectors/portal/session.ts';
import type { NamedPath } from '../../../src/parse/named-paths.ts';
import { type Ask, both, customers, type Reply, type Shape, type Who } from '../shape.ts';

/** A kind of portal whose data can be changed: with the flaw, without it, or with what looks like it. */
export interface WriteShape extends Omit<Shape, 'portal' | 'finds'> {
  /** Scripts of the portal's own that its pages load. */
  readonly scripts?: readonly string[];
  /** What a description of the API or a script names. */
  readonly named?: readonly NamedPath[];
  readonly held?: (who: Who) => Session['recorder']['held'];
  readonly open: (variant: Variant) => { readonly answer: (ask: Ask) => Reply; readonly data: () => unknown };
}
/** `decoy`: the answer says yes, and nothing of the other's changes. */
export type Variant = 'flawed' | 'guarded' | 'decoy';

export interface Row {
  id: string;
  org: string;
  title: string;
  note: string;
  pinned: boolean;
}
export const rowsOf = (name: (at: number) => string): Row[] =>
  both.flatMap(({ org, records }, side) =>
    records.map(({ title, note }, at) => ({ id: name(side * 10 + at), org, title, note, pinned: false })),
  );
export const numbered = (at: number) => String(4410 + at * 7);
export const uuid = (at: number) =>
  `5b1c${(at + 11).toString(16).padStart(4, '0')}-0c2d-4e3f-8a91-77aa02c4d1e${at % 10}`;
export const orgOf = (who: Who) => (who === 'anonymous' ? '' : customers[who].org);
