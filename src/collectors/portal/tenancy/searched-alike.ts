import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Recorded } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';
import { holds, isAtomLike } from './atoms.ts';
import { gatherAtoms } from './gather-atoms.ts';
import { isSearchWord } from './known-references.ts';
import { ownersAlone } from './owners-alone.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';

const wordsTried = 4;

/**
 * A search of the owner's that finds what it alone is given elsewhere, sent by the owner and by the asker twice: the owner's values,
 * and the asker's answers where both held them. undefined where no search of the owner's finds anything of the kind.
 */
export async function searchedAlike(
  setting: Setting,
  theirs: readonly Recorded[],
  search: (word: string) => PlainRequest,
  owner: IdentityName,
  asker: IdentityName,
) {
  const recorded = theirs.filter(({ slots }) => slots.some(isSearchWord)).map(({ exchange }) => requestOf(exchange));
  const longest = recorded.sort((one, other) => other.like.body.length - one.like.body.length).slice(0, 1);
  for (const request of [...longest, ...ownersWords(setting, owner, asker).map(search)]) {
    const ownerViews = [await setting.ask(request, owner), await setting.ask(request, owner)] as const;
    if (ownerViews[0].outcome !== 'data') continue;
    const values = await ownersAlone(setting, ownerViews[0].content.leaves, owner, asker);
    if (values.size < 2) continue;
    const atoms = gatherAtoms({
      ownerViews,
      canaries: [],
      self: setting.session(owner)?.self ?? [],
      knownElsewhere: (value) => !values.has(value),
      sent: sentValues(request),
    });
    if (atoms.length < 2) continue;
    const what = "searched for the owner's words";
    const views = [await setting.ask(request, asker), await setting.ask(request, asker)];
    const came = views.every((view) => atoms.filter((atom) => holds(view.content.text, atom.value)).length >= 2);
    return { atoms, tried: came ? views.map((view) => ({ what, view, request })) : [] };
  }
  return undefined;
}

/** Words of the owner's records that the asker never met, one of each operation that showed any. */
function ownersWords({ map, knows, frames }: Setting, owner: IdentityName, asker: IdentityName): readonly string[] {
  const words = map.operations.filter(isReplayable).flatMap((operation) => {
    const leaves = (operation.by.get(owner) ?? [])
      .slice(0, 3)
      .flatMap(({ exchange }) => (exchange.status < 300 ? exchangeContent(exchange).leaves.slice(0, 200) : []));
    const word = leaves
      .filter((leaf) => isAtomLike(leaf) && /\p{L}+ \S/u.test(leaf.value) && !frames(owner, leaf.value))
      .flatMap((leaf) => leaf.value.match(/(?<![\p{L}\d])\p{L}{5,}(?![\p{L}\d])/gu) ?? [])
      .find((one) => !knows(asker, one) && !knows('anonymous', one));
    return word === undefined ? [] : [word];
  });
  return [...new Set(words)].slice(0, wordsTried);
}
