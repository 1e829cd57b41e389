import { describe, expect, it } from 'vitest';
import { withOwnSecrets } from '../../src/collectors/portal/tenancy/channel-lines.ts';
import { answers, type FrameCall, frameCall, valuesOf } from '../../src/collectors/portal/tenancy/frame-call.ts';

const end = '\u001e';
const protocols: readonly (readonly [string, string, string, string, string])[] = [
  [
    'JSON-RPC',
    '{"jsonrpc":"2.0","id":4,"method":"order.get","params":{"id":71}}',
    'order.get',
    '{"jsonrpc":"2.0","id":4,"result":{}}',
    '"id":4',
  ],
  ['Socket.IO', '4212["order:get",{"id":71}]', 'order:get', '4312[{"sku":"x"}]', '12['],
  ['Socket.IO with a namespace', '42/desk,3["order:get",71]', 'order:get', '43/desk,3[{"sku":"x"}]', ',3['],
  ['Phoenix', '["1","9","order:71","get",{"id":71}]', 'get', '["1","9","order:71","phx_reply",{"status":"ok"}]', '"9"'],
  [
    'SignalR',
    `{"type":1,"invocationId":"3","target":"GetOrder","arguments":[71]}${end}`,
    'GetOrder',
    `{"type":3,"invocationId":"3","result":{}}${end}`,
    '"3"',
  ],
  [
    'graphql-ws',
    '{"id":"8","type":"subscribe","payload":{"query":"query O($id:ID!){order(id:$id){sku}}","variables":{"id":"71"}}}',
    'order',
    '{"id":"8","type":"next","payload":{"data":{}}}',
    '"8"',
  ],
  [
    'tRPC',
    '{"id":2,"method":"query","params":{"path":"order.byId","input":{"id":71}}}',
    'order.byId',
    '{"id":2,"result":{"data":{}}}',
    '"id":2',
  ],
  [
    'DDP',
    '{"msg":"method","id":"5","method":"orders.one","params":[71]}',
    'orders.one',
    '{"msg":"result","id":"5","result":{}}',
    '"5"',
  ],
  [
    'home-made',
    '{"op":"call","seq":2,"fn":"order","arg":{"id":71}}',
    'order',
    '{"op":"ret","seq":2,"val":{}}',
    '"seq":2',
  ],
];

describe('calls over a WebSocket', () => {
  it('LiveView: an event goes by the name that the page gave it', () => {
    const event = (name: string) =>
      frameCall(`["4","9","lv:phx-F1","event",{"type":"click","event":"${name}","value":{"id":"71"}}]`);
    expect(event('show_order')).toMatchObject({ name: 'show_order', writes: false });
    for (const name of ['delete', 'archive_order', 'complete']) expect(event(name)?.writes).toBe(true);
  });

  it.each(protocols)(
    '%s: what is called, what answers it, what it is asked for',
    (_name, frame, called, reply, number) => {
      const call = frameCall(frame) as FrameCall;
      expect(call.name).toBe(called);
      expect(valuesOf(call).map(({ value }) => value)).toContain('71');
      expect(answers(call, frameCall(reply) as FrameCall)).toBe(true);
      const other = frameCall(reply.replace(number, number.replace(/\d+/, '77')));
      expect(other !== undefined && answers(call, other)).toBe(false);
    },
  );

  it('what changes something is never said again', () => {
    const frames = [
      '{"id":1,"method":"order.cancel","params":{}}',
      '["1","2","r:1","new_message_send",{}]',
      '421["setName","x"]',
    ];
    expect(frames.map((frame) => frameCall(frame)?.writes)).toEqual([true, true, true]);
  });

  it("the owner's frame is said with the asker's own key, or not at all", () => {
    const frame = '["1","1","room:b","phx_join",{"token":"key-of-b"}]';
    expect(withOwnSecrets([frame], ['["1","1","room:a","phx_join",{"token":"key-of-a"}]'])).toEqual([
      '["1","1","room:b","phx_join",{"token":"key-of-a"}]',
    ]);
    expect(withOwnSecrets([frame], [])).toEqual([]);
  });
});
