import { expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { asOwn } from '../../src/collectors/portal/tenancy/as-own.ts';
import { crossCandidates } from '../../src/collectors/portal/tenancy/cross-candidates.ts';
import { isRefusedAbove } from '../../src/collectors/portal/tenancy/met-further-on.ts';
import { requestOf } from '../../src/collectors/portal/tenancy/requests.ts';
import { ownersWords } from '../../src/collectors/portal/tenancy/searched-alike.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { recordedJson } from './recorded.ts';

const at = (path: string) => `https://portal.example${path}`;
const sent = (identity: 'a' | 'b', path: string, value: unknown, tenant?: string): Exchange =>
  recordedJson(at(path), value, { identity, requestHeaders: tenant ? { 'x-klant-id': tenant } : {} });
const rows = (...names: string[]) => names.map((name) => ({ name }));

it('an id that a filter and a header both say for the owner is asked for, although the asker met it in a shared record', () => {
  const list = [
    sent('a', '/api/boekingen?klant=K1014', rows('Hortensia in potten'), 'K1014'),
    sent('a', '/api/zendingen', [{ ref: 'S-1', ontvanger: 'K1027' }], 'K1014'),
    sent('b', '/api/boekingen?klant=K1027', rows('Rauwe koffiebonen'), 'K1027'),
    sent('b', '/api/zendingen', rows('Zakken jute'), 'K1027'),
  ];
  const asked = crossCandidates(mapOperations(list), 'b', 'a', list, []).map(({ askerRequest }) => askerRequest.url);
  expect(asked).toContain(at('/api/boekingen?klant=K1027'));
});

it('the tenant in a header is changed in the request that asks for most, not in a search of the asker’s', () => {
  const list = [
    sent('a', '/api/trainees?search=maud', rows('Maud Ferreira'), 'marlowe-finch-41'),
    sent('a', '/api/trainees', rows('Maud Ferreira', 'Ines Quigley'), 'marlowe-finch-41'),
    sent('b', '/api/trainees', rows('Ivan Kossuth'), 'castleford-42'),
  ];
  const changed = crossCandidates(mapOperations(list), 'b', 'a', list, []).filter(
    ({ slot }) => slot.place === 'header',
  );
  expect(changed.map(({ askerRequest }) => [askerRequest.url, askerRequest.extra])).toEqual([
    [at('/api/trainees'), [['x-klant-id', 'castleford-42']]],
  ]);
});

it('somebody else’s recorded request is asked in ordinary use with the asker’s own tenant in the header', () => {
  const own = sent('a', '/api/trainees', rows('Maud Ferreira'), 'marlowe-finch');
  const theirs = sent('b', '/api/trainees', rows('Ivan Kossuth'), 'castleford-precision');
  const map = mapOperations([own, theirs]);
  expect(asOwn(map, requestOf(theirs), 'a').extra).toEqual([['x-klant-id', 'marlowe-finch']]);
  expect(asOwn(map, requestOf(theirs), 'b').extra).toBeUndefined();
});

it('a record that its own page refuses is shared with nobody, whatever parameter else asks for it', async () => {
  const list = [
    sent('b', '/api/lines/?invoice=66042', rows('Day rate')),
    sent('b', '/invoices/66042/', { number: 66042 }),
    sent('b', '/receipts/66042/', { number: 66042 }),
  ];
  const map = mapOperations(list);
  const operation = map.operations.find(({ template }) => template === '/api/lines/');
  if (!operation) throw new Error('no operation');
  const refusedAt = (path: string) =>
    isRefusedAbove(
      { map, ask: async ({ url }: { url: string }) => ({ outcome: url === at(path) ? 'denied' : 'failed' }) } as never,
      { reference: '66042', leaves: [], operation },
      'b',
      'a',
    );
  expect(await refusedAt('/invoices/66042/')).toBe(true);
  expect(await refusedAt('/receipts/66042/')).toBe(false);
});

it('papers that go by numbers alone are searched for by their numbers, days and amounts are not', () => {
  const list = [
    sent('b', '/api/invoices', [{ po: '45001187', due: '2026-11-02', total: '1180.50', no: 'FL-2026-0442' }]),
  ];
  const setting = { map: mapOperations(list), knows: () => false, frames: () => false } as unknown as Setting;
  expect(ownersWords(setting, 'b', 'a').first.toSorted()).toEqual(['45001187', 'FL-2026-0442']);
});

it('a search that is called after a field of the records is asked for the beginning of what the owner has there, before anything else', () => {
  const lots = [{ lot: 'VH-L3301', code: 'M-523825', product: 'Natural yogurt of the valley' }];
  const list = [sent('b', '/api/samples', lots), sent('b', '/api/contacts', [{ contact: 'Karim Zerrouki' }])];
  const setting = {
    map: mapOperations(list),
    knows: (_as: string, word: string) => word === 'Karim',
    frames: () => false,
  } as unknown as Setting;
  expect(ownersWords(setting, 'b', 'a', '/rpc/lots.find').first[0]).toBe('VH-L33');
  expect(ownersWords(setting, 'b', 'a', '/api/contacts/suggestions').first[0]).toBe('Zerrouki');
});
