import { flatten } from '../operations/slots.ts';
import { setAt } from '../operations/put-into.ts';
import type { Channel } from '../recorder.ts';
import type { Session } from '../session.ts';
import { endsListening } from './ends-listening.ts';
import { answers, frameCall, shapeOf } from './frame-call.ts';
import type { Setting } from './setting.ts';

/** A channel that a page opened: its address, what the page said, what it heard. */
export interface Line {
  readonly kind: 'websocket' | 'event-stream';
  readonly url: string;
  readonly frames: readonly string[];
  readonly received: readonly string[];
}

const framesSaid = 24;

export function linesOf(setting: Setting, session: Session): Line[] {
  const channels: readonly Channel[] = session.recorder.channels ?? [];
  const streams = setting.map.operations
    .filter((one) => one.answers === 'stream')
    .flatMap((one) => (one.by.get(session.identity) ?? []).map(({ exchange }) => exchange.url));
  return [
    ...channels.map(
      ({ url, sent, received }): Line => ({
        kind: 'websocket',
        url: fromStart(withoutHandshake(url)),
        frames: sayable(sent),
        received,
      }),
    ),
    ...streams.map((url): Line => ({ kind: 'event-stream', url: fromStart(url), frames: [], received: [] })),
  ];
}

const place = /^(since|after|last(_?(event|message))?(_?id)?|from(_?(id|seq))?|seq(uence)?|offset|cursor)$/i;

/** What was said before a page was opened is on the page, and its channel goes on from there: who asks from the start hears it. */
export function fromStart(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  const numbered = [...url.searchParams].filter(([name, value]) => place.test(name) && /^\d{1,20}$/.test(value));
  if (numbered.length === 0) return address;
  for (const [name] of numbered) url.searchParams.set(name, '0');
  return url.href;
}

/**
 * Those that say something none before said, or that heard something where others say the same: a page opens its channel anew each
 * time it is loaded, and of the rooms of single records few have anything going on. At most two of a template, and one that heard.
 */
export function tellingLines(lines: readonly Line[], templateOf: (line: Line) => string): readonly Line[] {
  const said = new Map<string, Set<string>>();
  const chosen = new Map<string, Line[]>();
  for (const line of [...lines].sort((one, other) => other.frames.length - one.frames.length)) {
    const template = templateOf(line);
    const known = said.get(template) ?? new Set<string>();
    const kinds = line.frames.map(kindOf);
    const list = chosen.get(template) ?? [];
    // Whoever opens a stream says nothing: the room of another record is another address.
    const isOther = line.kind === 'event-stream' && list.every(({ url }) => url !== line.url);
    if (list.length === 0 || (list.length < 2 && (isOther || kinds.some((kind) => !known.has(kind))))) list.push(line);
    chosen.set(template, list);
    said.set(template, new Set([...known, ...kinds]));
  }
  for (const [template, list] of chosen) {
    const most = lines
      .filter((line) => templateOf(line) === template)
      .reduce((one, other) => (heardUnasked(other) > heardUnasked(one) ? other : one));
    if (list.every((line) => heardUnasked(line) < heardUnasked(most))) list.push(most);
  }
  return [...chosen.values()].flat();
}

/** How much came by itself: no answers. */
function heardUnasked({ frames, received }: Line): number {
  const calls = frames.flatMap((frame) => frameCall(frame) ?? []);
  const unasked = received.filter((message) => {
    const came = frameCall(message);
    return !(came && calls.some((call) => answers(call, came)));
  });
  return unasked.join('').length;
}

const kindOf = (frame: string) => {
  const call = frameCall(frame);
  return call ? shapeOf(call) : frame.replace(/\d+/g, '#').slice(0, 200);
};

/** Without what changes something or leaves a room, and without Engine.IO's upgrade from polling and its pulse, which belong to one connection. */
export function sayable(sent: readonly string[]): readonly string[] {
  return [...new Set(sent)]
    .filter((frame) => !/^(2probe|[235])$/.test(frame) && !frameCall(frame)?.writes && !endsListening(frame))
    .slice(0, framesSaid);
}

/** A transport's own session id belongs to one connection; without it a new one is opened (engine.io). */
export function withoutHandshake(address: string): string {
  const url = new URL(address);
  if (url.searchParams.has('EIO')) url.searchParams.delete('sid');
  return url.href;
}

const secretKey =
  /^(token|access_?token|auth_?token|authorization|jwt|ticket|password|session|sid|api_?key|user_?token)$/i;
const sealed = /\b[\w-]{20,}\.[\w-]{20,}\.[\w-]{20,}/;

/** The owner's frames with the asker's own keys in them, from its frame of the same shape; without one the frame is left out. */
export function withOwnSecrets(frames: readonly string[], own: readonly string[]): readonly string[] {
  return frames.flatMap((frame) => {
    const secrets = secretsIn(frame);
    if (secrets.length === 0) return sealed.test(frame) ? [] : [frame];
    const like = own.find((one) => kindOf(one) === kindOf(frame) && secretsIn(one).length === secrets.length);
    if (!like) return [];
    const mine = secretsIn(like);
    const [head, json, tail] = parted(frame);
    const changed = secrets.reduce((value, { at }, index) => setAt(value, at, mine[index]?.value ?? ''), json);
    return [`${head}${JSON.stringify(changed)}${tail}`];
  });
}

function secretsIn(frame: string) {
  return flatten(parted(frame)[1], []).filter(({ at, value }) => secretKey.test(at.at(-1) ?? '') || sealed.test(value));
}

function parted(frame: string): readonly [string, unknown, string] {
  const [, head = '', text = '', tail = ''] = /^([^[{]*)([[{].*[\]}])([^\]}]*)$/s.exec(frame) ?? [];
  try {
    return [head, JSON.parse(text) as unknown, tail];
  } catch {
    return ['', undefined, ''];
  }
}
