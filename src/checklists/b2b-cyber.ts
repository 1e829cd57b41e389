import { defineChecklist } from '../model/checklist.ts';
import {
  checklistVersion,
  commonGates,
  commonLimits,
  dmarcPolicy,
  emailAuth,
  of,
  origin,
  ours,
  row,
} from './common.ts';
import { severities } from './severities.ts';

export const b2bCyber = defineChecklist({
  id: 'b2b-cyber',
  version: checklistVersion,
  title: 'Client portal of a B2B service business, cyber security',
  portal: 'B2B service business',
  lens: 'cyber security',
  readyFor: 'production traffic',
  rows: [
    row('https', 'HTTPS enforced', ['https.*']),
    row('auth', 'Auth protection', [
      of('auth', 'anonymous', 'expired-token', 'pages', 'default-credentials'),
      of('authz', 'read', 'write', 'list', 'function', 'files', 'baas'),
      of('sessions', 'logout', 'cookie-flags'),
    ]),
    row('secrets', 'Secrets handling', ['secrets.*', 'logging.canary']),
    row('email', 'Email authentication', [emailAuth, 'email.delivery']),
    row('edge', 'Cloudflare or equal set up', [
      of('edge', 'present', 'origin-hidden', 'tls-mode', 'ddos', 'cache-private', 'cache-static'),
    ]),
    row('domains', 'Redirects and domain map', ['domains.*']),
    row('monitoring', 'Monitoring active', [of('monitoring', 'uptime', 'errors', 'alert-drill')]),
    row('deploy', 'Deployment hygiene', [of('deploy', 'env-separation', 'dev-values', 'least-privilege')]),
    row('performance', 'Performance baseline', [of('performance', 'lcp', 'api-p95', 'login')]),
    row('handover', 'Handover complete', ['handover.*']),
  ],
  gates: [...commonGates, 'deploy.rollback', 'journeys.login', 'journeys.mobile'],
  limits: {
    ...commonLimits,
    'email.dmarc.min-policy': origin(dmarcPolicy.quarantine, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
    'email.dmarc.required-policy': origin(dmarcPolicy.quarantine, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
    'email.dmarc.reports': origin(1, 'address for reports', 'higher'),
    'performance.lcp.max-ms': origin(2500, 'ms'),
    'deploy.rollback.max-minutes': origin(10, 'min'),
    'monitoring.alert-drill.max-minutes': ours(5, 'min'),
  },
  severities,
  selfTest: [
    { question: 'Can a customer sign in from a fresh browser?', checks: ['journeys.login'] },
    { question: 'Does mail from our domain arrive?', checks: [...emailAuth, 'email.delivery'] },
    {
      question: 'Can they use the portal without seeing another client’s data?',
      checks: ['authz.read', 'authz.list', 'authz.files', 'auth.anonymous'],
    },
    {
      question: 'Is the team alerted when something fails?',
      checks: ['monitoring.uptime', 'monitoring.errors', 'monitoring.alert-drill'],
    },
  ],
  redFlags: [
    { id: 'shared-admin', title: 'One shared admin account', stopShip: true, raisedBy: ['auth.shared-admin'] },
    {
      id: 'frontend-filter',
      title: 'Customer records are filtered only in the frontend',
      stopShip: true,
      raisedBy: ['authz.list'],
    },
    {
      id: 'copied-secrets',
      title: 'Secrets are copied into env files by hand across environments',
      stopShip: false,
      raisedBy: ['deploy.env-separation'],
    },
    { id: 'mail-in-spam', title: 'Mail already lands in spam', stopShip: false, raisedBy: ['email.delivery'] },
    {
      id: 'rollback-unknown',
      title: 'Nobody knows how a rollback works, or it takes over 10 minutes',
      stopShip: false,
      raisedBy: ['deploy.rollback', 'handover.rollback-known'],
    },
  ],
  fixToday: [
    {
      id: 'passwords-mfa',
      title:
        'Change default passwords and turn on MFA: admin panels, hosting, database, analytics, mail, domain registrar',
      provedBy: ['auth.default-credentials', 'auth.mfa-admin', 'handover.access'],
    },
    { id: 'access-review', title: 'Review who has access', provedBy: ['handover.access'] },
    {
      id: 'dns-by-hand',
      title: 'Check the DNS records by hand',
      provedBy: ['domains.resolve', 'domains.stale', ...emailAuth],
    },
    {
      id: 'send-mail',
      title: 'Send password resets and invoices to a Gmail and an Outlook inbox',
      provedBy: ['email.delivery'],
    },
    {
      id: 'attackers-look',
      title: 'Look at public pages as an attacker would: private URLs logged out, broken links, stack traces',
      provedBy: ['auth.pages', 'auth.anonymous', 'errors.no-internals'],
    },
  ],
  plan: [
    { id: 'routing', title: 'Domain routing, redirects, subdomains', hours: { from: 1, to: 8 }, rows: ['domains'] },
    { id: 'tls-edge', title: 'TLS and edge', hours: { from: 1, to: 12 }, rows: ['https', 'edge'] },
    { id: 'mail', title: 'Mail authentication and delivery', hours: { from: 8, to: 16 }, rows: ['email'] },
    { id: 'secrets', title: 'Secrets: find, move, rotate', hours: { from: 12, to: 24 }, rows: ['secrets'] },
    {
      id: 'deploy',
      title: 'Deploy review, rollback notes, handover',
      hours: { from: 16, to: 36 },
      rows: ['deploy', 'auth', 'performance', 'handover'],
    },
    {
      id: 'monitoring',
      title: 'Monitoring, alert routing, incident checklist',
      hours: { from: 24, to: 48 },
      rows: ['monitoring'],
    },
  ],
});
