import type { IdentityName } from '../../../model/identity.ts';
import { learnTemplates } from '../operations/path-template.ts';
import type { Session } from '../session.ts';
import { credentialNames } from '../words.ts';
import { betweenProbes } from './alive.ts';
import { holds } from './atoms.ts';
import { collectChannelCalls, heardIn, joins } from './channel-calls.ts';
import { type Line, linesOf, tellingLines, withOwnSecrets } from './channel-lines.ts';
import { answers, frameCall } from './frame-call.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import { labelledMessages } from './labelled-messages.ts';
import { isTenantName } from './known-references.ts';
import { asView, linesIn } from './heard-view.ts';
import { type Heard, listenInPage } from './listen-in-page.ts';
import { metAnyway } from './met-anyway.ts';
import { renewedKeys } from './renewed-keys.ts';
import type { Setting } from './setting.ts';

const listenMs = 1800;
const channelLimit = 6;

/**
 * authz.realtime: each channel that B's pages open, opened from inside A's page: with A's own words (what A receives anyway), and
 * with B's room in them. B's own channel is listened to twice for values to look for.
 */
export async function collectChannelReads(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const [b, a] = [setting.session(owner), setting.session(asker)];
  if (!a || !b) return;
  const lines = linesOf(setting, b);
  const known = linesOf(setting, a);
  const templates = learnTemplates(
    [
      ...lines.map((one) => ({ identity: owner, method: 'GET', url: asHttp(one.url) })),
      ...known.map((one) => ({ identity: asker, method: 'GET', url: asHttp(one.url) })),
    ],
    new Set(),
  );
  const templateOf = (line: Line) => `${new URL(line.url).host}${templates.of('GET', asHttp(line.url)).template}`;
  const probes = lines.length > 0 ? await Promise.all([setting.probe(owner), setting.probe(asker)]) : [];
  const proveLine = async (line: Line) => {
    const own = known.find((one) => templateOf(one) === templateOf(line));
    const all = cross(setting, line, own, asker);
    const inOwnTenant = all && own ? withOwnTenant(all, own) : undefined;
    const elsewhere =
      inOwnTenant && own && inOwnTenant.url !== all?.url && isForeign(setting, inOwnTenant, asker) ? inOwnTenant : all;
    const outcome = await betweenProbes(
      probes,
      async () => {
        const [ofOwner, ordinary, crossing] = await Promise.all([
          twice(b, line),
          own ? twice(a, own) : [],
          all ? twice(a, all) : [],
        ]);
        // The tenant may be checked where the room is not: the owner's room, asked for in the asker's own tenant.
        const refused = elsewhere !== all && crossing.every(({ messages }) => messages.length === 0);
        const again = refused && elsewhere ? await twice(a, elsewhere) : undefined;
        return { owner: ofOwner, ordinary, cross: again ?? crossing, crossed: again ? elsewhere : all };
      },
      setting.renew,
    );
    const { crossed, ...heard } = outcome.result;
    const sent = [
      ...new URL(line.url).pathname.split('/'),
      ...new URL(line.url).searchParams.values(),
      ...(crossed?.frames ?? []).flatMap(wordsOf),
    ];
    const heardAtoms = gatherAtoms({
      ownerViews: [asView(owner, heard.owner[0]), asView(owner, heard.owner[1])],
      canaries: setting.canariesOf(owner),
      self: b.self,
      // What A hears in its own room is no proof by itself, unless it is a canary of B's.
      knownElsewhere: (value) => setting.knows(asker, value) || setting.knows('anonymous', value),
      sent,
    });
    // Announcements and tickers go to everybody by right: only what the owner's own answers hold as well, and the asker's do
    // not, is the owner's; or all that is said in a room named after a record of the owner's, and not in the asker's own.
    // Protocol words without structure are nobody's.
    const rooms = crossed ? await ownersRooms(setting, crossed, { lines, known }, owner, asker) : [];
    const heardHere = heard.owner[0].messages;
    // The room is the whole connection's where the address names it, else that of the messages that name it.
    const byAddress = rooms.some((room) => line.url.includes(room));
    const inItsRoom = (value: string) =>
      byAddress
        ? !blanked(inOwn).includes(blanked(value))
        : heardHere.some((message) => holds(message, value) && rooms.some((room) => holds(message, room)));
    const inOwn = heard.ordinary.flatMap(({ messages }) => messages).join('\n');
    const labelled = labelledMessages(
      heardHere.flatMap(linesIn),
      (value) => setting.knows(owner, value) && heardAtoms.some((atom) => atom.value === value),
    );
    const atoms = heardAtoms.filter(
      ({ source, path, value }) =>
        source === 'canary' ||
        labelled.some((line) => holds(line, value)) ||
        (!path.startsWith('line ') && (setting.knows(owner, value) || (!inOwn.includes(value) && inItsRoom(value)))),
    );
    const mark = context.world.mark;
    const marksIn = (one: Heard) =>
      atoms.filter((atom) => holds(one.messages.join('\n'), atom.value)).map((atom) => mark(atom.value));
    const closed = heard.cross[0]?.closed ?? (crossed ? undefined : heard.ordinary[0]?.closed);
    const template = templates.of('GET', asHttp(line.url)).template;
    const emit = () =>
      context.emit('tenancy.channel', `${line.kind === 'websocket' ? 'WebSocket' : 'EventSource'} ${template}`, {
        kind: line.kind,
        template,
        host: new URL(line.url).host,
        owner,
        asker,
        atoms: atoms.map((atom) => toAtom(atom, mark)),
        messages: {
          owner: heard.owner[0].messages.length,
          ordinary: heard.ordinary[0]?.messages.length ?? 0,
          ...(crossed ? { cross: heard.cross[0]?.messages.length ?? 0 } : {}),
        },
        ordinary: heard.ordinary.map(marksIn),
        cross: heard.cross.map(marksIn),
        ...(closed === undefined ? {} : { closed }),
        alive: outcome.alive,
      });
    return { place: templateOf(line), silent: atoms.length === 0, emit };
  };
  // Connections do not disturb one another, and each takes its time: all are listened to at once.
  const heard = await Promise.all(tellingLines(lines, templateOf).slice(0, channelLimit).map(proveLine));
  const asked =
    probes.length > 0
      ? await collectChannelCalls(setting, { lines, known, templateOf }, b, a, probes)
      : new Set<string>();
  // Where questions were asked one by one, a channel that says nothing by itself has nothing more to tell.
  for (const { place, silent, emit } of heard) if (!silent || !asked.has(place)) emit();
}

const asHttp = (url: string) => url.replace(/^ws/, 'http');
/** One connection after the other: what is heard only once proves nothing. */
async function twice(session: Session, line: Line): Promise<readonly [Heard, Heard]> {
  return [await listen(session, line), await listen(session, line)];
}

/** What comes by itself or on joining: answers to questions are judged one by one. */
async function listen(session: Session, line: Line): Promise<Heard> {
  const { kind } = line;
  const [url = '', ...frames] = [line.url, ...line.frames].map((one) => renewedKeys(one, session.recorder.exchanges));
  const heard = await listenInPage(session.page, { kind, url, frames, forMs: listenMs + frames.length * 60 });
  const asked = frames.map(frameCall).filter((call) => call !== undefined && !joins.test(call.name));
  const messages = heard.messages.filter((message) => {
    const came = frameCall(message);
    return !came || !asked.some((call) => call !== undefined && answers(call, came));
  });
  return { ...heard, messages };
}

/** The owner's address and words, as the asker: what carries a credential stays the asker's own. undefined where nothing differs. */
function cross(setting: Setting, line: Line, own: Line | undefined, asker: IdentityName): Line | undefined {
  const url = new URL(line.url);
  for (const [name, value] of [...url.searchParams])
    if (credentialNames.test(name) || isSecret(setting, value)) {
      const mine = own ? new URL(own.url).searchParams.get(name) : null;
      if (mine === null) url.searchParams.delete(name);
      else url.searchParams.set(name, mine);
    }
  const theirs = withOwnSecrets(line.frames, own?.frames ?? []);
  // Where the owner's own join could not be said with the asker's key, the asker's goes first.
  const frames = theirs.length < line.frames.length ? [...new Set([...(own?.frames ?? []), ...theirs])] : theirs;
  const same =
    own !== undefined &&
    writtenAlike(own.url) === writtenAlike(url.href) &&
    theirs.every((frame) => own.frames.includes(frame));
  const crossed = { ...line, url: url.href, frames };
  return same || !isForeign(setting, { ...crossed, frames: theirs }, asker) ? undefined : crossed;
}

/** Whether the address or the words name anything that the asker never met. */
function isForeign(setting: Setting, { url, frames }: Line, asker: IdentityName): boolean {
  const { pathname, searchParams } = new URL(url);
  return [pathname, ...searchParams.values(), ...frames]
    .flatMap(wordsOf)
    .some((word) => word.length >= 3 && !setting.knows(asker, word));
}

/** The same with the asker's own tenant, where a parameter of the address names one. */
function withOwnTenant(line: Line, own: Line): Line {
  const url = new URL(line.url);
  for (const [name, value] of new URL(own.url).searchParams)
    if (isTenantName(name) && url.searchParams.has(name)) url.searchParams.set(name, value);
  return { ...line, url: url.href };
}

/** A long value is a key of the session's, unless it is made of ids that answers gave: `account:5b0d6c1e-…` names a room. */
function isSecret(setting: Setting, value: string): boolean {
  const isNamed = (part: string) =>
    part.length >= 4 && setting.map.producersOf('b', part).length + setting.map.producersOf('a', part).length > 0;
  return value.length >= 40 && !wordsOf(value).some((word) => [word, ...word.split(/[.:]/)].some(isNamed));
}

/** An address with its parameters written in one manner: `topic=a:b` and `topic=a%3Ab` say the same. */
function writtenAlike(address: string): string {
  const url = new URL(address);
  url.search = new URLSearchParams([...url.searchParams]).toString();
  return url.href;
}

/** The records of the owner's that the address or the words name: ids that it was given, and the asker never was. */
async function ownersRooms(
  setting: Setting,
  { url, frames }: Line,
  { lines, known }: { readonly lines: readonly Line[]; readonly known: readonly Line[] },
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly string[]> {
  const { pathname, searchParams } = new URL(url);
  const parts = new Set(
    [pathname, ...searchParams.values(), ...frames].flatMap(wordsOf).flatMap((word) => [word, ...word.split(/[.:]/)]),
  );
  const [heard, met] = [heardIn(lines, true), heardIn(known)];
  const isId = (word: string) =>
    heard.has(word) ||
    setting.map
      .producersOf(owner, word)
      .some(({ path }) => /(^|[._])(id|uuid|slug|key)$|[a-z](Id|Uuid|Key)$/.test(path));
  const foreign = (word: string) => !met.has(word) && setting.map.producersOf(asker, word).length === 0;
  const ids = [...parts].filter((word) => isId(word) && foreign(word)).slice(0, 3);
  for (const id of ids) if (await metAnyway(setting, id, owner, asker)) return [];
  return ids;
}

/** Without its numbers: a ticker says the same to everybody, each time with another one. */
const blanked = (text: string) => text.replace(/\d+/g, '#');

const wordsOf = (text: string) => text.split(/[^\w@.:+-]+/).filter((word) => word !== '');
