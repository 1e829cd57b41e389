import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PortalState } from '../../range/portal/state.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { undoWrites } from '../../src/collectors/portal/canaries/undo-writes.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import { canariesSlot, newCanary } from '../../src/collectors/portal/tenancy/canary.ts';
import { rolesCollector } from '../../src/collectors/portal/roles/collector.ts';
import { writesCollector } from '../../src/collectors/portal/writes/collector.ts';
import { configSchema } from '../../src/model/config.ts';
import { type Journal, openJournal, outstanding, readJournal } from '../../src/world/journal.ts';
import type { HttpRequest, World } from '../../src/world/world.ts';
import { counter } from '../collectors/network-setting.ts';
import { type Client, origins, type RunningPortal, startPortal } from '../range/portal-harness.ts';

type Name = 'a' | 'b' | 'admin' | 'anonymous';
interface Step {
  readonly at: string;
  readonly data: PortalState;
  readonly journal: string;
}

const flaws = [
  'project-patch-without-owner-check',
  'document-patch-blind',
  'child-in-foreign-parent',
  'delete-without-owner-check',
  'graphql-mutation-unguarded',
  'project-made-for-another',
  'role-in-profile-accepted',
  'admin-guarded-only-for-get',
  'nested-plan-accepted',
];
let running: RunningPortal;
let folder: string;
let before: PortalState;
const steps: Step[] = [];
const sessions = new Map<Name, Session>();
let world: World;
let found: readonly string[];
let isRunning = true;

const openAt = (file: string): Journal => {
  const next = counter();
  return openJournal(
    file,
    () => new Date('2026-11-20T12:00:00Z'),
    () => `w${next()}`,
  );
};

/** The whole of the writes against the portal of the range, with a copy of its data after each line of the journal and each write. */
beforeAll(async () => {
  running = await startPortal({ flaws });
  folder = await mkdtemp(join(tmpdir(), 'undo-'));
  const clients = {
    a: await running.as('a'),
    b: await running.as('b'),
    admin: await running.as('admin'),
    anonymous: running.anonymous,
  };
  for (const name of ['a', 'b', 'admin', 'anonymous'] as const) await walk(name, clients[name]);
  before = running.portal.dump();

  const file = join(folder, 'journal.jsonl');
  const real = openAt(file);
  const note = async (at: string) => {
    if (!isRunning) return;
    steps.push({ at, data: running.portal.dump(), journal: await readFile(file, 'utf8').catch(() => '') });
  };
  const journal: Journal = {
    plan: async (write) => {
      const id = await real.plan(write);
      await note(`planned: ${write.what}`);
      return id;
    },
    settle: async (id, outcome) => {
      await real.settle(id, outcome);
      await note(`settled: ${outcome.state}`);
    },
    entries: real.entries,
  };
  world = worldOf(clients, journal, (at) => note(at));

  const canary = newCanary('b', world.randomHex);
  await plant(clients.b, journal, canary.proof, `${canary.search} ${canary.proof}`, note);
  const live = createLive();
  live.set(sessionsSlot, sessions as never);
  live.set(canariesSlot, [canary]);
  const seen: { kind: string; value: { method: string; template: string; write?: { changed: boolean | null } } }[] = [];
  const context = {
    target: {
      name: 'portal',
      url: `${origins.app}/`,
      config: configSchema.parse({ target: { hosts: [{ name: 'api.example.test' }] } }),
    },
    world,
    signal: new AbortController().signal,
    live,
    emit: (kind: string, _subject: string, value: never) => seen.push({ kind, value }),
    gap: () => undefined,
    seen: (kind: string) => seen.filter((one) => one.kind === kind),
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  await rolesCollector.collect('portal', context);
  await writesCollector.collect('portal', context);
  isRunning = false;
  found = seen.map(
    ({ value }) => `${value.method} ${value.template}${value.write ? `, changed: ${value.write.changed}` : ''}`,
  );
}, 60_000);
afterAll(async () => {
  await running.close();
  await rm(folder, { recursive: true, force: true });
});

it('covers records, children, deletions, mutations, profiles and owners', () => {
  expect(found).toEqual(
    expect.arrayContaining([
      'PATCH /api/v1/projects/{id}',
      'PATCH /api/v1/projects/{projectId}/documents/{id}',
      'mutation updateTicket',
      'DELETE /api/v1/projects/{id}',
      'PATCH /api/v1/me',
      'POST /api/v1/projects',
      'GET /api/v1/admin/users, changed: true',
    ]),
  );
  expect(steps.length).toBeGreaterThan(60);
});

it('undo after a kill at any line of the journal and after any write leaves the data as it was', async () => {
  for (const [number, { at, data, journal: text }] of steps.entries()) {
    running.portal.restore(data);
    const journal = await keptInMemory(text);
    const report = await undoWrites(journal, sessions as never, world, new AbortController().signal);
    // Planned and never sent, below a list that shows a page at a time: a person is asked to look, and finds nothing.
    const asked = at === 'planned: canary planted' ? report.remaining.length : 0;
    expect([number, at, report.remaining]).toEqual([number, at, report.remaining.slice(0, asked)]);
    expect([number, at, plain(running.portal.dump())]).toEqual([number, at, plain(before)]);
    expect(outstanding(await journal.entries()).length).toBe(asked);
  }
}, 60_000);

it('says what stands while nobody who owns it is signed in, and takes nothing for undone', async () => {
  const step = steps.find(({ at }) => at.startsWith('PATCH') && at.includes('/projects/'));
  running.portal.restore(step?.data ?? before);
  const journal = await keptInMemory(step?.journal ?? '');
  const report = await undoWrites(journal, new Map(), world, new AbortController().signal);
  expect(report.undone).toEqual([]);
  expect(report.remaining.length).toBeGreaterThan(0);
});

/** The journal as the killed run left it; what undo adds is not written to the disk, which would cost seconds. */
async function keptInMemory(text: string): Promise<Journal> {
  const file = join(folder, 'killed.jsonl');
  await writeFile(file, text);
  const entries = (await readJournal(file)).map((entry) => ({ ...entry, settled: [...entry.settled] }));
  return {
    plan: () => Promise.reject(new Error('undo plans nothing')),
    settle: async (id, outcome) => void entries.find((entry) => entry.id === id)?.settled.push(outcome),
    entries: async () => entries,
  };
}

/** Times of change and the diary are what no undo takes back. */
function plain({ activity: _activity, ...rest }: PortalState): unknown {
  const text = JSON.stringify({ ...rest, ticketChanges: [] }, (key, value: unknown) =>
    key === 'updatedAt' ? 0 : value,
  );
  const changed = [...rest.ticketChanges.values()]
    .map(({ detail }) => detail)
    .filter((detail) => detail?.includes('lr'));
  return { ...(JSON.parse(text) as object), changed };
}

async function walk(name: Name, client: Client): Promise<void> {
  const exchanges: Exchange[] = [];
  const headers = { accept: 'application/json', cookie: `who=${name}`, origin: origins.app };
  const browse = async (method: string, path: string, body?: unknown) => {
    const got = await client(path, { method, ...(body === undefined ? {} : { body }) });
    exchanges.push({
      identity: name,
      method,
      url: `${origins.api}${path}`,
      resource: 'fetch',
      requestHeaders: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { requestBody: JSON.stringify(body) }),
      status: got.status,
      responseHeaders: Object.fromEntries(got.headers),
      body: Buffer.from(got.text),
      afterSignIn: true,
      page: `${origins.app}/`,
    });
    return got.json;
  };
  await browse('GET', '/api/v1/me');
  if (name === 'admin') await browse('GET', '/api/v1/admin/users');
  const { items = [] } = await browse('GET', '/api/v1/projects');
  for (const { id } of items.slice(0, 2)) {
    await browse('GET', `/api/v1/projects/${id}`);
    const documents = (await browse('GET', `/api/v1/projects/${id}/documents`)).items ?? [];
    for (const document of documents.slice(0, 1))
      await browse('GET', `/api/v1/projects/${id}/documents/${document.id}`);
  }
  const { data } = await browse('POST', '/api/v1/graphql', { query: 'query Tickets { tickets { id subject } }' });
  for (const { id } of data?.tickets.slice(0, 1) ?? []) {
    const query = 'query Ticket($id: ID!) { ticket(id: $id) { id subject detail } }';
    await browse('POST', '/api/v1/graphql', { query, variables: { id } });
  }
  sessions.set(name, {
    identity: name,
    recorder: { exchanges, held: [], foreignHosts: new Set() },
    context: {
      cookies: async () => [{ name: 'who', value: name }],
      newPage: async () => Promise.reject(new Error('no browser')),
    },
    page: { url: () => `${origins.app}/`, evaluate: async () => '' },
    home: `${origins.app}/`,
    self: name === 'anonymous' ? [] : [running.portal.accounts[name].user],
  } as unknown as Session);
}

/** As the planter does it: in the journal first, then through the form's request. */
async function plant(b: Client, journal: Journal, proof: string, text: string, note: (at: string) => Promise<void>) {
  const url = `${origins.api}/api/v1/projects`;
  const body = { code: 'LR-77', name: text, site: '', status: 'planned', budget: 1, description: text };
  const entry = await journal.plan({ identity: 'b', method: 'POST', url, what: 'canary planted', mark: proof });
  const got = await b('/api/v1/projects', { method: 'POST', body });
  await note('POST, before its answer was noted');
  await journal.settle(entry, { state: 'done', status: got.status, created: `${url}/${got.json.id}` });
  const exchanges = sessions.get('b')?.recorder.exchanges as Exchange[] | undefined;
  exchanges?.push({
    identity: 'b',
    method: 'POST',
    url,
    resource: 'fetch',
    requestHeaders: { accept: 'application/json', 'content-type': 'application/json', cookie: 'who=b' },
    requestBody: JSON.stringify(body),
    status: got.status,
    responseHeaders: Object.fromEntries(got.headers),
    body: Buffer.from(got.text),
    afterSignIn: true,
    page: `${origins.app}/`,
  });
}

function worldOf(
  clients: Readonly<Record<Name, Client>>,
  journal: Journal,
  note: (at: string) => Promise<void>,
): World {
  const next = counter();
  return {
    http: {
      async request({ url, method = 'GET', headers = [], body }: HttpRequest) {
        const given = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
        const who = /who=(admin|a|b)(?=;|$)/.exec(given.cookie ?? '')?.[1] as Name | undefined;
        const { cookie: _cookie, host: _host, origin: _origin, 'content-type': _type, ...rest } = given;
        const { pathname, search } = new URL(url);
        const raw = body === undefined ? {} : { raw: String(body) };
        const got = await clients[who ?? 'anonymous'](`${pathname}${search}`, { method, headers: rest, ...raw });
        if (method !== 'GET' && !/^\{"query":"query/.test(String(body))) await note(`${method} ${pathname} by ${who}`);
        const answered = [...got.headers].map(([name, value]) => [name, value] as const);
        const bytes = Buffer.from(got.text);
        return {
          url,
          status: got.status,
          headers: answered,
          body: bytes,
          truncated: false,
          address: '',
          port: 443,
          totalMs: 0,
        };
      },
    },
    clock: { now: () => new Date('2026-11-20T12:00:00Z'), monotonicMs: () => 0, wait: async () => undefined },
    mark: (value: string) => value,
    randomHex: (bytes: number) =>
      next()
        .toString(16)
        .padStart(bytes * 2, '0'),
    vault: { redact: (text: string) => text, add: () => undefined },
    credentials: (who: string) =>
      who === 'a' || who === 'b' ? { user: running.portal.accounts[who].user, password: 'p' } : undefined,
    scope: { refuses: () => undefined },
    journal,
  } as unknown as World;
}
