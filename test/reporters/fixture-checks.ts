import type { Fix } from '../../src/model/finding.ts';
import type { Severity } from '../../src/model/status.ts';

/** What the fixtures know of a check: enough words that the reports look like real ones. */
export interface FixtureCheck {
  readonly id: string;
  readonly question: string;
  readonly severity: Severity;
  readonly breaks: string;
  readonly cites: readonly string[];
  readonly fix: Fix;
}

function check(
  id: string,
  severity: Severity,
  question: string,
  breaks: string,
  cites: readonly string[],
  fix: readonly [summary: string, effort: string, owner: string, ...steps: string[]],
): FixtureCheck {
  const [summary, effort, owner, ...steps] = fix;
  return { id, question, severity, breaks, cites, fix: { summary, effort, owner, steps } };
}

export const fixtureChecks: readonly FixtureCheck[] = [
  check(
    'authz.read',
    'critical',
    'Can a customer read only their own records?',
    'One customer can open another customer’s invoices. That is a reportable data breach, and usually the end of the contract.',
    ['v5.0.0-8.2.2', 'API1:2023'],
    [
      'Compare the record’s tenant with the session’s tenant in the query itself',
      '2 h',
      'engineer',
      'Add the signed-in tenant to the WHERE clause of the invoice query, so that a foreign id finds nothing.',
      'Answer 404 for records of another tenant.',
      'Add a test that reads a foreign id and expects 404.',
    ],
  ),
  check(
    'authz.list',
    'critical',
    'Do lists and searches hold only the customer’s own records?',
    'A list shows rows of other customers, even if the page hides them.',
    ['v5.0.0-8.2.2', 'API3:2023'],
    ['Filter by tenant on the server', '1 h', 'engineer', 'Filter by tenant in the query, not in the page.'],
  ),
  check(
    'authz.write',
    'critical',
    'Can a customer change only their own records?',
    'One customer can change another customer’s records.',
    ['v5.0.0-8.2.2', 'API1:2023'],
    [
      'Check the owner before every write',
      '2 h',
      'engineer',
      'Load the record through the tenant before writing to it.',
    ],
  ),
  check(
    'auth.anonymous',
    'critical',
    'Does every private operation refuse a visitor who is not signed in?',
    'Anybody with the address reads customer data without an account.',
    ['v5.0.0-8.3.1', 'API2:2023'],
    ['Require a session on every private route', '1 h', 'engineer', 'Move the session check into the router.'],
  ),
  check(
    'auth.expired-token',
    'high',
    'Are expired and tampered tokens refused?',
    'A stolen or edited token keeps working.',
    ['v5.0.0-9.1.1', 'API2:2023', 'RFC 8725 §3.1'],
    ['Verify signature and expiry on every request', '1 h', 'engineer', 'Use the library’s verify call, not decode.'],
  ),
  check(
    'secrets.bundle',
    'critical',
    'Is the browser bundle free of secret keys?',
    'Anybody can act as your server towards the payment provider.',
    ['v5.0.0-13.3.1'],
    [
      'Move the key to the server and rotate it',
      '1 h',
      'owner',
      'Revoke the key at the provider.',
      'Call the provider from the server.',
    ],
  ),
  check(
    'validation.malformed',
    'medium',
    'Are malformed inputs answered with a clear refusal?',
    'A wrong input makes the portal fall over.',
    ['v5.0.0-2.2.1'],
    ['Validate request bodies by schema', '3 h', 'engineer', 'Add a schema to each write route.'],
  ),
  check(
    'limits.login',
    'high',
    'Are repeated wrong passwords slowed down?',
    'Passwords can be guessed by trying.',
    ['v5.0.0-6.3.1', 'API4:2023'],
    [
      'Limit sign-in attempts per account and address',
      '1 h',
      'engineer',
      'Add a limit of ten attempts in five minutes.',
    ],
  ),
  check(
    'performance.api-p95',
    'medium',
    'Do core API actions answer within the limit?',
    'The portal feels slow and people stop using it.',
    [],
    ['Find the slow query', '4 h', 'engineer', 'Look at the slowest query of the listed operation.'],
  ),
  check(
    'https.valid-certificate',
    'critical',
    'Is the certificate valid on every hostname?',
    'Browsers stop visitors with a warning page.',
    ['v5.0.0-12.2.1', 'RFC 6125'],
    ['Renew the certificate', '15 min', 'hosting', 'Start the renewal in the hosting panel.'],
  ),
  check(
    'https.hsts',
    'medium',
    'Does every hostname insist on https?',
    'A visitor on a shared network can be moved to an unencrypted copy of the portal.',
    ['v5.0.0-3.4.1', 'RFC 6797 §6.1'],
    ['Send Strict-Transport-Security for at least six months', '10 min', 'hosting', 'Add the header at the edge.'],
  ),
  check(
    'email.dmarc',
    'high',
    'Does the domain publish a DMARC policy?',
    'Anybody can send mail in your name, and your own mail lands in spam.',
    ['RFC 7489 §6.3'],
    ['Publish a DMARC record', '10 min', 'dns', 'Add a TXT record at _dmarc with p=quarantine and a rua address.'],
  ),
  check(
    'email.delivery',
    'high',
    'Do system mails arrive, authenticated?',
    'Resets and invites do not arrive.',
    ['RFC 7489'],
    ['Sign mail with the domain’s key', '1 h', 'dns', 'Publish the provider’s DKIM key.'],
  ),
  check(
    'monitoring.alert-drill',
    'high',
    'Is an outage seen within the limit?',
    'Customers notice an outage before you do.',
    [],
    ['Send alerts to a channel somebody reads', '30 min', 'owner', 'Add a second channel to the monitor.'],
  ),
  check(
    'domains.resolve',
    'high',
    'Does every hostname resolve and answer?',
    'Some visitors reach nothing.',
    ['RFC 1034'],
    ['Correct the address record', '10 min', 'dns', 'Point the name at the edge.'],
  ),
  check(
    'headers.csp',
    'low',
    'Is there a content security policy?',
    'A script that slips in can do anything on the page.',
    ['v5.0.0-3.4.3'],
    ['Send a Content-Security-Policy', '2 h', 'engineer', 'Start with report-only.'],
  ),
  check(
    'errors.no-internals',
    'medium',
    'Do error pages keep internals to themselves?',
    'Errors tell an attacker how the portal is built.',
    ['v5.0.0-16.5.1'],
    ['Show a plain error page', '30 min', 'engineer', 'Turn off debug errors in production.'],
  ),
  check(
    'exposure.sensitive-paths',
    'critical',
    'Are internal files out of reach?',
    'Passwords and source code can be downloaded.',
    ['v5.0.0-13.4.1'],
    ['Block the paths at the edge', '15 min', 'hosting', 'Deny dot files.'],
  ),
  check(
    'edge.present',
    'medium',
    'Is an edge in front of every public host?',
    'A flood of requests takes the portal down.',
    [],
    ['Put the host behind the edge', '1 h', 'hosting', 'Turn on proxying.'],
  ),
  check(
    'deploy.rollback',
    'high',
    'Is a bad release gone in ten minutes?',
    'A bad release stays until somebody finds a way back.',
    [],
    ['Write down and try the rollback', '1 h', 'engineer', 'Roll back a staging release against the clock.'],
  ),
  check(
    'journeys.core',
    'high',
    'Does the core workflow finish?',
    'Customers cannot do what they came for.',
    [],
    ['Repair the journey', '2 h', 'engineer', 'Replay the recorded journey.'],
  ),
  check(
    'handover.runbook',
    'medium',
    'Is there a complete runbook?',
    'Nobody knows what to do at night.',
    [],
    ['Write the runbook', '2 h', 'owner', 'Fill in the template.'],
  ),
];
