import type { ChecklistId } from '../../src/model/checklist.ts';
import type { Finding } from '../../src/model/finding.ts';
import { gap } from '../../src/model/gap.ts';
import type { CheckResult, Scorecard } from '../../src/model/scorecard.ts';
import { type Status, worstStatus } from '../../src/model/status.ts';
import { type FixtureCheck, fixtureChecks } from './fixture-checks.ts';
import { fixtureGates, fixtureRows } from './fixture-rows.ts';

/** A finding of the catalogue's check, with everything that a real one has; `more` overrides. */
export function findingOf(check: FixtureCheck, subject: string, status: Status, more: Partial<Finding> = {}): Finding {
  const code = more.code ?? `${status}-code`;
  return {
    id: `${check.id}|${subject}|${code}`,
    check: check.id,
    area: check.id.split('.')[0] ?? '',
    subject,
    code,
    status,
    severity: check.severity,
    confidence: 'firm',
    says: status === 'pass' ? 'Examined, as it should be.' : `Answered no for ${subject}.`,
    why: 'This is what the check looks at, and why it matters for a launch.',
    breaks: check.breaks,
    fix: check.fix,
    evidence: [{ label: 'answer', value: 'HTTP/1.1 200, 3 fields, 412 bytes', at: '2026-11-21T22:50:07Z' }],
    reproduce: `curl -sS 'https://${subject}/'`,
    ...more,
  };
}

/** Two of the gaps that most audits start with, and one that only a later version can close. */
export const secondAccount = gap(
  'not-configured',
  'Only one customer account was given.',
  'Give a second test account of another customer: LR_B_USER and LR_B_PASSWORD.',
  5,
);
export const ownership = gap(
  'no-consent',
  'Ownership of the host is not proven.',
  'Publish the ownership token as a DNS TXT record.',
  10,
);
export const notCollected = gap(
  'not-collected',
  'Not collected yet: this version does not examine it.',
  'Check it by hand.',
);

export function checkNamed(id: string): FixtureCheck {
  const found = fixtureChecks.find((check) => check.id === id);
  if (found === undefined) throw new Error(`The fixture catalogue has no check ${id}.`);
  return found;
}

/** A scorecard whose rows, gates, checks and decision follow from its findings, as the engine would decide. */
export function scorecardOf(
  checklist: ChecklistId,
  findings: readonly Finding[],
  more: Partial<Scorecard> = {},
): Scorecard {
  const rows = fixtureRows[checklist];
  const required = new Set([...rows.flatMap((row) => row.checks), ...fixtureGates]);
  const known = [...new Set([...fixtureChecks.map((check) => check.id), ...findings.map((finding) => finding.check)])];
  const statusOf = (id: string): Status => worstStatus(findings.filter((f) => f.check === id).map((f) => f.status));
  const checks = known
    .filter((id) => required.has(id) || findings.some((finding) => finding.check === id))
    .map((id): CheckResult => {
      const own = findings.filter((finding) => finding.check === id);
      const words = fixtureChecks.find((check) => check.id === id);
      return {
        id,
        area: id.split('.')[0] ?? '',
        question: words?.question ?? '',
        status: statusOf(id),
        required: required.has(id),
        subjects: { total: own.length, proven: own.filter((finding) => finding.status === 'pass').length },
        cites: [...(words?.cites ?? [])],
      };
    });
  const needed = checks.filter((check) => check.required);
  const blocking = findings.filter((f) => f.status === 'fail' && required.has(f.check) && f.waiver === undefined);
  const waived = findings.filter((finding) => finding.waiver !== undefined).length;
  const decision =
    blocking.length > 0 ? 'not-ready' : needed.some((check) => check.status === 'unproven') ? 'unproven' : 'ready';
  const leak = statusOf('authz.read');
  return {
    schema: 'launch-ready/scorecard@1',
    tool: { name: 'launch-ready', version: '0.1.0' },
    run: '2026-11-21-7f3a',
    startedAt: '2026-11-21T22:49:30.000Z',
    finishedAt: '2026-11-21T22:51:02.000Z',
    target: 'app.northwind.example',
    checklist: { id: checklist, version: '1.0.0' },
    decision,
    ...(waived > 0 ? { waivers: waived } : {}),
    reasons: needed.filter((check) => check.status !== 'pass').map((check) => `${check.id} is ${check.status}`),
    selfTest: [
      { question: 'Can a customer sign in from a fresh browser?', answer: 'yes' },
      { question: 'Does mail from our domain arrive?', answer: decision === 'ready' ? 'yes' : 'unproven' },
      {
        question: 'Can they use the portal without seeing another client’s data?',
        answer: leak === 'fail' ? 'no' : leak === 'pass' ? 'yes' : 'unproven',
      },
      { question: 'Is the team alerted when something fails?', answer: decision === 'ready' ? 'yes' : 'unproven' },
    ],
    rows: rows.map((row) => ({ ...row, checks: [...row.checks], status: worstStatus(row.checks.map(statusOf)) })),
    gates: fixtureGates.map((id) => ({ check: id, status: statusOf(id) })),
    redFlags: [
      {
        id: 'no-authorization-layer',
        title: 'Multi-tenant data with no clear authorization layer',
        status: leak === 'fail' ? 'fail' : 'pass',
        stopShip: true,
        evidence: leak === 'fail' ? 'authz.read failed on GET /api/invoices/{id}' : 'authz.read passed',
      },
      {
        id: 'rollback',
        title: 'Rollback cannot be explained in a minute',
        status: statusOf('deploy.rollback'),
        stopShip: false,
        evidence: 'deploy.rollback',
      },
    ],
    fixToday: [
      { id: 'hostnames', title: 'List every production hostname', status: 'pass' },
      { id: 'mail', title: 'Check SPF, DKIM and DMARC', status: statusOf('email.dmarc') },
      {
        id: 'alerts',
        title: 'Verify that monitoring alerts, with a harmless outage in staging',
        status: statusOf('monitoring.alert-drill'),
      },
    ],
    limits: [
      { id: 'performance.api-p95', value: 500, unit: 'ms', source: 'origin' },
      { id: 'https.hsts', value: 180, unit: 'days', source: 'ours', changed: 'from 365: a migration ends in May' },
      { id: 'monitoring.alert-drill', value: 5, unit: 'min', source: 'origin' },
    ],
    checks,
    findings: [...findings],
    coverage: {
      hosts: 4,
      routes: 18,
      operations: 9,
      identities: ['anonymous', 'a', 'b'],
      objects: 12,
      notReached: [],
      hostsFoundNotListed: [],
    },
    requests: {
      sent: 412,
      perHost: { 'app.northwind.example': 300, 'api.northwind.example': 112 },
      permitted: ['look', 'sign-in', 'cross-tenant'],
    },
    durationsMs: { 'sign-in': 4210, crawl: 21840, replay: 8720, judge: 31 },
    ...more,
  };
}
