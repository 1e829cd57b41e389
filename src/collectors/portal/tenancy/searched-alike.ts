import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Recorded } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';
import { holds, isAtomLike, type RawAtom } from './atoms.ts';
import { gatherAtoms } from './gather-atoms.ts';
import { isSearchWord } from './known-references.ts';
import { ownersAlone } from './owners-alone.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

const wordsTried = 6;
const wordsPerOperation = 3;

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
  const what = "searched for the owner's words";
  // A search for a name finds one row of little: what several of them found counts together.
  const all: RawAtom[] = [];
  const tried: { what: string; view: RawView; request: PlainRequest }[] = [];
  for (const request of [...longest, ...ownersWords(setting, owner, asker).map(search)]) {
    const ownerViews = [await setting.ask(request, owner), await setting.ask(request, owner)] as const;
    if (ownerViews[0].outcome !== 'data') continue;
    const values = await ownersAlone(setting, ownerViews[0].content.leaves, owner, asker);
    if (values.size === 0) continue;
    const atoms = gatherAtoms({
      ownerViews,
      canaries: [],
      self: setting.session(owner)?.self ?? [],
      knownElsewhere: (value) => !values.has(value),
      sent: sentValues(request),
    });
    if (atoms.length === 0) continue;
    all.push(...atoms.filter((atom) => !all.some((one) => one.value === atom.value)));
    const views = [await setting.ask(request, asker), await setting.ask(request, asker)];
    const came = views.every((view) => atoms.some((atom) => holds(view.content.text, atom.value)));
    if (came) tried.push(...views.map((view) => ({ what, view, request })));
    const shown = all.filter((atom) => tried.some(({ view }) => holds(view.content.text, atom.value)));
    if (shown.length >= 2) return { atoms: all, tried };
  }
  return all.length >= 2 ? { atoms: all, tried: [] } : undefined;
}

/** Words of the owner's records that the asker never met, one of each operation that showed any. */
function ownersWords({ map, knows, frames }: Setting, owner: IdentityName, asker: IdentityName): readonly string[] {
  const words = map.operations.filter(isReplayable).flatMap((operation) => {
    const leaves = (operation.by.get(owner) ?? [])
      .slice(0, 3)
      .flatMap(({ exchange }) => (exchange.status < 300 ? exchangeContent(exchange).leaves.slice(0, 200) : []));
    return leaves
      .filter((leaf) => isAtomLike(leaf) && /\p{L}+ \S/u.test(leaf.value) && !frames(owner, leaf.value))
      .flatMap((leaf) => leaf.value.match(/(?<![\p{L}\d])\p{L}{5,}(?![\p{L}\d])/gu)?.slice(0, 1) ?? [])
      .filter((one) => !knows(asker, one) && !knows('anonymous', one))
      .slice(0, wordsPerOperation);
  });
  return [...new Set(words)].slice(0, wordsTried);
}
