import type { IdentityName } from '../../../model/identity.ts';
import type { Journal } from '../../../world/journal.ts';
import type { RawView } from '../tenancy/view.ts';
import type { WriteForm } from './write-target.ts';

/** What proofs that send forms need of the world; tests give their own. */
export interface WritingBench {
  readonly journal: Journal;
  readonly mark: () => string;
  readonly wait: (ms: number) => Promise<void>;
  readonly ask: (url: string, as: IdentityName) => Promise<RawView>;
  readonly write: (as: IdentityName, write: WriteForm) => Promise<RawView>;
  /** What stands at the owner's record, read as the owner. */
  readonly looks: readonly (() => Promise<RawView>)[];
}
