import { expect, it } from 'vitest';
import { fromStart, type Line, sayable, tellingLines } from '../../src/collectors/portal/tenancy/channel-lines.ts';
import { endsListening } from '../../src/collectors/portal/tenancy/ends-listening.ts';

it('a channel that goes on behind the last message is listened to from the first one', () => {
  const heard = 'https://portal.example/live?threads=17&since=0';
  expect(fromStart('https://portal.example/live?threads=17&since=20931')).toBe(heard);
  expect(fromStart('wss://portal.example/live?lastEventId=88')).toBe('wss://portal.example/live?lastEventId=0');
  for (const same of ['https://portal.example/live?thread=17', 'wss://portal.example/live?after=c2Vx&room=17'])
    expect(fromStart(same)).toBe(same);
});

it.each([
  '["1","9","room:order:71","phx_leave",{}]',
  '{"topic":"order:71","event":"phx_leave","payload":{},"ref":"4"}',
  '{"event":"pusher:unsubscribe","data":{"channel":"private-order-71"}}',
  '{"command":"unsubscribe","identifier":"{\\"channel\\":\\"Order\\"}"}',
  '{"msg":"unsub","id":"x"}',
  '{"id":"1","type":"complete"}',
  '42["leaveRoom",{"id":71}]',
  '42/desk,["unsubscribeFromOrder",71]',
  'unsubscribe',
])('%s is the end of listening', (frame) => {
  expect(endsListening(frame)).toBe(true);
});

it.each([
  '["1","9","room:order:71","phx_join",{"config":{"broadcast":{"self":false}}}]',
  '{"id":4,"method":"leave.list","params":{"year":2026}}',
  '42["leaveRequests",{"month":11}]',
  '{"type":"subscribe","channel":"order:71"}',
  '["1","9","order:71","get",{"text":"please leave the room"}]',
  '{"id":"1","type":"subscribe","payload":{"query":"subscription { completed { id } }"}}',
])('%s is not', (frame) => {
  expect(endsListening(frame)).toBe(false);
});

it('who says over again what a page said does not leave the room that the page left', () => {
  const join = '["1","1","order:71","phx_join",{}]';
  expect(sayable([join, '[null,"2","phoenix","heartbeat",{}]', '["1","3","order:71","phx_leave",{}]'])).toEqual([
    join,
    '[null,"2","phoenix","heartbeat",{}]',
  ]);
});

it('of rooms that are joined alike, the one is listened to in which something went on', () => {
  const line = (room: string, received: readonly string[]): Line => ({
    kind: 'websocket',
    url: 'wss://portal.example/live',
    frames: [`["1","1","order:${room}","phx_join",{}]`],
    received: [`["1","1","order:${room}","phx_reply",{"status":"ok"}]`, ...received],
  });
  const lines = [line('71', []), line('72', []), line('73', ['["1",null,"order:73","progress",{"order":"WO-3109"}]'])];
  expect(tellingLines(lines, () => 'one')).toEqual([lines[0], lines[2]]);
  expect(tellingLines(lines.slice(0, 2), () => 'one')).toEqual([lines[0]]);
});

it('of streams, whose rooms are told apart by their address alone, two are listened to', () => {
  const stream = (room: string): Line => ({
    kind: 'event-stream',
    url: `https://desk.example.test/api/stream?question=${room}`,
    frames: [],
    received: [],
  });
  const lines = [stream('5106'), stream('5106'), stream('5111'), stream('5112')];
  expect(tellingLines(lines, () => 'one')).toEqual([lines[0], lines[2]]);
});
