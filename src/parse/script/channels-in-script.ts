import type { Expression, SpreadElement } from 'acorn';
import { argumentsAt } from './arguments-at.ts';
import { nameOf, propertiesOf, textsOf } from './call-text.ts';

/** A channel that a script opens: `path` as named (`/ws/orders/{id}`, `/events?topic=trip:{id}`), without its host. */
export interface ScriptChannel {
  /** What stands before the path is put in: it may lie where the data comes from. */
  readonly elsewhere?: true;
  readonly kind: 'websocket' | 'event-stream';
  readonly path: string;
}

/** What a script says to join a room: JSON with `{name}` in its texts where something is put in; `event` where it is emitted under a name. */
export interface ScriptJoin {
  readonly event?: string;
  readonly said: unknown;
}

const opens = /\bnew\s+[\w$.]*?(EventSource|WebSocket)\(|(?<![\w$])[a-z]+(EventSource|EventStream)\(/g;
const says = /\.(send|emit|push|subscribe|perform)\(/g;
const joining =
  /^(subscribe|sub|join|watch|listen|follow|enter|observe|track|room|open)(?![a-z])|(subscribe|join|watch)$/i;
const most = 30;

/** Channels that a script opens, `EventSource` (HTML standard), `WebSocket` and what libraries call alike. */
export function channelsInScript(text: string): readonly ScriptChannel[] {
  const found = new Map<string, ScriptChannel>();
  for (const match of text.matchAll(opens)) {
    const kind = match[1] === 'WebSocket' ? 'websocket' : 'event-stream';
    const [first] = argumentsAt(text, match.index + match[0].length - 1);
    for (const one of textsOf(first)) {
      const path = withoutHost(one);
      if (found.size < most && /^\/[\w{][\w{}./~@%$:?=&,-]*$/.test(path))
        found.set(`${kind} ${path}`, { kind, path, ...(/^[^/]*\{/.test(one) ? { elsewhere: true } : {}) });
    }
  }
  return [...found.values()];
}

/** What scripts say to join a room with something put in: `send(JSON.stringify({ type: "subscribe", room: "order:" + id }))`, `emit("join", …)`. */
export function joinsInScript(text: string): readonly ScriptJoin[] {
  const found = new Map<string, ScriptJoin>();
  for (const match of text.matchAll(says)) {
    const [first, second] = argumentsAt(text, match.index + match[0].length - 1);
    const inner =
      first?.type === 'CallExpression' && nameOf(first.callee) === 'stringify' ? first.arguments[0] : undefined;
    const [event] = match[1] === 'emit' ? textsOf(first) : [];
    const said = written(match[1] === 'emit' ? second : (inner ?? undefined));
    if (said === undefined || !/\{[\w$]+\}/.test(JSON.stringify(said))) continue;
    const names = event === undefined ? wordsOf(said) : [event];
    if (!names.some((name) => joining.test(name))) continue;
    const one = { said, ...(event === undefined ? {} : { event }) };
    if (found.size < most) found.set(JSON.stringify(one), one);
  }
  return [...found.values()];
}

/** `{proto}//{host}/ws/{id}`, `wss://host/ws`, `{base}/ws`: the path and what stands behind it. */
const withoutHost = (text: string) =>
  text
    .replace(/^(?:(?:wss?|https?):|\{[^}]*\}:?|ws\{[^}]*\}:?)?\/\/(?:\{[^}]*\}|[\w.:-]+)/, '')
    .replace(/^\{[^}]*\}(?=\/)/, '');

/** An object or a text as it is written, with `{name}` for what is put in; undefined for what is put together elsewhere. */
function written(node: Expression | SpreadElement | undefined, depth = 0): unknown {
  if (!node || node.type === 'SpreadElement' || depth > 4) return undefined;
  if (node.type === 'ObjectExpression') {
    const fields = [...propertiesOf(node)].map(([name, value]) => [name, written(value, depth + 1)] as const);
    return fields.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(fields);
  }
  if (node.type === 'ArrayExpression') {
    const parts = node.elements.map((one) => written(one ?? undefined, depth + 1));
    return parts.includes(undefined) ? undefined : parts;
  }
  if (node.type === 'Literal' && typeof node.value !== 'object') return node.value;
  const [text] = textsOf(node);
  if (text !== undefined) return text;
  const name = nameOf(node);
  return name === '' ? undefined : `{${name}}`;
}

/** The texts of an object that say what is done: under `type`, `event`, `action` and the like, as protocols name them. */
function wordsOf(said: unknown): readonly string[] {
  if (said === null || typeof said !== 'object') return [];
  return Object.entries(said).flatMap(([key, value]) =>
    typeof value === 'string' && /^(type|event|action|command|cmd|op|method|kind|t|msg)$/i.test(key) ? [value] : [],
  );
}
