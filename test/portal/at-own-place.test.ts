import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { HeldRequest } from '../../src/collectors/portal/held-request.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { proveRecord } from '../../src/collectors/portal/writes/prove-record.ts';
import { sentCandidates } from '../../src/collectors/portal/writes/sent-candidates.ts';
import { openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const origin = 'https://portal.test';
const parties = { owner: 'b', asker: 'a' } as const;
type Looks = 'at both' | 'at the address alone' | 'at neither but whose place it is';
const spaces = { a: 'elm-house', b: 'oak-clinic' } as const;

/** Projects of two customers; the form of one names it in its address and in a hidden field. */
function portal(looks: Looks) {
  const projects = [
    { id: 7700, space: spaces.a, title: 'Signs for the hall', summary: 'Three of them' },
    { id: 7701, space: spaces.b, title: 'A film in two parts', summary: 'Before summer' },
  ];
  const answer = (as: 'a' | 'b', method: string, address: string, body = '') => {
    const { pathname } = new URL(address);
    const [, , space, , id] = pathname.split('/');
    const sent = new URLSearchParams(body);
    const named = looks === 'at the address alone' || method === 'GET' ? id : sent.get('id');
    const project = projects.find((one) => String(one.id) === named);
    const isShown =
      project && (looks === 'at neither but whose place it is' && method !== 'GET' ? true : project.space === space);
    if (space !== spaces[as] || !isShown) return viewed(as, 404, { error: 'no' });
    if (method === 'POST') [project.title, project.summary] = [sent.get('title') ?? '', sent.get('summary') ?? ''];
    const { space: _space, ...shown } = project;
    return viewed(as, 200, shown);
  };
  return { projects, answer };
}

async function prove(looks: Looks) {
  const { projects, answer } = portal(looks);
  const before = structuredClone(projects);
  const [mine, theirs] = [`${origin}/w/${spaces.a}/projects/7700`, `${origin}/w/${spaces.b}/projects/7701`];
  const [own, other] = projects;
  const exchanges = [
    recordedJson(mine, { ...own, space: undefined }, { identity: 'a' }),
    recordedJson(theirs, { ...other, space: undefined }),
  ];
  const held = (
    page: string,
    { id = 0, title = '', summary = '' }: Partial<(typeof projects)[number]>,
  ): HeldRequest => ({
    method: 'POST',
    url: `${page}?/save`,
    body: new URLSearchParams({ id: String(id), title, summary: `${summary} lr4711` }).toString(),
    type: 'application/x-www-form-urlencoded',
    page,
    mark: 'lr4711',
  });
  const next = counter();
  const journal = openJournal(
    join(mkdtempSync(join(tmpdir(), 'lr-own-')), 'journal.jsonl'),
    () => new Date(0),
    () => `w${next()}`,
  );
  const setting = {
    exchanges,
    session: (as: string) => ({
      recorder: { exchanges, held: as === 'b' ? [held(theirs, other ?? {})] : [held(mine, own ?? {})] },
      context: { cookies: async () => [] },
      page: { url: () => mine, evaluate: async () => '' },
    }),
    context: { target: { config: {} }, world: { journal, clock: { wait: async () => undefined } } },
    knows: () => false,
    ask: async ({ method, url, body }: PlainRequest, as: 'a' | 'b') => answer(as, method, url, body),
  } as unknown as Setting;
  const [candidate] = sentCandidates(setting, parties);
  const proof =
    candidate &&
    (await proveRecord(
      { url: theirs, ...parties, what: 'a project' },
      {
        journal,
        read: async () => answer('b', 'GET', theirs),
        write: async (as, form) => answer(as as 'a' | 'b', form.method, form.url, form.body),
        mark: () => `lr${String(next()).padStart(10, '0')}`,
        wait: async () => undefined,
      },
      candidate.targetOf,
    ));
  const hit = proof?.trials.find(({ changed }) => changed)?.way;
  expect(projects).toEqual(before);
  expect(outstanding(await journal.entries())).toEqual([]);
  return { hit, control: proof?.control, tried: proof?.trials.length, sentTo: candidate?.addressOf?.(hit ?? '') };
}

it('a form that names the record twice is sent to the address of the asker’s own as well', async () => {
  expect(await prove('at neither but whose place it is')).toEqual({
    hit: 'the request of the page at its own record’s address',
    control: true,
    tried: 2,
    sentTo: `${origin}/w/${spaces.a}/projects/7700?/save`,
  });
});

it.each(['at both', 'at the address alone'] as const)(
  'a server that looks %s fails nothing, and the asker’s own is as it was',
  async (looks) => {
    expect(await prove(looks)).toMatchObject({ hit: undefined, control: true, tried: 2 });
  },
);
