import type { IdentityName } from '../../../model/identity.ts';
import type { Session } from '../session.ts';
import { holds, type RawAtom } from './atoms.ts';
import type { Line } from './channel-lines.ts';
import { gatherAtoms } from './gather-atoms.ts';
import { asView, linesIn } from './heard-view.ts';
import { labelledMessages } from './labelled-messages.ts';
import type { Heard } from './listen-in-page.ts';
import { wordsOf } from './owners-rooms.ts';
import type { Setting } from './setting.ts';

/** What was heard of one channel: by the owner, by the asker with its own words, and by the asker with the owner's. */
export interface HeardAll {
  readonly owner: readonly [Heard, Heard];
  readonly ordinary: readonly Heard[];
  readonly cross: readonly Heard[];
  /** The owner's channel as the asker opened it. */
  readonly crossed: Line | undefined;
}

/**
 * What the owner hears and is its own. Announcements and tickers go to everybody by right: only what the owner's own answers hold as
 * well, and the asker's do not, is the owner's; or all that is said in a room named after a record of the owner's, and not in the
 * asker's own. Protocol words without structure are nobody's.
 */
export function channelAtoms(
  setting: Setting,
  line: Line,
  heard: HeardAll,
  rooms: readonly string[],
  owner: Session,
  asker: IdentityName,
): readonly RawAtom[] {
  const sent = [
    ...new URL(line.url).pathname.split('/'),
    ...new URL(line.url).searchParams.values(),
    ...(heard.crossed?.frames ?? []).flatMap(wordsOf),
  ];
  const heardAtoms = gatherAtoms({
    ownerViews: [asView(owner.identity, heard.owner[0]), asView(owner.identity, heard.owner[1])],
    canaries: setting.canariesOf(owner.identity),
    self: owner.self,
    // What A hears in its own room is no proof by itself, unless it is a canary of B's.
    knownElsewhere: (value) => setting.knows(asker, value) || setting.knows('anonymous', value),
    sent,
  });
  const heardHere = heard.owner[0].messages;
  const inOwn = heard.ordinary.flatMap(({ messages }) => messages).join('\n');
  // The room is the whole connection's where the address names it, else that of the messages that name it.
  const byAddress = rooms.some((room) => line.url.includes(room));
  const inItsRoom = (value: string) =>
    byAddress
      ? !blanked(inOwn).includes(blanked(value))
      : heardHere.some((message) => holds(message, value) && rooms.some((room) => holds(message, room)));
  const isOwners = (value: string) => setting.knows(owner.identity, value);
  const labelled = labelledMessages(
    heardHere.flatMap(linesIn),
    (value) => isOwners(value) && heardAtoms.some((atom) => atom.value === value),
  );
  return heardAtoms.filter(
    ({ source, path, value }) =>
      source === 'canary' ||
      labelled.some((one) => holds(one, value)) ||
      (!path.startsWith('line ') && (isOwners(value) || (!inOwn.includes(value) && inItsRoom(value)))),
  );
}

/** Without its numbers: a ticker says the same to everybody, each time with another one. */
const blanked = (text: string) => text.replace(/\d+/g, '#');
