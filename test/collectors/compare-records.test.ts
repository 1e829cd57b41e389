import { expect, it } from 'vitest';
import { compareRecord } from '../../src/collectors/zones/compare-records.ts';
import { propagation } from '../../src/checks/domains/propagation/check.ts';
import type { World } from '../../src/world/world.ts';

const alias = { name: 'www.shop.example', type: 'CNAME', value: 'Pages.Host.example.', ttl: 300 };
const world = {
  nameServers: { ask: async () => ({ status: 'ok', records: [alias] }) },
  dns: { query: async () => ({ status: 'ok', records: [alias.value] }) },
} as unknown as World;

it('an alias is the same answer from its own servers and from resolvers, however it is written', async () => {
  const servers = ['ns1.shop.example', 'ns2.shop.example'];
  const record = await compareRecord({ name: 'www.shop.example', type: 'A' }, servers, ['9.9.9.9'], world);
  expect(record.answers.map(({ values }) => values)).toEqual([
    ['CNAME pages.host.example'],
    ['CNAME pages.host.example'],
  ]);
  const look = {
    zone: 'shop.example',
    servers: servers.map((name) => ({ name, state: 'answers' as const, detail: 'answers', serial: '1' })),
    records: [record],
    notCompared: 0,
  };
  const judged = propagation.judge({ 'net.zone': look }, { limits: {} } as Parameters<typeof propagation.judge>[1]);
  expect(judged).toMatchObject({ code: 'agree' });
});
