import { area, type CatalogueRow } from './catalogue-row.ts';

/** How it runs and who looks after it. */
export const operation: readonly CatalogueRow[] = [
  ...area('monitoring', [
    ['uptime', ['attested'], 'look', 'Are home page, sign-in and API health watched by something alive?', []],
    ['alert-drill', ['A'], 'abuse', 'Is an outage seen by a person within the limit?', []],
    ['synthetic-login', ['attested'], 'look', 'Is the sign-in journey watched?', []],
    ['synthetic-checkout', ['attested'], 'look', 'Is the checkout journey watched?', []],
    ['errors', ['attested'], 'look', 'Do server errors reach an error tracker?', ['v5.0.0-16.3.4']],
    [
      'signals',
      ['attested'],
      'look',
      'Are there alerts for failed sign-ins, errors, slowness, certificate, DNS and bounces?',
      [],
    ],
    ['health-honest', ['A'], 'abuse', 'Does the health endpoint fail when its database does?', []],
    ['owners', ['attested'], 'look', 'Has every alert an owner and a second channel?', []],
  ]),
  ...area('performance', [
    ['api-p95', ['A'], 'load', 'Are 95 of 100 core requests fast enough at normal load?', []],
    ['lcp', ['A'], 'sign-in', 'Do the key pages show their main content fast enough on a phone?', []],
    ['login', ['A'], 'sign-in', 'Is the dashboard usable soon after signing in?', []],
    [
      'spike',
      ['A'],
      'load',
      'Does the portal keep its limits at five times the normal load, and recover?',
      ['API4:2023'],
    ],
    ['assets', ['P'], 'look', 'Are pages light, compressed and cached?', ['RFC 9111']],
  ]),
  ...area('journeys', [
    ['login', ['L'], 'sign-in', 'Can a customer sign in from a clean browser, see own data, refresh and sign out?', []],
    ['reset', ['A'], 'write', 'Does a password reset work from end to end, with the mail?', []],
    ['invite', ['A'], 'write', 'Does an invitation work from end to end, with the mail?', []],
    ['signup', ['A'], 'write', 'Does signing up work from end to end, with the mail?', []],
    ['core', ['L'], 'write', 'Does the core workflow finish, and is what was written there on the next read?', []],
    ['console', ['L'], 'sign-in', 'Are the visited pages free of console errors and failed requests?', []],
    ['mobile', ['L'], 'sign-in', 'Is the portal usable on a phone?', []],
    ['accessible', ['L'], 'sign-in', 'Can everybody use the sign-in and the dashboard (axe)?', []],
    ['browsers', ['L'], 'sign-in', 'Does the portal work in Chromium, Firefox and WebKit, desktop and phone?', []],
  ]),
  ...area('third', [
    [
      'scripts',
      ['P'],
      'look',
      'Are third-party scripts pinned or sandboxed, and does the sign-in survive without them?',
      ['v5.0.0-3.6.1'],
    ],
    ['apis', ['A'], 'sign-in', 'Does the portal stay up when a third party fails?', ['v5.0.0-16.5.2', 'API10:2023']],
    ['ai', ['A'], 'abuse', 'Do the AI features keep prompts, other customers’ data and tools to themselves?', []],
  ]),
  ...area('handover', [
    ['runbook', ['attested'], 'look', 'Is there a complete runbook?', []],
    ['access', ['attested'], 'look', 'Is it known who has access to production, each with a second factor?', []],
    ['rollback-known', ['attested'], 'look', 'Does the rollback fit on one screen, and do people know it?', []],
    ['owners', ['attested'], 'look', 'Has everything an owner?', []],
  ]),
];
