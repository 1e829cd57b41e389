import { expect, it } from 'vitest';
import { chosenSlot, formerOfChoice, slotBetween } from '../../src/collectors/portal/writes/chosen-slot.ts';
import { proveChoice, standsBelow } from '../../src/collectors/portal/writes/prove-choice.ts';
import { slotsOf } from '../../src/collectors/portal/operations/slots.ts';
import type { MoveBench } from '../../src/collectors/portal/writes/prove-move.ts';
import type { PlannedWrite, Settled } from '../../src/world/journal.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const sites: Readonly<Record<string, string>> = {
  311: 'Mill Court, Hull',
  312: 'North Wharf, Hull',
  390: 'Lyon depot 4711',
};
const url = 'https://portal.example.test/api/jobs/71';

type Portal = 'checks it' | 'takes any' | 'stores it only' | 'refuses all' | 'keeps what it took';

/** A job of the asker's that stands below one of its sites; 390 is the owner's. */
function toy(portal: Portal) {
  const journal: (PlannedWrite & { settled: Settled['state'][] })[] = [];
  let site = '311';
  const written: string[] = [];
  const bench: MoveBench = {
    looks: [],
    mark: () => 'lr4711',
    wait: async () => undefined,
    journal: {
      plan: async (write) => String(journal.push({ ...write, settled: [] }) - 1),
      settle: async (id, { state }) => void journal[Number(id)]?.settled.push(state),
      entries: async () => [],
    },
    read: async () =>
      viewed('a', 200, {
        id: 71,
        title: 'Ladder of the roof',
        site: { id: Number(site), name: portal === 'stores it only' && site === '390' ? null : sites[site] },
      }),
    async write(_as, { body }) {
      const wanted = String(JSON.parse(body ?? '{}').siteId);
      const stuck = portal === 'keeps what it took' && site === '390';
      const isTaken = portal !== 'refuses all' && !stuck && (wanted !== '390' || portal !== 'checks it');
      if (isTaken) site = wanted;
      written.push(wanted);
      return viewed('a', isTaken ? 200 : 404, { ok: isTaken });
    },
  };
  const body = JSON.stringify({ siteId: 312, note: 'Ring' });
  const sent = { method: 'PATCH', url, body, contentType: 'application/json' };
  const headers = { 'content-type': 'application/json' };
  const slot = slotsOf({ ...sent, headers }).find(({ value }) => value === '312');
  if (!slot) throw new Error('The request names no site.');
  const subject = {
    ...{ sent, slot, name: 'siteId', id: '71', keys: ['siteId', 'site'], foreign: '390' },
    ...{ owner: 'b' as const, asker: 'a' as const, isOwners: (value: string) => value === sites[390] },
  };
  return { journal, written, site: () => site, prove: () => proveChoice(subject, bench) };
}

it.each([
  ['takes any', { moved: 'asker-reads-more', restored: true, trials: [{ changed: true }] }],
  ['checks it', { moved: 'no', restored: true, trials: [{ status: 404, changed: false }] }],
  ['stores it only', { moved: 'stored', restored: true, trials: [{ changed: null }] }],
  ['keeps what it took', { moved: 'asker-reads-more', restored: false }],
] as const)('a portal that %s', async (portal, expected) => {
  const { journal, prove, site } = toy(portal);
  expect(await prove()).toMatchObject(expected);
  const left = portal === 'keeps what it took';
  expect(site()).toBe(left ? '390' : '311');
  expect(journal.map(({ settled }) => settled.at(-1))).toEqual(['undone', left ? 'cannot-undo' : 'undone']);
  expect(journal[0]?.undo?.body).toBe(JSON.stringify({ siteId: 311, note: 'Ring' }));
});

it('where the asker cannot put its record below another one of its own, the owner’s is not tried', async () => {
  const { journal, written, prove } = toy('refuses all');
  expect(await prove()).toBeUndefined();
  expect(written).toEqual(['312']);
  expect(journal.map(({ settled }) => settled.at(-1))).toEqual(['refused']);
});

it('what a record stands below is the id of it, however the answer says it', () => {
  const keys = ['siteId', 'site'];
  expect(standsBelow({ data: [{ id: 71, siteId: 311 }] }, '71', keys)).toBe('311');
  expect(standsBelow({ node: { id: '71', site: { ref: 'S-1', id: 'U2l0ZQ' } } }, '71', keys)).toBe('U2l0ZQ');
  expect(standsBelow({ id: 72, siteId: 311 }, '71', keys)).toBeUndefined();
});

const held = (body: object) => ({
  ...{ method: 'PATCH', url, type: 'application/json', page: url },
  body: JSON.stringify(body),
});

it('what was chosen is found by its value, by its words, or by what differs', () => {
  const sent = held({ state: 'IN_REVIEW', siteId: 312, note: 'Ring' });
  expect(chosenSlot(sent, { text: 'South wing', value: '312', chosen: false })?.name).toBe('siteId');
  expect(chosenSlot(sent, { text: 'In review', chosen: false })?.name).toBe('state');
  expect(chosenSlot(sent, { text: 'South wing', chosen: false })).toBeUndefined();
  expect(slotBetween(sent, held({ state: 'IN_REVIEW', siteId: 311, note: 'Ring' }))?.value).toBe('312');
  expect(slotBetween(sent, held({ state: 'OPEN', siteId: 311, note: 'Ring' }))).toBeUndefined();
});

it('what stood there before is what the portal last answered for the record', () => {
  const seen = [recordedJson('https://portal.example.test/api/jobs', [{ id: 71, state: 'OPEN' }])];
  expect(formerOfChoice(held({ state: 'IN_REVIEW' }), 'IN_REVIEW', seen)).toBe('OPEN');
  expect(formerOfChoice(held({ state: 'OPEN' }), 'OPEN', seen)).toBeUndefined();
});
