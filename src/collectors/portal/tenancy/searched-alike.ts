import type { IdentityName } from '../../../model/identity.ts';
import type { Recorded } from '../operations/operation-map.ts';
import { holds } from './atoms.ts';
import { gatherAtoms } from './gather-atoms.ts';
import { isSearchWord } from './known-references.ts';
import { ownersAlone } from './owners-alone.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';

/**
 * The owner's fullest search, sent by the owner and by the asker twice: the owner's values that the asker's answers held both times.
 * undefined where the owner searched for nothing that it alone is given.
 */
export async function searchedAlike(
  setting: Setting,
  theirs: readonly Recorded[],
  owner: IdentityName,
  asker: IdentityName,
) {
  const searches = theirs.filter(({ slots }) => slots.some(isSearchWord));
  const best = searches.sort((one, other) => other.exchange.body.length - one.exchange.body.length)[0];
  const values = best ? await ownersAlone(setting, best, owner, asker) : new Set<string>();
  if (!best || values.size < 2) return undefined;
  const request = requestOf(best.exchange);
  const ownerViews = [await setting.ask(request, owner), await setting.ask(request, owner)] as const;
  const atoms = gatherAtoms({
    ownerViews,
    canaries: [],
    self: setting.session(owner)?.self ?? [],
    knownElsewhere: (value) => !values.has(value),
    sent: sentValues(request),
  });
  const what = "searched for the owner's words";
  const views = [await setting.ask(request, asker), await setting.ask(request, asker)];
  const came = views.every((view) => atoms.filter((atom) => holds(view.content.text, atom.value)).length >= 2);
  return { atoms, tried: came ? views.map((view) => ({ what, view, request })) : [] };
}
