import type { IdentityName } from '../../../model/identity.ts';
import { setAt } from '../operations/put-into.ts';
import type { Session } from '../session.ts';
import { type AliveProbe, betweenProbes } from './alive.ts';
import { type AnswerContent, readAnswer } from './answer-text.ts';
import { type Line, withOwnSecrets } from './channel-lines.ts';
import { answers, type FrameCall, frameCall, shapeOf, valuesOf } from './frame-call.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import { listenInPage } from './listen-in-page.ts';
import { metAnyway } from './met-anyway.ts';
import { absentReference } from './requests.ts';
import { renewedKeys } from './renewed-keys.ts';
import type { Setting } from './setting.ts';
import { heldBy, shortValuesTogether } from './together.ts';
import { type RawView, rawView } from './view.ts';

const callLimit = 10;
const perShape = 2;
const answerMs = 1500;

interface Lines {
  readonly lines: readonly Line[];
  readonly known: readonly Line[];
  readonly templateOf: (line: Line) => string;
}
interface Candidate {
  readonly line: Line;
  readonly call: FrameCall;
  readonly frame: string;
  /** What is said before it: the greeting, no other calls. */
  readonly greeting: readonly string[];
  readonly slot: { readonly at: readonly string[]; readonly value: string };
}

/**
 * Questions that are asked and answered over a WebSocket under one number: the owner's own question with a reference that only
 * the owner has, said by the owner twice, by the asker twice, by the asker for an absent record, and the asker's own of the kind.
 */
export async function collectChannelCalls(
  setting: Setting,
  { lines, known, templateOf }: Lines,
  owner: Session,
  asker: Session,
  probes: readonly AliveProbe[],
): Promise<ReadonlySet<string>> {
  const heard = { owner: heardIn(lines), asker: heardIn(known) };
  const found: Candidate[] = [];
  const shapes = new Map<string, number>();
  for (const line of lines.filter((one) => one.kind === 'websocket'))
    for (const [at, frame] of line.frames.entries()) {
      const call = frameCall(frame);
      if (!call || call.writes || call.name === '' || joins.test(call.name) || isPulse.test(call.name)) continue;
      const shape = `${templateOf(line)} ${shapeOf(call)}`;
      const came = line.received.map(frameCall).some((one) => one !== undefined && answers(call, one));
      const slot = came ? await ownersReference(setting, call, heard, owner.identity, asker.identity) : undefined;
      if (
        !slot ||
        (shapes.get(shape) ?? 0) >= perShape ||
        found.some((one) => one.slot.value === slot.value && one.call.name === call.name)
      )
        continue;
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
      found.push({ line, call, frame, slot, greeting: line.frames.slice(0, at).filter(isGreeting(line)) });
    }
  for (const one of found.slice(0, callLimit)) {
    const own = known.find((line) => templateOf(line) === templateOf(one.line));
    await proveCall(setting, one, own, templateOf(one.line), owner, asker, probes);
  }
  return new Set(found.map(({ line }) => templateOf(line)));
}

/** Opens a room or the connection: what comes then is no answer under its number. */
export const joins = /join|subscri|connect|init|auth|hello|login/i;

/** Keeps the connection alive; who answers it says nothing of a record. */
const isPulse = /^(heartbeat|ping|pong|keep_?alive)$/i;

/** Said before anything is asked, and not answered under a number, or a room that has to be joined before. */
const isGreeting = (line: Line) => (frame: string) => {
  const call = frameCall(frame);
  return (
    !call ||
    joins.test(call.name) ||
    !line.received.map(frameCall).some((one) => one !== undefined && answers(call, one))
  );
};

/** Every value that was heard on the channels; of `ids` those alone that stand under the name of an id. */
export function heardIn(lines: readonly Line[], ids = false): ReadonlySet<string> {
  return new Set(
    lines.flatMap((line) =>
      line.received.flatMap((frame) =>
        contentOf(frame)
          .leaves.filter(({ path }) => !ids || idPath.test(path))
          .map((leaf) => leaf.value),
      ),
    ),
  );
}

const idPath = /(^|[._])(_?id|uuid|slug|key|ref)$|[a-z](Id|Uuid|Key|Ref)$/;

/** A value of the call that the owner was given, by an answer or on a channel, and the asker never was. */
async function ownersReference(
  setting: Setting,
  call: FrameCall,
  heard: { readonly owner: ReadonlySet<string>; readonly asker: ReadonlySet<string> },
  owner: IdentityName,
  asker: IdentityName,
): Promise<Candidate['slot'] | undefined> {
  const given = (value: string) => heard.owner.has(value) || setting.map.producersOf(owner, value).length > 0;
  const met = (value: string) => heard.asker.has(value) || setting.map.producersOf(asker, value).length > 0;
  for (const slot of [...valuesOf(call)].reverse()) {
    if (slot.value.length > 80 || !/\d|[a-z][A-Z]|[-_]/.test(slot.value) || !given(slot.value) || met(slot.value))
      continue;
    if (!(await metAnyway(setting, slot.value, owner, asker))) return slot;
  }
  return undefined;
}

async function proveCall(
  setting: Setting,
  { line, call, frame, greeting, slot }: Candidate,
  own: Line | undefined,
  place: string,
  owner: Session,
  asker: Session,
  probes: readonly AliveProbe[],
): Promise<void> {
  const absent = setAt(call.json, slot.at, absentReference(slot.value, setting.context.world.randomHex));
  const absentFrame = `${call.before}${JSON.stringify(absent)}${call.after}`;
  const like = own?.frames.find((one) => {
    const other = frameCall(one);
    return other !== undefined && shapeOf(other) === shapeOf(call);
  });
  const say = async (session: Session, said: string): Promise<RawView> => {
    const greets = session === owner ? greeting : withOwnSecrets(greeting, own?.frames ?? []);
    const fresh = (text: string) => renewedKeys(text, session.recorder.exchanges);
    const frames = [...greets, said].map(fresh);
    const url = fresh(session === owner ? line.url : (own?.url ?? line.url));
    const forMs = answerMs + frames.length * 60;
    const { messages, closed } = await listenInPage(session.page, { kind: 'websocket', url, frames, forMs });
    const question = frameCall(said);
    const reply = messages.find((one) => {
      const came = frameCall(one);
      return question !== undefined && came !== undefined && answers(question, came);
    });
    return asView(session.identity, reply, closed);
  };
  const outcome = await betweenProbes(
    probes,
    async () => {
      const ofOwner = [await say(owner, frame), await say(owner, frame)] as const;
      const control = await say(asker, absentFrame);
      const ownView = like ? await say(asker, like) : undefined;
      return { ofOwner, control, ownView, cross: [await say(asker, frame), await say(asker, frame)] };
    },
    setting.renew,
  );
  const { ofOwner, control, ownView, cross } = outcome.result;
  const sent = valuesOf(call).map(({ value }) => value);
  const elsewhere = (value: string) =>
    setting.knows(asker.identity, value) ||
    setting.knows('anonymous', value) ||
    [control, ownView].some((view) => view?.content.text.includes(value));
  const telling = gatherAtoms({
    ownerViews: ofOwner,
    canaries: setting.canariesOf(owner.identity),
    self: owner.self,
    knownElsewhere: elsewhere,
    sent,
  });
  const short =
    telling.length < 2
      ? shortValuesTogether(ofOwner, [ownView, control], sent, (leaf) => setting.frames(owner.identity, leaf.value))
      : undefined;
  const atoms = short ? [...telling, short] : telling;
  const mark = setting.context.world.mark;
  const replies = (views: readonly RawView[]) => views.filter((view) => view.outcome === 'data').length;
  const template = `${new URL(`http://${place}`).pathname}#${call.name}`;
  setting.context.emit('tenancy.channel', `WebSocket ${decodeURI(template)}`, {
    kind: 'websocket',
    template: decodeURI(template),
    host: new URL(line.url).host,
    owner: owner.identity,
    asker: asker.identity,
    atoms: atoms.map((atom) => toAtom(atom, mark)),
    messages: { owner: replies(ofOwner), ordinary: ownView ? replies([ownView]) : 0, cross: replies(cross) },
    ordinary: [],
    cross: cross.map((view) => atoms.filter((atom) => heldBy(view.content, atom)).map((atom) => mark(atom.value))),
    ...(cross[0]?.detail === undefined ? {} : { closed: cross[0].detail }),
    alive: outcome.alive,
  });
}

function contentOf(frame: string): AnswerContent {
  const call = frameCall(frame);
  const text = call ? JSON.stringify(call.json) : (frame.replace(/^\d{1,4}(?=[[{])/, '').split('\u001e')[0] ?? '');
  return readAnswer(new TextEncoder().encode(text), 'application/json');
}

function asView(as: IdentityName, reply: string | undefined, closed: string | undefined): RawView {
  const view = rawView(as, { ok: false, detail: closed ?? '' }, '');
  const { detail: _detail, ...bare } = view;
  const base = closed === undefined ? bare : { ...bare, detail: closed };
  return reply === undefined
    ? { ...base, outcome: 'empty' }
    : { ...base, status: 200, outcome: 'data', content: contentOf(reply) };
}
