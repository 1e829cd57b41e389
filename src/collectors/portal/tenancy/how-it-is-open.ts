import type { IdentityName } from '../../../model/identity.ts';
import type { Operation, Recorded } from '../operations/operation-map.ts';
import { isMadeToHandOn } from './handed-on.ts';
import { metAnyway } from './met-anyway.ts';
import { isSecondAddress } from './second-address.ts';
import type { Setting } from './setting.ts';

export interface OpenAnswer {
  readonly operation: Operation;
  readonly slots: Recorded['slots'];
  readonly owner: IdentityName;
  readonly other: IdentityName | undefined;
  readonly url: string;
  /** The owner's values that nobody was given as well. */
  readonly seen: readonly string[];
}

/** Listed for everybody (then nobody's secret), or behind a long address made to be passed on. */
export async function howItIsOpen(setting: Setting, open: OpenAnswer): Promise<'listing' | 'link' | undefined> {
  const { operation, slots, owner, other } = open;
  const references = slots.filter((slot) => slot.place === 'path' && slot.value.length >= 1);
  const values = references.map(({ value }) => value);
  if (isMadeToHandOn(operation.template, values)) return 'link';
  for (const slot of references) {
    if (await metAnyway(setting, slot.value, owner, 'anonymous', operation)) return 'listing';
    if (other && (await metAnyway(setting, slot.value, owner, other, operation))) return 'listing';
  }
  return isSecondAddress(setting.exchanges, owner, open.url, open.seen) ? 'link' : undefined;
}
