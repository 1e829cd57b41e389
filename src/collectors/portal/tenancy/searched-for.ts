import type { IdentityName } from '../../../model/identity.ts';
import { slotsOf } from '../operations/slots.ts';
import type { CrossCandidate } from './cross-candidate.ts';
import { putInto, sentValues } from './requests.ts';
import { searchedBy } from './search-of.ts';
import { ownersWords } from './searched-alike.ts';
import type { Setting } from './setting.ts';

const wordsEach = 2;
const candidatesAtMost = 6;

/**
 * References that go with a search, whose word found nothing of the owner's: the same with words of the owner's records, so that there
 * is something to be kept.
 */
export function searchedFor(
  setting: Setting,
  bland: readonly CrossCandidate[],
  owner: IdentityName,
  asker: IdentityName,
): readonly CrossCandidate[] {
  const searching = bland.flatMap((candidate) => {
    const { ownerRequest } = candidate;
    const { method, url, body, like } = ownerRequest;
    const slot = slotsOf({ method, url, headers: like.requestHeaders, ...(body === undefined ? {} : { body }) }).find(
      ({ place, name }) => place !== 'header' && place !== 'cookie' && searchedBy.test(name.split('.').at(-1) ?? ''),
    );
    return slot ? [{ candidate, slot }] : [];
  });
  if (searching.length === 0) return [];
  const { first } = ownersWords(setting, owner, asker);
  return searching.slice(0, candidatesAtMost).flatMap(({ candidate, slot }) =>
    first.slice(0, wordsEach).map((word) => {
      const askerRequest = putInto(candidate.askerRequest, slot, word);
      const ownerRequest = putInto(candidate.ownerRequest, slot, word);
      return { ...candidate, ownerRequest, askerRequest, sent: [...candidate.sent, ...sentValues(askerRequest)] };
    }),
  );
}
