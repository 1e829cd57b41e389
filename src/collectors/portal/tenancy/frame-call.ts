import { graphqlParts } from '../operations/graphql-request.ts';
import { writesByName } from '../operations/is-read.ts';
import { flatten } from '../operations/slots.ts';

/** A text frame that calls something and is answered under the same number, or such an answer. */
export interface FrameCall {
  /** What the answer repeats: a request number, as text. */
  readonly id: string;
  /** What is called; empty for an answer. */
  readonly name: string;
  /** The frame up to its JSON (Engine.IO's packet type and acknowledgement), and what ends it (SignalR). */
  readonly before: string;
  readonly after: string;
  readonly json: unknown;
  readonly writes: boolean;
}

const idKeys =
  /^(id|seq|ref|rid|cid|mid|txn|nonce|(req|request|call|msg|message|correlation|invocation)_?id|reply_?to|in_?reply_?to|re|ack)$/i;
const nameKeys = [
  'method',
  'fn',
  'target',
  'procedure',
  'proc',
  'action',
  'route',
  'command',
  'cmd',
  'name',
  'op',
  'event',
  'type',
];

/**
 * Reads one frame of the protocols that number their calls: JSON-RPC, tRPC, graphql-transport-ws, Socket.IO acknowledgements,
 * Phoenix channels (both versions), SignalR's JSON, Meteor's DDP, WAMP-like arrays and home-made objects. undefined for others.
 */
export function frameCall(frame: string): FrameCall | undefined {
  const socketIo = /^(4[2356](?:\/[^,]*,)?)(\d+)(\[.*)$/s.exec(frame);
  const after = frame.endsWith('\u001e') ? '\u001e' : '';
  const text = socketIo ? (socketIo[3] ?? '') : frame.slice(0, frame.length - after.length);
  const json = fromJson(text);
  if (json === undefined || json === null || typeof json !== 'object') return undefined;
  if (socketIo)
    return made(socketIo[2], Array.isArray(json) ? json[0] : '', json, `${socketIo[1]}${socketIo[2]}`, after);
  if (Array.isArray(json)) {
    // Phoenix: [join, number, topic, event, payload]; WAMP and OCPP: [kind, number, …].
    const name =
      json.length === 5 && json[3] !== undefined
        ? (liveViewEvent(json) ?? json[3])
        : json.slice(2).find((one) => typeof one === 'string');
    return made(json[1] ?? undefined, name, json, '', after);
  }
  const fields = json as Record<string, unknown>;
  const id = Object.entries(fields).find(([key, value]) => idKeys.test(key) && isScalar(value))?.[1];
  const inner = fields.payload ?? fields.params;
  const graphql = graphqlParts('POST', 'http://frame/', JSON.stringify(inner ?? null))?.flatMap((one) => one.fields);
  const path = (inner as { path?: unknown } | undefined)?.path;
  const plain = nameKeys.map((key) => fields[key]).find((value) => typeof value === 'string' && value !== '');
  return made(id, graphql?.join(' + ') ?? (typeof path === 'string' ? path : plain), json, '', after);
}

/** Whether a frame that came answers this call. */
export function answers(call: FrameCall, came: FrameCall): boolean {
  if (came.id === call.id) return true;
  const { json } = came;
  if (Array.isArray(json)) return json.slice(0, 3).some((one) => isScalar(one) && String(one) === call.id);
  return Object.entries(json as object).some(
    ([key, value]) => idKeys.test(key) && isScalar(value) && String(value) === call.id,
  );
}

/** The words that could be references: every value of the call but its number and what is called. */
export function valuesOf({
  json,
  id,
  name,
}: FrameCall): readonly { readonly at: readonly string[]; readonly value: string }[] {
  return flatten(json, []).filter(({ at, value }) => !(at.length === 1 && (value === id || value === name)));
}

/** The same call whatever it is asked for. */
export function shapeOf(call: FrameCall): string {
  return `${call.name} ${valuesOf(call)
    .map(({ at }) => at.join('.'))
    .join(' ')}`;
}

/** Of LiveView all is an `event`: what the page named it says whether it writes. */
function liveViewEvent([, , , kind, payload]: readonly unknown[]): string | undefined {
  const event = (payload as { event?: unknown } | null | undefined)?.event;
  return kind === 'event' && typeof event === 'string' ? event : undefined;
}

const isScalar = (value: unknown) => typeof value === 'string' || typeof value === 'number';
const changes =
  /(^|[._:/-])(create|add|update|set|save|delete|remove|destroy|send|invite|upsert|insert|edit|change|mark|toggle|cancel|approve|reject|pay|submit|publish|assign|move|reset|revoke|post|put|patch|write|typing|seen|mutation)(?![a-z])/;

function made(id: unknown, name: unknown, json: unknown, before: string, after: string): FrameCall | undefined {
  if (!isScalar(id)) return undefined;
  const called = typeof name === 'string' ? name.slice(0, 80) : '';
  const words = called.replace(/([a-z])(?=[A-Z])/g, '$1_').toLowerCase();
  const text = JSON.stringify(json);
  const isPress = Array.isArray(json) && liveViewEvent(json) !== undefined;
  const writes =
    changes.test(words) || (isPress && writesByName(called)) || /"(query|method)":"\s*mutation\b/.test(text);
  return { id: String(id), name: called, before, after, json, writes };
}

function fromJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
