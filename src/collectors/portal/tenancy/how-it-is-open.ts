import type { IdentityName } from '../../../model/identity.ts';
import type { Operation, Recorded } from '../operations/operation-map.ts';
import { metAnyway } from './met-anyway.ts';
import { isSecondAddress } from './second-address.ts';
import type { Setting } from './setting.ts';

const handedOn =
  /(^|[/_-])(shared?|share-?links?|public|embed|invit(e|ation)s?|feeds?|ical|ics|calendar|unsubscribe|preview|view-?online|l|s|p)(?=[/_.-])/i;

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
  if (handedOn.test(operation.template) && references.some((slot) => slot.value.length >= 16)) return 'link';
  for (const slot of references) {
    if (await metAnyway(setting, slot.value, owner, 'anonymous', operation)) return 'listing';
    if (other && (await metAnyway(setting, slot.value, owner, other, operation))) return 'listing';
  }
  return isSecondAddress(setting.exchanges, owner, open.url, open.seen) ? 'link' : undefined;
}
