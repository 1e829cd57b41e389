import { defineChecklist } from '../model/checklist.ts';
import { checklistVersion, commonGates, commonLimits, dmarcPolicy, emailAuth, of, origin, row } from './common.ts';
import { severities } from './severities.ts';

export const shopApi = defineChecklist({
  id: 'shop-api',
  version: checklistVersion,
  title: 'Portal of a founder-led shop, API security',
  portal: 'founder-led e-commerce',
  lens: 'API security',
  readyFor: 'production traffic',
  rows: [
    row('auth', 'Auth enforcement', [of('auth', 'anonymous', 'expired-token', 'pages')]),
    row('authz', 'Authorization (own records; 404 or 403)', ['authz.*']),
    row('secrets', 'Secret handling', ['secrets.*']),
    row('validation', 'Input validation', ['validation.*']),
    row('limits', 'Rate limiting per IP, user, session', ['limits.*']),
    row('cors', 'CORS policy', ['cors.*']),
    row('email', 'Email authentication', [emailAuth]),
    row('https', 'TLS and redirects', ['https.*', of('domains', 'canonical', 'redirect-loops')]),
    row('observability', 'Observability', [
      of('monitoring', 'uptime', 'errors', 'signals', 'synthetic-login', 'synthetic-checkout'),
      of('logging', 'structured', 'request-id'),
    ]),
    row('performance', 'Performance baseline', [of('performance', 'api-p95', 'lcp')]),
  ],
  gates: [
    ...commonGates,
    'performance.spike',
    'email.delivery',
    ...of('journeys', 'login', 'reset', 'core'),
    'domains.staging-exposed',
    'third.apis',
  ],
  limits: {
    ...commonLimits,
    'performance.lcp.max-ms': origin(2500, 'ms'),
    'email.dmarc.min-policy': origin(dmarcPolicy.none, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
    'cors.origin.max-wildcard-with-credentials': origin(0, 'origins'),
  },
  severities,
  selfTest: [
    {
      question: 'Can a customer sign in, reset a password and finish an order?',
      checks: of('journeys', 'login', 'reset', 'core'),
    },
    {
      question: 'Do they see their own orders and invoices and nobody else’s?',
      checks: ['authz.read', 'authz.list', 'auth.anonymous', 'auth.pages'],
    },
    {
      question: 'Does the shop stay up when an advertisement brings five times the usual visitors?',
      checks: ['performance.spike', 'third.apis'],
    },
    {
      question: 'Would we know within minutes that sign-in or checkout is down?',
      checks: of('monitoring', 'uptime', 'synthetic-login', 'synthetic-checkout'),
    },
  ],
  redFlags: [
    {
      id: 'custom-auth',
      title: 'Custom auth with no audit trail or tests',
      stopShip: true,
      raisedBy: ['logging.audit-trail'],
    },
    {
      id: 'changed-id',
      title: 'Another customer’s record by changing an id',
      stopShip: true,
      raisedBy: ['authz.read'],
    },
    {
      id: 'secrets-committed',
      title: 'Secrets were ever committed: rotation becomes mandatory',
      stopShip: false,
      raisedBy: ['secrets.history', 'secrets.tree'],
    },
    {
      id: 'no-fallback',
      title: 'Several third-party APIs with no fallback',
      stopShip: false,
      raisedBy: ['third.apis'],
    },
    {
      id: 'paid-traffic',
      title: 'Paid traffic before monitoring',
      stopShip: false,
      raisedBy: ['monitoring.uptime'],
    },
  ],
  fixToday: [
    { id: 'rotate', title: 'Rotate any secret that was shared with AI tools', provedBy: ['secrets.rotation'] },
    {
      id: 'env',
      title: 'Lock down environment variables: on the server only',
      provedBy: ['secrets.bundle', 'secrets.class'],
    },
    {
      id: 'limits',
      title: 'Basic limits on login, reset, OTP, invite, webhook and search',
      provedBy: of('limits', 'login', 'reset', 'otp', 'invite', 'webhook', 'search'),
    },
    {
      id: 'dns',
      title: 'DNS health; staging names are not public',
      provedBy: of('domains', 'resolve', 'staging-exposed'),
    },
    { id: 'mail', title: 'Verify mail authentication', provedBy: emailAuth },
  ],
  plan: [
    { id: 'audit', title: 'Audit what is live against what is intended', rows: ['auth', 'authz'] },
    {
      id: 'domain-mail',
      title: 'Domain and mail first, so that customers can reach the shop safely',
      rows: ['https', 'email'],
    },
    { id: 'build', title: 'Production build with the right separation', rows: ['cors', 'performance'] },
    { id: 'secrets', title: 'Secrets on the server only; rotate the risky ones', rows: ['secrets'] },
    { id: 'monitoring', title: 'Monitoring on', rows: ['observability', 'limits'] },
    {
      id: 'checklist',
      title: 'A short checklist of what was fixed and what still needs follow-up',
      rows: ['validation'],
    },
  ],
});
