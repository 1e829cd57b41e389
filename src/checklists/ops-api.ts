import { defineChecklist } from '../model/checklist.ts';
import { checklistVersion, commonGates, commonLimits, dmarcPolicy, emailAuth, of, origin, row } from './common.ts';
import { severities } from './severities.ts';

export const opsApi = defineChecklist({
  id: 'ops-api',
  version: checklistVersion,
  title: 'Internal operations tool, API security',
  portal: 'internal operations tool',
  lens: 'API security',
  readyFor: 'conversion lift',
  rows: [
    row('auth', 'Auth boundaries (own organisation only)', ['auth.anonymous', 'authz.*']),
    row('sessions', 'Session handling', ['sessions.*']),
    row('secrets', 'Secret handling', ['secrets.*']),
    row('cors-csrf', 'CORS and CSRF', ['cors.*', 'csrf.*']),
    row('validation', 'Input validation', ['validation.*']),
    row('limits', 'Rate limiting', ['limits.*']),
    row('email', 'Email authentication', [emailAuth, 'email.delivery']),
    row('deploy', 'Deployment safety', [
      of('deploy', 'env-match', 'dev-values', 'runtime-settings'),
      of('domains', 'resolve', 'canonical', 'redirect-loops'),
      'https.valid-certificate',
    ]),
    row('monitoring', 'Monitoring', [of('monitoring', 'uptime', 'errors', 'alert-drill')]),
    row('performance', 'Performance baseline', [of('performance', 'api-p95', 'lcp')]),
  ],
  gates: [...commonGates, ...of('journeys', 'login', 'reset', 'invite', 'core'), 'errors.clean-page'],
  limits: {
    ...commonLimits,
    'performance.lcp.max-ms': origin(2500, 'ms'),
    'email.dmarc.min-policy': origin(dmarcPolicy.none, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
    'email.spf.max-includes-per-sender': origin(1, 'includes'),
  },
  severities,
  selfTest: [
    {
      question: 'Does a signed-in user see the data of their own organisation and of no other?',
      checks: ['authz.read', 'authz.list', 'auth.anonymous'],
    },
    {
      question: 'Do login, password reset and invite work from a fresh private window?',
      checks: of('journeys', 'login', 'reset', 'invite'),
    },
    { question: 'Is a session over when the user signs out?', checks: ['sessions.logout', 'sessions.lifetime'] },
    {
      question: 'Does the team hear of a failure before the users do?',
      checks: of('monitoring', 'uptime', 'errors', 'alert-drill'),
    },
  ],
  redFlags: [
    {
      id: 'who-sees-what',
      title: 'Nobody can say who sees what',
      stopShip: true,
      raisedBy: ['authz.read', 'authz.list', 'authz.function'],
    },
    {
      id: 'one-secret',
      title: 'One shared secret everywhere',
      stopShip: false,
      raisedBy: ['deploy.env-separation'],
    },
    {
      id: 'custom-auth',
      title: 'Custom auth logic that nobody wants to touch',
      stopShip: false,
      raisedBy: ['auth.expired-token', 'sessions.rotation'],
    },
    { id: 'brittle-scripts', title: 'Brittle third-party scripts', stopShip: false, raisedBy: ['third.scripts'] },
    {
      id: 'small-issue',
      title: 'One “small” issue already seen: an exposed key, a foreign record',
      stopShip: false,
      raisedBy: ['secrets.bundle', 'secrets.history', 'authz.read', 'auth.anonymous'],
    },
  ],
  fixToday: [
    { id: 'mfa', title: 'Turn on MFA on every admin account', provedBy: ['auth.mfa-admin', 'handover.access'] },
    {
      id: 'rotate',
      title: 'Rotate any identified secret, mail, database and service-role keys first',
      provedBy: ['secrets.rotation'],
    },
    {
      id: 'dns',
      title: 'Check the A, CNAME, MX, SPF, DKIM and DMARC records',
      provedBy: ['domains.resolve', 'email.mx', ...emailAuth],
    },
    {
      id: 'walk',
      title: 'Walk login, reset and invite in a fresh private window',
      provedBy: of('journeys', 'login', 'reset', 'invite'),
    },
    { id: 'uptime', title: 'Add basic uptime monitoring', provedBy: ['monitoring.uptime'] },
  ],
  plan: [
    { id: 'dns', title: 'Broken DNS: DNS, redirects, subdomain routing', rows: ['deploy'] },
    {
      id: 'tls',
      title: 'TLS, mixed content, insecure cookies, edge gaps: TLS, caching, DDoS',
      rows: ['deploy', 'sessions', 'cors-csrf', 'limits', 'performance'],
    },
    {
      id: 'secrets',
      title: 'Secrets in repo, logs, bundle: env clean-up, handling, notes',
      rows: ['secrets', 'validation'],
    },
    { id: 'mail', title: 'Invites in spam: mail authentication, verification checklist', rows: ['email'] },
    { id: 'monitoring', title: 'No monitoring: uptime and alert routing', rows: ['monitoring'] },
    {
      id: 'deploy',
      title: 'Production differs from staging: deployment and handover checklist',
      rows: ['deploy'],
    },
    {
      id: 'authorization',
      title: 'Authorization broken across the stack: a project of its own, outside a 48-hour sprint',
      rows: ['auth'],
      outsideSprint: true,
    },
  ],
});
