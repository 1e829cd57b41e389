import { defineChecklist } from '../model/checklist.ts';
import { checklistVersion, commonGates, commonLimits, dmarcPolicy, emailAuth, of, origin, row } from './common.ts';
import { severities } from './severities.ts';

export const opsCyber = defineChecklist({
  id: 'ops-cyber',
  version: checklistVersion,
  title: 'Internal operations tool, cyber security',
  portal: 'internal operations tool',
  lens: 'cyber security',
  readyFor: 'launch',
  rows: [
    row('https', 'HTTPS everywhere, no mixed content', ['https.*']),
    row('auth', 'Auth hardening', ['auth.*', of('sessions', 'stable', 'logout', 'cookie-flags')]),
    row('authz', 'Authorization checks', ['authz.*']),
    row('secrets', 'Secrets handling', ['secrets.*']),
    row('email', 'Email authentication', [emailAuth, 'email.delivery']),
    row('edge', 'Edge protection', [
      of('edge', 'present', 'waf', 'bot', 'ddos', 'limits'),
      of('limits', 'login', 'reset', 'forms'),
    ]),
    row('deploy', 'Deployment safety', [of('deploy', 'production-build', 'runtime-settings', 'rollback')]),
    row('monitoring', 'Monitoring', [of('monitoring', 'uptime', 'errors', 'alert-drill', 'owners')]),
    row('logging', 'Logging hygiene', [of('logging', 'canary', 'audit-trail'), 'secrets.logs']),
    row('performance', 'Performance baseline', ['performance.api-p95']),
  ],
  gates: [
    ...commonGates,
    ...of('domains', 'resolve', 'canonical', 'redirect-loops', 'stale', 'staging-exposed'),
    ...of('journeys', 'login', 'console'),
  ],
  limits: {
    ...commonLimits,
    'email.dmarc.min-policy': origin(dmarcPolicy.quarantine, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
    'email.dmarc.required-policy': origin(dmarcPolicy.quarantine, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
    'email.dmarc.reports': origin(1, 'address for reports', 'higher'),
    'monitoring.alert-drill.max-minutes': origin(2, 'min'),
  },
  severities: { ...severities, 'auth.mfa-admin': 'critical' },
  selfTest: [
    {
      question: 'Can a new staff member sign in from a clean browser?',
      checks: ['journeys.login'],
    },
    {
      question: 'Do they reach only the records they are allowed to see?',
      checks: ['authz.read', 'authz.list', 'authz.function', 'auth.anonymous'],
    },
    {
      question: 'Do they send and receive system mail that authenticates?',
      checks: [...emailAuth, 'email.delivery'],
    },
    { question: 'Do they see no console errors or warnings?', checks: ['journeys.console', 'https.mixed-content'] },
  ],
  redFlags: [
    {
      id: 'frontend-roles',
      title: 'Role checks exist only in the frontend',
      stopShip: true,
      raisedBy: ['authz.function'],
    },
    {
      id: 'shared-env',
      title: 'Secrets stand in widely shared env files',
      stopShip: false,
      raisedBy: ['secrets.tree', 'secrets.history'],
    },
    {
      id: 'access-unknown',
      title: 'Unknown who can access production',
      stopShip: false,
      raisedBy: ['handover.access'],
    },
    {
      id: 'mail-inconsistent',
      title: 'Mail behaves differently from provider to provider',
      stopShip: false,
      raisedBy: ['email.delivery'],
    },
    {
      id: 'no-rollback',
      title: 'No rollback plan',
      stopShip: false,
      raisedBy: ['deploy.rollback', 'handover.rollback-known'],
    },
  ],
  fixToday: [
    { id: 'dns', title: 'Check DNS and remove stale records', provedBy: of('domains', 'resolve', 'stale', 'dangling') },
    {
      id: 'rotate',
      title: 'Rotate secrets pasted anywhere: mail, database, storage, webhook, OAuth',
      provedBy: ['secrets.rotation'],
    },
    {
      id: 'mfa',
      title: 'Turn on MFA for founders, operators, finance, exporters, billing',
      provedBy: ['auth.mfa-admin', 'handover.access'],
    },
    {
      id: 'send-mail',
      title:
        'Send reset, invite, approval and notification mail to Gmail, Outlook and Apple Mail; look at sender name, reply-to, links',
      provedBy: ['email.delivery'],
    },
    {
      id: 'error-messages',
      title: 'Review the public error messages',
      provedBy: ['errors.no-internals', 'errors.clean-page'],
    },
  ],
  plan: [
    { id: 'dns', title: 'Domain routing and old subdomains: DNS audit, redirects, clean-up', rows: ['https'] },
    { id: 'browser', title: 'Browser warnings: TLS check, forced HTTPS, asset fixes', rows: ['https'] },
    { id: 'mail', title: 'Spam: mail authentication and sender tests', rows: ['email'] },
    { id: 'config', title: 'Leaky config: env migration, rotation plan', rows: ['secrets', 'logging'] },
    { id: 'edge', title: 'No edge: WAF, caching, DDoS', rows: ['edge'] },
    {
      id: 'deploy',
      title: 'Unclear production state: deploy verification, release checklist',
      rows: ['deploy', 'auth', 'authz', 'performance'],
    },
    { id: 'alerting', title: 'No alerting: uptime monitors, notes', rows: ['monitoring'] },
  ],
});
