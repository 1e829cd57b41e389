import type { IdentityName } from '../../../model/identity.ts';
import { learnTemplates } from '../operations/path-template.ts';
import type { Session } from '../session.ts';
import { credentialNames } from '../words.ts';
import { betweenProbes } from './alive.ts';
import { holds } from './atoms.ts';
import { channelAtoms, type HeardAll } from './channel-atoms.ts';
import { collectChannelCalls, joins } from './channel-calls.ts';
import { type Line, linesOf, tellingLines, withOwnSecrets } from './channel-lines.ts';
import { answers, frameCall } from './frame-call.ts';
import { toAtom } from './gather-atoms.ts';
import { isTenantName } from './known-references.ts';
import { type Heard, listenInPage } from './listen-in-page.ts';
import { ownersRooms, wordsOf } from './owners-rooms.ts';
import { roomOf } from './room-of.ts';
import { renewedKeys } from './renewed-keys.ts';
import type { Setting } from './setting.ts';

const listenMs = 1800;
/** How long a room of one record is listened to that said nothing at first: what goes on there is told every few seconds. */
const patientMs = 9000;
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
  const placeOf = (line: Line) => `${templateOf(line)}${roomOf(asHttp(line.url))}`;
  const probes = lines.length > 0 ? await Promise.all([setting.probe(owner), setting.probe(asker)]) : [];
  const proveLine = async (line: Line) => {
    const own = mostSaid(known.filter((one) => templateOf(one) === templateOf(line)));
    const all = cross(setting, line, own, asker);
    const inOwnTenant = all && own ? withOwnTenant(all, own) : undefined;
    const elsewhere =
      inOwnTenant && own && inOwnTenant.url !== all?.url && isForeign(setting, inOwnTenant, asker) ? inOwnTenant : all;
    const listenAll = async (forMs: number) => {
      const [ofOwner, ordinary, crossing] = await Promise.all([
        twice(b, line, forMs),
        own ? twice(a, own, forMs) : [],
        all ? twice(a, all, forMs) : [],
      ]);
      // The tenant may be checked where the room is not: the owner's room, asked for in the asker's own tenant.
      const refused = elsewhere !== all && crossing.every(({ messages }) => messages.length === 0);
      const again = refused && elsewhere ? await twice(a, elsewhere, forMs) : undefined;
      return { owner: ofOwner, ordinary, cross: again ?? crossing, crossed: again ? elsewhere : all };
    };
    const atomsIn = async (heard: HeardAll) => {
      const named = heard.crossed && (await ownersRooms(setting, heard.crossed, { lines, known }, owner, asker));
      const rooms = named ?? [];
      return { rooms, atoms: channelAtoms(setting, line, heard, rooms, b, asker) };
    };
    const outcome = await betweenProbes(
      probes,
      async () => {
        const heard = await listenAll(listenMs);
        const told = await atomsIn(heard);
        if (told.atoms.length > 0 || told.rooms.length === 0 || wasRefused(heard.owner)) return { heard, ...told };
        const longer = await listenAll(patientMs);
        return { heard: longer, ...(await atomsIn(longer)) };
      },
      setting.renew,
    );
    const { heard, atoms } = outcome.result;
    const { crossed } = heard;
    const mark = context.world.mark;
    const marksIn = (one: Heard) =>
      atoms.filter((atom) => holds(one.messages.join('\n'), atom.value)).map((atom) => mark(atom.value));
    const closed = heard.cross[0]?.closed ?? (crossed ? undefined : heard.ordinary[0]?.closed);
    const room = roomOf(asHttp(line.url));
    const template = `${templates.of('GET', asHttp(line.url)).template}${room}`;
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
    return {
      channel: templateOf(line),
      place: placeOf(line),
      silent: atoms.length === 0,
      hits: [...heard.cross, ...heard.ordinary].flatMap(marksIn).length,
      emit,
    };
  };
  // Connections do not disturb one another, and each takes its time: all are listened to at once.
  const heard = await Promise.all(tellingLines(lines, placeOf).slice(0, channelLimit).map(proveLine));
  const asked =
    probes.length > 0
      ? await collectChannelCalls(setting, { lines, known, templateOf }, b, a, probes)
      : new Set<string>();
  // Where questions were asked one by one, or another room of the channel told something, a silent one has nothing more to tell; of
  // several rooms that told something one speaks for the channel, that in which the asker was told most.
  const told = new Set(asked);
  const inOrder = heard.toSorted((one, other) => Number(one.silent) - Number(other.silent) || other.hits - one.hits);
  for (const { channel, place, silent, emit } of inOrder) {
    if (silent ? asked.has(channel) || told.has(place) : told.has(`heard ${place}`)) continue;
    emit();
    told.add(place).add(`heard ${place}`);
  }
}

const asHttp = (url: string) => url.replace(/^ws/, 'http');
/** One connection after the other: what is heard only once proves nothing. */
async function twice(session: Session, line: Line, forMs: number): Promise<readonly [Heard, Heard]> {
  return [await listen(session, line, forMs), await listen(session, line, forMs)];
}

/** Who is thrown out hears no more by listening longer. */
const wasRefused = (heard: readonly Heard[]) => heard.every(({ closed }) => closed !== undefined);

const mostSaid = (lines: readonly Line[]): Line | undefined =>
  lines.toSorted((one, other) => other.frames.length - one.frames.length)[0];

/** What comes by itself or on joining: answers to questions are judged one by one. */
async function listen(session: Session, line: Line, listenForMs: number): Promise<Heard> {
  const { kind } = line;
  const [url = '', ...frames] = [line.url, ...line.frames].map((one) => renewedKeys(one, session.recorder.exchanges));
  const heard = await listenInPage(session.page, { kind, url, frames, forMs: listenForMs + frames.length * 60 });
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
