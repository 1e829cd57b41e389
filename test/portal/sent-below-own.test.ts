import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HeldRequest } from '../../src/collectors/portal/held-request.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { proveRecord } from '../../src/collectors/portal/writes/prove-record.ts';
import { sentCandidates } from '../../src/collectors/portal/writes/sent-candidates.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const origin = 'https://portal.test';
const parties = { owner: 'b', asker: 'a' } as const;
interface Visit {
  readonly id: number;
  readonly org: string;
  note: string;
}

/** A portal that looks at the customer in the address; the visit below it is looked up by its number alone where it is open. */
function portal(isOpen: boolean) {
  const visits: Visit[] = [
    { id: 7101, org: '41', note: 'Ring twice' },
    { id: 7104, org: '42', note: 'Key at the gate' },
  ];
  const shown = ({ id, note }: Visit) => ({ id, note });
  const answer = (as: 'a' | 'b', method: string, url: string, body = '{}') => {
    const [, , org, , id] = new URL(url).pathname.slice(1).split('/');
    const sent = JSON.parse(body) as { note?: string; ids?: number[]; id?: number };
    const given = sent.ids?.[0] ?? sent.id ?? Number(id);
    const visit = visits.find((one) => one.id === given && (one.org === org || (isOpen && method !== 'GET')));
    const status = org !== (as === 'a' ? '41' : '42') ? 403 : visit ? 200 : 404;
    if (visit && status === 200 && method !== 'GET') visit.note = sent.note ?? visit.note;
    return viewed(as, status, visit && status === 200 ? shown(visit) : { error: 'no' });
  };
  return { visits, answer };
}

async function prove(isOpen: boolean, path: string, body: object, method = 'PUT') {
  const { answer, visits } = portal(isOpen);
  const at = (org: number, id: number) => `${origin}/api/orgs/${org}/visits/${id}`;
  const [mine, theirs] = [at(41, 7101), at(42, 7104)];
  const exchanges = [
    recordedJson(mine, { id: 7101, note: 'Ring twice' }, { identity: 'a' }),
    recordedJson(theirs, { id: 7104, note: 'Key at the gate' }),
  ];
  const held: HeldRequest = {
    method,
    url: `${origin}${path}`,
    body: JSON.stringify(body),
    type: 'application/json',
    page: `${origin}/visits`,
    mark: 'lr4711',
  };
  const setting = {
    exchanges,
    session: (as: string) => ({ recorder: { exchanges, held: as === 'b' ? [held] : [] } }),
    context: { target: { config: {} } },
    knows: () => false,
  } as unknown as Setting;
  const [candidate] = sentCandidates(setting, parties);
  if (!candidate) return undefined;
  const next = counter();
  const folder = mkdtempSync(join(tmpdir(), 'lr-below-'));
  const proof = await proveRecord(
    { url: theirs, ...parties, what: 'a visit' },
    {
      journal: openJournal(
        join(folder, 'journal.jsonl'),
        () => new Date(0),
        () => `w${next()}`,
      ),
      read: async () => answer('b', 'GET', theirs),
      write: async (as, form) => answer(as as 'a' | 'b', form.method, form.url, form.body),
      mark: () => `lr${String(next()).padStart(10, '0')}`,
      wait: async () => undefined,
    },
    candidate.targetOf,
  );
  const hit = proof?.trials.find(({ changed }) => changed)?.way;
  return {
    hit,
    control: proof?.control,
    sentTo: candidate.addressOf?.(hit ?? ''),
    notes: visits.map(({ note }) => note),
  };
}

const typed = 'Key at the gate lr4711';
const asBefore = ['Ring twice', 'Key at the gate'];

it('the page’s own change is sent below the asker’s own parent as well', async () => {
  const change = ['/api/orgs/42/visits/7104', { note: typed }] as const;
  expect(await prove(true, ...change)).toEqual({
    hit: 'PUT of the page below its own parent',
    control: true,
    sentTo: `${origin}/api/orgs/41/visits/7104`,
    notes: asBefore,
  });
  expect(await prove(false, ...change)).toMatchObject({ hit: undefined, control: true, notes: asBefore });
});

it('so is one that names the records in its body', async () => {
  const change = ['/api/orgs/42/visits/bulk', { ids: [7104], note: typed }, 'PATCH'] as const;
  const open = await prove(true, ...change);
  expect([open?.hit, open?.sentTo]).toEqual([
    'PATCH of the page below its own parent',
    `${origin}/api/orgs/41/visits/bulk`,
  ]);
  expect(await prove(false, ...change)).toMatchObject({ hit: undefined, control: true, notes: asBefore });
});

it('a single id in the body is not sent to an address of the asker’s own, which it could mean', async () => {
  const one = await prove(true, '/api/orgs/42/visits/save', { id: 7104, note: typed }, 'POST');
  expect(one?.sentTo).toBe(`${origin}/api/orgs/42/visits/save`);
  expect(one?.hit).toBeUndefined();
  expect(one?.notes).toEqual(asBefore);
});
