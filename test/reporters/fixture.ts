import type { ChecklistId } from '../../src/model/checklist.ts';
import type { Finding } from '../../src/model/finding.ts';
import { gap } from '../../src/model/gap.ts';
import type { Scorecard } from '../../src/model/scorecard.ts';
import { fixtureChecks } from './fixture-checks.ts';
import { checkNamed, findingOf, notCollected, ownership, scorecardOf, secondAccount } from './fixture-scorecard.ts';

export { checkNamed, findingOf, scorecardOf, secondAccount } from './fixture-scorecard.ts';

function passes(): Finding[] {
  return fixtureChecks.flatMap((check) => [
    findingOf(check, 'app.northwind.example', 'pass'),
    findingOf(check, 'api.northwind.example', 'pass'),
  ]);
}

/** Everything passed: the decision is ready. */
export function readyScorecard(checklist: ChecklistId = 'b2b-api'): Scorecard {
  return scorecardOf(checklist, passes());
}

/** A leak and three smaller failures, a denial that passed, warnings, and gaps of several kinds. */
export function flawedScorecard(checklist: ChecklistId = 'b2b-api'): Scorecard {
  const replaced = new Set([
    'authz.read',
    'authz.write',
    'authz.list',
    'email.dmarc',
    'email.delivery',
    'https.hsts',
    'headers.csp',
    'limits.login',
    'monitoring.alert-drill',
    'deploy.rollback',
    'journeys.core',
    'exposure.sensitive-paths',
    'handover.runbook',
  ]);
  const rest = passes().filter((finding) => !replaced.has(finding.check));
  const invoices = { method: 'GET', template: '/api/invoices/{id}' };
  const findings = [
    findingOf(checkNamed('authz.read'), 'GET /api/invoices/{id}', 'fail', {
      code: 'leaked',
      confidence: 'certain',
      operation: invoices,
      identities: ['a', 'b'],
      fingerprint: '9f86d081884c7d65',
      says: 'Customer A opened customer B’s invoice by changing the id, and received 3 values that only B has.',
      evidence: [
        {
          label: 'B reads B’s invoice',
          value: '200, 7 fields, holds the planted value LR-B-••••41',
          at: '2026-11-21T22:50:31Z',
        },
        {
          label: 'A reads A’s invoice',
          value: '200, 7 fields, the planted value is not there',
          at: '2026-11-21T22:50:32Z',
        },
        {
          label: 'A reads B’s invoice',
          value: '200, 7 fields, holds the planted value LR-B-••••41',
          at: '2026-11-21T22:50:33Z',
        },
      ],
      reproduce: 'curl -sS \'https://api.northwind.example/api/invoices/7c2e9f\' -H "Cookie: session=$LR_A_SESSION"',
    }),
    findingOf(checkNamed('authz.read'), 'GET /api/projects/{id}', 'pass', {
      operation: { method: 'GET', template: '/api/projects/{id}' },
      says: 'Customer A asked for customer B’s project and got 404.',
    }),
    findingOf(checkNamed('authz.list'), 'GET /api/invoices', 'pass', {
      says: 'No value of customer B in 40 rows that customer A received.',
    }),
    findingOf(checkNamed('authz.write'), 'app.northwind.example', 'unproven', {
      says: 'Writes were not tried.',
      gap: gap(
        'no-consent',
        'Writing to test objects was not permitted.',
        'Allow reversible writes on test objects: --permit write.',
        2,
      ),
    }),
    findingOf(checkNamed('email.dmarc'), 'northwind.example', 'fail', {
      code: 'missing',
      says: 'There is no DMARC record.',
      evidence: [{ label: 'TXT _dmarc.northwind.example', value: 'no answer (NXDOMAIN)' }],
      reproduce: 'dig +short TXT _dmarc.northwind.example',
    }),
    findingOf(checkNamed('email.delivery'), 'northwind.example', 'unproven', {
      says: 'No mail was sent.',
      gap: gap('not-configured', 'No inbox was given.', 'Name a test inbox in the config, under inboxes.', 15),
    }),
    findingOf(checkNamed('https.hsts'), 'app.northwind.example', 'pass'),
    findingOf(checkNamed('https.hsts'), 'old.northwind.example', 'fail', {
      code: 'missing',
      says: 'No Strict-Transport-Security header.',
      reproduce: "curl -sSI 'https://old.northwind.example/'",
    }),
    findingOf(checkNamed('https.hsts'), 'www.northwind.example', 'fail', {
      code: 'missing',
      says: 'No Strict-Transport-Security header.',
      reproduce: "curl -sSI 'https://www.northwind.example/'",
    }),
    findingOf(checkNamed('headers.csp'), 'app.northwind.example', 'warn', {
      says: 'The policy allows inline scripts.',
    }),
    findingOf(checkNamed('limits.login'), 'app.northwind.example', 'unproven', {
      says: 'Sign-in was not tried in bursts.',
      gap: gap('no-consent', 'Bursts were not permitted.', 'Allow bursts against staging: --permit abuse.', 2),
    }),
    findingOf(checkNamed('exposure.sensitive-paths'), 'app.northwind.example', 'unproven', {
      says: 'Paths that no page links to were not tried.',
      gap: ownership,
    }),
    findingOf(checkNamed('exposure.sensitive-paths'), 'api.northwind.example', 'unproven', {
      says: 'Paths that no page links to were not tried.',
      gap: ownership,
    }),
    ...['monitoring.alert-drill', 'deploy.rollback', 'journeys.core', 'handover.runbook'].map((id) =>
      findingOf(checkNamed(id), 'app.northwind.example', 'unproven', { says: 'Not collected yet.', gap: notCollected }),
    ),
  ];
  const cells = (
    a: string,
    b: string,
    anonymous: string,
  ): Record<string, 'allowed' | 'denied' | 'leaked' | 'unproven' | 'not-tried'> =>
    ({ anonymous, a, b }) as Record<string, 'allowed' | 'denied' | 'leaked' | 'unproven' | 'not-tried'>;
  return scorecardOf(checklist, [...findings, ...rest], {
    coverage: {
      hosts: 4,
      routes: 18,
      operations: 9,
      identities: ['anonymous', 'a', 'b'],
      objects: 12,
      notReached: [
        {
          what: 'GET /api/reports/{id}',
          why: 'No report existed in either account.',
          closeBy: 'Create one report in each test account.',
          minutes: 5,
        },
        {
          what: '/settings/billing',
          why: 'The page asked for a card.',
          closeBy: 'Record the journey once: record.',
          minutes: 10,
        },
      ],
      hostsFoundNotListed: ['legacy.northwind.example'],
      matrix: {
        identities: ['anonymous', 'a', 'b'],
        rows: [
          { operation: 'GET /api/invoices/{id}', cells: cells('leaked', 'allowed', 'denied') },
          { operation: 'GET /api/projects/{id}', cells: cells('denied', 'allowed', 'denied') },
          { operation: 'GET /api/documents/{id}/file', cells: cells('denied', 'allowed', 'unproven') },
          { operation: 'PATCH /api/projects/{id}', cells: cells('not-tried', 'not-tried', 'denied') },
        ],
      },
      policy: {
        groups: [
          { who: 'Each customer, its own alone', operations: [{ op: 'GET /api/invoices/*', declared: false }] },
          { who: 'Only admin', operations: [{ op: 'GET /api/admin/**', declared: true }] },
        ],
        questions: [{ op: 'GET /api/tips', question: 'Everybody receives the same. Is it shared?', seen: 'a, b' }],
      },
    },
  });
}

/** Nothing failed, some of it could not be looked at, and one failure is waived. */
export function unprovenScorecard(): Scorecard {
  const replaced = new Set(['authz.read', 'authz.list', 'authz.write', 'https.hsts']);
  const open = ['authz.read', 'authz.list', 'authz.write'].map((id) =>
    findingOf(checkNamed(id), 'app.northwind.example', 'unproven', {
      says: 'There was nobody to compare with.',
      gap: secondAccount,
    }),
  );
  const waived = findingOf(checkNamed('https.hsts'), 'old.northwind.example', 'fail', {
    says: 'No Strict-Transport-Security header.',
    waiver: { author: 'M. Okafor', reason: 'The host is switched off in March.', until: '2027-03-31' },
  });
  return scorecardOf('b2b-cyber', [...open, waived, ...passes().filter((finding) => !replaced.has(finding.check))]);
}

/** `hosts` hostnames under every check of the catalogue; nine of them fail HSTS, every tenth certificate is unproven. */
export function manyHostsScorecard(hosts = 300): Scorecard {
  const names = Array.from(
    { length: hosts },
    (_, index) => `portal-${String(index + 1).padStart(3, '0')}.customers.northwind.example`,
  );
  const unreachable = (host: string) =>
    gap('timed-out', `${host} did not answer within 10 s.`, 'Let the audit’s address through the firewall.', 10);
  const findings = fixtureChecks.flatMap((check) =>
    names.map((host, index) => {
      if (check.id === 'https.hsts' && index % 33 === 32)
        return findingOf(check, host, 'fail', { code: 'missing', says: 'No Strict-Transport-Security header.' });
      if (check.id === 'https.valid-certificate' && index % 10 === 0)
        return findingOf(check, host, 'unproven', { says: 'Not seen.', gap: unreachable(host) });
      return findingOf(check, host, 'pass');
    }),
  );
  const perHost = Object.fromEntries(names.map((host) => [host, 22]));
  return scorecardOf('b2b-api', findings, { requests: { sent: hosts * 22, perHost, permitted: ['look'] } });
}
