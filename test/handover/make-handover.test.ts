import { expect, test } from 'vitest';
import { compare } from '../../src/engine/compare.ts';
import { makeHandover } from '../../src/handover/make-handover.ts';
import { checklistIds } from '../../src/model/checklist.ts';
import type { StoredEvidence } from '../../src/model/dossier.ts';
import { ownerFacts } from '../../src/model/handover.ts';
import { renderHandoverHtml, renderHandoverMarkdown } from '../../src/reporters/index.ts';
import { at, dossierOf } from '../engine/dossier-fixture.ts';
import { flawedScorecard, readyScorecard } from '../reporters/fixture.ts';

const hosts = [{ name: 'app.northwind.example', role: 'app', owner: 'Ines Okafor' }];
const complete = {
  target: { hosts, domains: [{ name: 'northwind.example' }] },
  handover: {
    systems: [{ name: 'Application', what: 'Node on two machines at Fennhost', owner: 'Ines Okafor' }],
    domains: [{ name: 'northwind.example', registrar: 'Gandi', renews: '2027-09-01', owner: 'Ines Okafor' }],
    deploy: 'Merge to main; the pipeline builds and releases.',
    rollback: 'make rollback',
    alerts: [
      {
        name: 'Portal down',
        watches: 'sign-in page each minute',
        channel: 'on-call mail',
        second: 'phone',
        owner: 'Tom Reyes',
      },
    ],
    contacts: [{ name: 'Tom Reyes', role: 'on call', reach: '+44 20 7946 0321' }],
    supportHours: 'Monday to Friday, 8 to 18 UTC',
    escalation: ['on call', 'Ines Okafor'],
    secrets: [{ name: 'DATABASE_URL', place: 'vault of the host', rotated: '2026-11-01', owner: 'Ines Okafor' }],
  },
};
const rollback = (): StoredEvidence => ({
  kind: 'drill.rollback',
  subject: 'portal.example.com',
  at,
  by: 'receipts',
  seen: true,
  value: {
    schema: 'launch-ready/receipt@1',
    id: 'r-1',
    drill: 'rollback',
    target: 'portal.example.com',
    startedAt: at,
    finishedAt: at,
    validUntil: '2026-12-20T12:00:00.000Z',
    steps: [],
    clockStepped: false,
    resumed: false,
    environment: 'staging',
    versions: { before: '41', deployed: '42', after: '41' },
    rollbackMs: 94_000,
    outcome: 'rolled-back',
  },
});
const alert = (): StoredEvidence => ({
  kind: 'drill.alert',
  subject: 'portal.example.com',
  at,
  by: 'receipts',
  seen: true,
  value: {
    schema: 'launch-ready/receipt@1',
    id: 'a-1',
    drill: 'alert',
    target: 'portal.example.com',
    startedAt: at,
    finishedAt: at,
    validUntil: '2026-12-20T12:00:00.000Z',
    steps: [],
    clockStepped: false,
    resumed: false,
    negative: false,
    confirmedMs: 5_000,
    channels: [
      {
        name: 'on-call mail',
        kind: 'email',
        outcome: 'seen',
        sentMs: 5_200,
        seenMs: 41_000,
        seenBy: 'inbox ops',
        detail: '',
      },
    ],
  },
});

const handoverOf = (configInput: object, evidence: readonly StoredEvidence[] = []) =>
  makeHandover({ card: flawedScorecard(), dossier: dossierOf(evidence, { configInput }) });

test('a runbook that the owner filled misses nothing but the drills', () => {
  expect(handoverOf(complete).missing).toEqual(['Measured rollback time', 'Alert drill']);
  expect(handoverOf(complete, [rollback(), alert()]).missing).toEqual([]);
});

test('each fact that is left out is one blank, printed as missing', () => {
  const all = ownerFacts(dossierOf([], { configInput: complete }).config).length;
  for (const key of Object.keys(complete.handover)) {
    const handover = Object.fromEntries(Object.entries(complete.handover).filter(([name]) => name !== key));
    const made = handoverOf({ ...complete, handover }, [rollback(), alert()]);
    expect(made.missing.length, key).toBeGreaterThan(0);
    const page = renderHandoverMarkdown(made);
    expect(page.match(/MISSING \(owner: \?\)/g)?.length, key).toBe(made.missing.length + 1);
  }
  expect(all).toBeGreaterThan(8);
});

test('every line names its source and its day', () => {
  for (const { lines } of handoverOf(complete, [rollback(), alert()]).sections)
    for (const { source, asOf } of lines) {
      expect(source).not.toBe('');
      expect(Date.parse(asOf)).not.toBeNaN();
    }
});

test('the measured rollback and the drill stand in it with the receipt they are from', () => {
  const page = renderHandoverMarkdown(handoverOf(complete, [rollback(), alert()]));
  expect(page).toContain('94 s in staging, from 42 back to 41');
  expect(page).toContain('seen after 41 s');
  expect(page).toContain('signed receipt r-1');
});

test('what was fixed since the first audit is listed', () => {
  const card = readyScorecard();
  const made = makeHandover({
    card,
    dossier: dossierOf([], { configInput: complete }),
    changes: compare(flawedScorecard(), card),
  });
  const changes = made.sections.find(({ id }) => id === 'changes')?.lines ?? [];
  expect(changes.map(({ label }) => label).join('\n')).toMatch(/Fixed: authz\.read on/);
});

test('text of the owner and of the portal is data in Markdown and HTML', () => {
  const handover = { ...complete.handover, supportHours: 'a | b <script>alert(1)</script>\n# head' };
  const made = handoverOf({ ...complete, handover });
  const row =
    renderHandoverMarkdown(made)
      .split('\n')
      .find((line) => line.startsWith('| Support hours')) ?? '';
  expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(6);
  expect(row).not.toContain('<script>');
  expect(renderHandoverHtml(made)).not.toContain('<script>alert');
});

test.each(checklistIds)('%s: the handover of the flawed portal reads as it did', async (id) => {
  const made = makeHandover({
    card: flawedScorecard(id),
    dossier: dossierOf([rollback(), alert()], { configInput: complete }),
  });
  await expect(renderHandoverMarkdown(made)).toMatchFileSnapshot(`../goldens/handover.${id}.md`);
});
