import { describe, expect, it } from 'vitest';
import { procedureAsks } from '../../src/collectors/portal/crawl/procedure-asks.ts';
import { referencesOf } from '../../src/collectors/portal/crawl/references-of.ts';
import { recordedJson } from './recorded.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';

const asked = (text: string, seen: readonly Exchange[]) =>
  procedureAsks([text], seen, referencesOf(seen)).map(({ method, url, body }) =>
    [method, decodeURIComponent(url.replace('https://x.test', '')), ...(body ? [body] : [])].join(' '),
  );

describe('procedures that a script names and no page called', () => {
  const batch = `https://x.test/api/trpc/user.me,orders.list?batch=1&input=${encodeURIComponent('{"1":{"json":{"page":1}}}')}`;
  const trpc = recordedJson(batch, [
    { result: { data: { json: { name: 'Ada' } } } },
    { result: { data: { json: [{ id: 'ck1', title: 'Pump seals' }] } } },
  ]);

  it('of tRPC, by the chain of their names and with the input as its client wraps it', () => {
    expect(
      asked('e.orders.byId.useQuery({id:t.id}),n.orders.totals.useQuery(),o.client.orders.lines.query({orderId:i})', [
        trpc,
      ]),
    ).toEqual([
      'GET /api/trpc/orders.byId?batch=1&input={"0":{"json":{"id":"ck1"}}}',
      'GET /api/trpc/orders.totals?batch=1&input={}',
      'GET /api/trpc/orders.lines?batch=1&input={"0":{"json":{"orderId":"ck1"}}}',
    ]);
  });

  it('with a value of its own as the input', () => {
    expect(asked('e.orders.byId.useQuery(t.orderId)', [trpc])).toEqual([
      'GET /api/trpc/orders.byId?batch=1&input={"0":{"json":"ck1"}}',
    ]);
  });

  it('none that acts, and none of another library', () => {
    expect(
      asked('e.orders.cancel.useQuery({id:t}),e.orders.markSeen.query({id:t}),q.cache.fetch({id:t})', [trpc]),
    ).toEqual([]);
  });

  const list = recordedJson(
    'https://x.test/rpc',
    { jsonrpc: '2.0', id: 1, result: [{ id: 51, plate: 'WE-IR 771' }] },
    {
      method: 'POST',
      requestBody: '{"jsonrpc":"2.0","id":1,"method":"trips.list","params":{}}',
    },
  );

  it('of JSON-RPC, by the function that was given a name that was seen', () => {
    expect(
      asked(
        'r("trips.list",{}),r("trips.get",{tripId:e.id}),r("trips.flag",{tripId:e.id}),on("trips.show",{tripId:1})',
        [list],
      ),
    ).toEqual(['POST /rpc {"jsonrpc":"2.0","id":1,"method":"trips.get","params":{"tripId":51}}']);
  });

  it('of GraphQL that the server keeps, with the hash that stands beside the name', () => {
    const [one, two, three] = ['a', 'b', 'c'].map((sign) => sign.repeat(64));
    const seen = recordedJson(
      'https://x.test/graphql',
      { data: { tickets: [{ id: 31, subject: 'Pump howls' }] } },
      {
        method: 'POST',
        requestBody: JSON.stringify({
          operationName: 'TicketList',
          variables: {},
          extensions: { persistedQuery: { version: 1, sha256Hash: one } },
        }),
      },
    );
    const script = `H={TicketList:"${one}",TicketDetail:"${two}",BookSlot:"${three}"};g("TicketList",{}),g("TicketDetail",{ticketId:t}),g("BookSlot",{ticketId:t})`;
    expect(asked(script, [seen])).toEqual([
      `POST /graphql {"operationName":"TicketDetail","variables":{"ticketId":31},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"${two}"}}}`,
    ]);
  });
});
