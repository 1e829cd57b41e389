import type { IdentityName } from '../../../model/identity.ts';
import type { CrossCandidate } from './cross-candidate.ts';
import { howMet } from './met-anyway.ts';
import { foundBySearch, foundFurtherOn, isRefusedAbove, type ReadRecord } from './met-further-on.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

const refused: ReadonlySet<RawView['outcome']> = new Set(['denied', 'error-body']);

/** What else hands the asker a record that it read: a list of its own, or only a search; undefined where nothing that excuses it does. */
export async function sharedBy(
  setting: Setting,
  record: ReadRecord,
  candidate: CrossCandidate,
  owner: IdentityName,
  asker: IdentityName,
) {
  const met = await howMet(setting, record.reference, owner, asker, record.operation);
  if (met === 'list' || (await foundFurtherOn(setting, record, owner, asker))) return 'list';
  if (met === undefined && !(await foundBySearch(setting, record, asker))) return undefined;
  // Refused by itself, and handed out beside a record of the asker's own: what is refused is shared with nobody.
  if (candidate.doubled && refused.has((await setting.ask(candidate.ownerRequest, asker)).outcome)) return undefined;
  return (await isRefusedAbove(setting, record, owner, asker)) ? undefined : 'search';
}
