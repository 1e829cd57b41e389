import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningRange, startRange } from '../../range/start.ts';
import { catalogue } from '../../src/checks/catalogue.ts';
import { coverageOf } from '../../src/checks/coverage.ts';
import { checks } from '../../src/checks/index.ts';
import { checklists } from '../../src/checklists/index.ts';
import { createLive } from '../../src/collectors/live.ts';
import { portalCollectors } from '../../src/collectors/portal/index.ts';
import { collect } from '../../src/engine/collect.ts';
import { judge } from '../../src/engine/judge.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import type { Scorecard } from '../../src/model/scorecard.ts';
import { makePlan } from '../../src/engine/plan/make-plan.ts';
import { renderAll, renderOpenApi } from '../../src/reporters/index.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { openJournal, outstanding, readJournal } from '../../src/world/journal.ts';

/** One walk through a portal with three leaks, one refused read and a planted canary: everything said about it is asserted here. */
const flaws = ['invoice-read-without-owner-check', 'contacts-filtered-in-frontend', 'document-file-anonymous'];
/** What the proof of reads is made of; the writes, sessions and journeys have tests of their own. */
const parts = ['sign-in', 'crawl', 'canaries', 'operations', 'tenancy', 'take-back'];
let range: RunningRange;
let folder: string;
let dossier: Dossier;
let card: Scorecard;

beforeAll(async () => {
  range = await startRange({ flaws });
  folder = await mkdtemp(join(tmpdir(), 'proof-test-'));
  const config = configSchema.parse(range.config);
  const url = `https://${range.hosts.find((host) => host.role === 'app')?.name}/`;
  const stop = new AbortController();
  const scope = createScope({ config, url, permitFlags: ['write'] });
  let id = 0;
  const journal = openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date(),
    () => `w${++id}`,
  );
  const world = await createWorld({ scope, env: { ...process.env, ...range.env }, signal: stop.signal, journal });
  try {
    const target = { name: 'portal', url, config };
    const tool = { name: 'launch-ready', version: '0' };
    dossier = await collect({
      target,
      world,
      collectors: portalCollectors.filter(({ id }) => parts.includes(id)),
      live: createLive(),
      run: 'r',
      tool,
      fingerprintKey: 'k',
      signal: stop.signal,
    });
  } finally {
    await world.close();
  }
  card = judge(dossier, checklists['b2b-api'], { checks, catalogue, coverageOf });
}, 280_000);

afterAll(async () => {
  await range.close();
  await rm(folder, { recursive: true, force: true });
});

const finding = (check: string, subject: string) =>
  card.findings.filter((one) => one.check === check && one.subject === subject);

describe('the tenant proof on the demo portal', () => {
  it('proves the leak of a record, with what it takes to repeat it', () => {
    const [leak] = finding('authz.read', 'GET /api/v1/invoices/{id}');
    expect(leak).toMatchObject({
      status: 'fail',
      code: 'leak',
      severity: 'critical',
      confidence: 'certain',
      identities: ['b', 'a'],
    });
    expect(leak?.reproduce).toMatch(/^curl -sS -i .*"\$A_SESSION".*\/api\/v1\/invoices\/[0-9a-f-]{36}'/);
  });

  it('passes a refusal with evidence of both sessions', () => {
    const [denied] = finding('authz.read', 'GET /api/v1/projects/{id}');
    expect(denied).toMatchObject({ status: 'pass', code: 'denied' });
    expect(denied?.evidence.at(-1)?.value).toBe('b proved alive before and after, a proved alive before and after');
  });

  it('finds rows that only the front end hides, by the canary', () => {
    expect(finding('authz.list', 'GET /api/v1/contacts')[0]).toMatchObject({ status: 'fail', code: 'leak' });
    expect(finding('authz.list', 'GET /api/v1/projects')[0]).toMatchObject({ status: 'pass', code: 'own-only' });
  });

  it('finds a file that nobody need sign in for, once, under auth.anonymous', () => {
    expect(finding('auth.anonymous', 'GET /api/v1/documents/{id}/file').map((one) => one.status)).toContain('fail');
    expect(finding('authz.read', 'GET /api/v1/documents/{id}/file').map((one) => one.status)).not.toContain('fail');
  });

  it('fails nothing else', () => {
    const failed = new Set(
      card.findings.filter((one) => one.status === 'fail').map((one) => `${one.check} ${one.subject}`),
    );
    expect([...failed].sort()).toEqual([
      'auth.anonymous GET /api/v1/documents/{id}/file',
      'authz.list GET /api/v1/contacts',
      'authz.read GET /api/v1/invoices/{id}',
    ]);
  });

  it('draws the matrix of identities and operations', () => {
    const row = card.coverage.matrix?.rows.find((one) => one.operation === 'GET /api/v1/invoices/{id}');
    expect(row?.cells).toMatchObject({ a: 'leaked', anonymous: 'denied', 'b (owner)': 'allowed' });
  });

  it('wrote its canaries into the journal first and took them back', async () => {
    const entries = await readJournal(join(folder, 'journal.jsonl'));
    expect(entries.length).toBeGreaterThan(0);
    expect(outstanding(entries)).toEqual([]);
  });

  it('keeps no value of a customer, no half of one and no credential in anything written', () => {
    const written = Object.entries({
      'dossier.json': JSON.stringify(dossier),
      ...renderAll(card, makePlan(card, checklists[card.checklist.id])),
      'openapi.json': renderOpenApi(dossier) ?? '',
    });
    const halves = range.seeded.flatMap((value) =>
      value.length >= 24 ? [value, value.slice(0, value.length / 2), value.slice(value.length / 2)] : [value],
    );
    const secrets = [
      ...halves.filter((value) => value.length >= 8),
      ...Object.entries(range.env).flatMap(([name, value]) => (/PASSWORD/.test(name) ? [value] : [])),
    ];
    // What the owner's own configuration says, and words of our own explanations, are no customer's values.
    const ours = `${JSON.stringify(range.config)}${JSON.stringify(checks)}`;
    const found = written.flatMap(([file, text]) =>
      secrets.filter((secret) => text.includes(secret) && !ours.includes(secret)).map((secret) => `${file}: ${secret}`),
    );
    expect(found).toEqual([]);
  });
});
