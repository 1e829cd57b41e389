import type { ScriptChannel, ScriptJoin } from '../../../parse/script/channels-in-script.ts';
import type { Exchange } from '../exchange.ts';
import type { Channel } from '../recorder.ts';
import { sayable, withoutHandshake } from '../tenancy/channel-lines.ts';
import type { ListenOrder } from '../tenancy/listen-in-page.ts';
import type { References } from './references-of.ts';

/** What a page opened already, and what it said. */
export interface OpenedChannels {
  readonly channels: readonly Channel[];
  readonly exchanges: readonly Exchange[];
}

const each = 2;
const most = 6;
const put = /\{([\w$]+)\}/g;

/**
 * Rooms of single records that the portal's scripts name and no page opened, with ids that answers gave: `/ws/orders/12`,
 * `/events?topic=trip:7`, `{ type: "subscribe", room: "order:12" }`. What is to be put in and was never given keeps a room out.
 */
export function channelAsks(
  { channels: named, joins }: { readonly channels: readonly ScriptChannel[]; readonly joins: readonly ScriptJoin[] },
  opened: OpenedChannels,
  references: References,
  origins: { readonly page: string; readonly data: string },
): readonly Omit<ListenOrder, 'forMs'>[] {
  const streams = opened.exchanges.filter((one) => one.resource === 'eventsource').map(({ url }) => url);
  const seen = [...opened.channels.map(({ url }) => url), ...streams].map(pathOf);
  const byAddress = named.flatMap(({ kind, path, elsewhere }) => {
    if (!/\{[\w$]+\}/.test(path) || seen.some((one) => asPattern(path).test(one))) return [];
    const origin = elsewhere ? origins.data : origins.page;
    const base = kind === 'websocket' ? origin.replace(/^http/, 'ws') : origin;
    return filled(path, references).map((one) => ({ kind, url: `${base}${one}`, frames: [] }));
  });
  const open = opened.channels.findLast(({ received }) => received.length > 0) ?? opened.channels.at(-1);
  const bySaying = joins.flatMap((join) => {
    const frame = open && frameOf(join, open);
    if (!open || frame === undefined) return [];
    if (open.sent.some((one) => asPattern(frame).test(one))) return [];
    const greeting = sayable(open.sent.slice(0, 2));
    const url = withoutHandshake(open.url);
    return filled(frame, references, true).map((one) => ({
      kind: 'websocket' as const,
      url,
      frames: [...greeting, one],
    }));
  });
  return [...byAddress, ...bySaying].slice(0, most);
}

/** As this connection says it: Socket.IO's events stand in an array behind a number. */
function frameOf({ event, said }: ScriptJoin, open: Channel): string | undefined {
  if (event === undefined) return JSON.stringify(said);
  return /[?&]EIO=|socket\.io/.test(open.url) ? `42${JSON.stringify([event, said])}` : undefined;
}

/** With the values in, at most two; `json`: a text that is all reference is a number where answers gave one. */
function filled(template: string, references: References, json = false): readonly string[] {
  const names = [...template.matchAll(put)];
  let texts: readonly string[] = [template];
  for (const { 0: all, 1: name = '', index } of names) {
    const before = template.slice(0, index);
    const key = /["'?&]([\w-]+)["']?[=:]\s*"?$/.exec(before)?.[1] ?? '';
    const words = before.split(/[^A-Za-z]+/).filter((word) => word.length >= 3);
    const kind = words.at(-1) ?? '';
    const values = [
      ...references.ofField({ name, by: key }, [kind]),
      ...references.ofField({ name: key === '' ? 'id' : key, by: name }, [kind]),
      ...references.ofField({ name: 'id' }, [kind]),
    ];
    const chosen = [...new Set(values)].slice(0, each);
    texts = texts
      .flatMap((text) => chosen.map((value) => inserted(text, all, value, json && references.isNumber(value))))
      .slice(0, each);
  }
  return texts;
}

const inserted = (text: string, all: string, value: string, isNumber: boolean) =>
  isNumber && text.includes(`"${all}"`) ? text.replace(`"${all}"`, value) : text.replace(all, () => value);

/** Whether it is the same with anything put in. */
function asPattern(template: string): RegExp {
  const parts = template.split(put).filter((_one, at) => at % 2 === 0);
  return new RegExp(`^${parts.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('"?[^/&"]+"?')}$`);
}

const pathOf = (address: string) => {
  const { pathname, search } = new URL(address);
  return decodeURIComponent(`${pathname}${search}`);
};
