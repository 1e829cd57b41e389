// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are texts of scripts.
import { expect, it } from 'vitest';
import { channelAsks } from '../../src/collectors/portal/crawl/channel-asks.ts';
import { referencesOf } from '../../src/collectors/portal/crawl/references-of.ts';
import { channelsInScript, joinsInScript } from '../../src/parse/script/channels-in-script.ts';
import { recordedJson } from '../portal/recorded.ts';

it.each([
  [
    'the host of the page before it',
    'new WebSocket(`${p?"wss":"ws"}://${location.host}/live/orders/${e.id}`)',
    '/live/orders/{id}',
  ],
  [
    'an address before it',
    'new EventSource(`${B}/events?topic=trip:${t}`,{withCredentials:!0})',
    '/events?topic=trip:{t}',
  ],
  ['a sum', 'new EventSource("/events?vehicle="+encodeURIComponent(v.id))', '/events?vehicle={id}'],
  ['a client of its own', 'new rt.ReconnectingWebSocket("wss://x.test/ws")', '/ws'],
])('a channel with %s', (_what, text, path) => expect(channelsInScript(text).map((one) => one.path)).toEqual([path]));

const said =
  's.send(JSON.stringify({type:"subscribe",room:"order:"+o.id})),s.emit("join",{orderId:t}),s.send(JSON.stringify({type:"typing",room:o})),s.emit("save",{orderId:t}),s.send(JSON.stringify({type:"subscribe",room:"news"}))';

it('what is said to join a room, and nothing that is said besides', () => {
  expect(joinsInScript(said)).toEqual([
    { said: { type: 'subscribe', room: 'order:{id}' } },
    { event: 'join', said: { orderId: '{t}' } },
  ]);
});

const walked = [
  recordedJson('https://api.x.test/v1/orders', [{ id: 12, title: 'Pump seals' }]),
  recordedJson('https://api.x.test/v1/vehicles', [{ id: 'v-7', plate: 'WE-IR 771' }]),
];
const asks = (text: string, url: string, sent: readonly string[] = []) =>
  channelAsks(
    { channels: channelsInScript(text), joins: joinsInScript(text) },
    { channels: [{ identity: 'b', url, sent, received: ['{}'] }], exchanges: walked },
    referencesOf(walked),
    { page: 'https://x.test', data: 'https://api.x.test' },
  ).map((one) => [one.kind, one.url, ...one.frames].join(' '));

it('rooms of records that answers gave, where scripts name them', () => {
  const text =
    'new WebSocket("wss://"+location.host+"/live/orders/"+o),new EventSource(`${B}/events?vehicle=${v.id}`),new EventSource(`/trucks/${q}`)';
  expect(asks(text, 'wss://x.test/ws')).toEqual([
    'websocket wss://x.test/live/orders/12',
    'event-stream https://api.x.test/events?vehicle=v-7',
  ]);
});

it('joined by what a connection that is there is told, each in its own manner', () => {
  expect(asks(said, 'wss://x.test/ws', ['{"type":"hello"}'])).toEqual([
    'websocket wss://x.test/ws {"type":"hello"} {"type":"subscribe","room":"order:12"}',
  ]);
  expect(asks(said, 'wss://x.test/socket.io/?EIO=4&transport=websocket&sid=abc', ['40'])).toContain(
    'websocket wss://x.test/socket.io/?EIO=4&transport=websocket 40 42["join",{"orderId":12}]',
  );
  expect(asks(said, 'wss://x.test/ws', ['{"type":"subscribe","room":"order:11"}'])).toEqual([]);
});
