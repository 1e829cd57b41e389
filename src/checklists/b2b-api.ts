import { defineChecklist } from '../model/checklist.ts';
import { checklistVersion, commonGates, commonLimits, emailAuth, of, origin, row } from './common.ts';
import { severities } from './severities.ts';

export const b2bApi = defineChecklist({
  id: 'b2b-api',
  version: checklistVersion,
  title: 'Client portal of a B2B service business, API security',
  portal: 'B2B service business',
  lens: 'API security',
  readyFor: 'production traffic',
  rows: [
    row('auth', 'Auth on every API route', [of('auth', 'anonymous', 'expired-token')]),
    row('authz', 'Authorization by tenant and user', ['authz.*']),
    row('secrets', 'Secrets out of the frontend and public repo', [
      of('secrets', 'bundle', 'class', 'history', 'tree'),
    ]),
    row('validation', 'Input validation on write APIs', ['validation.*']),
    row('limits', 'Rate limiting on login and APIs', ['limits.*']),
    row('performance', 'p95 API under 500 ms', ['performance.api-p95']),
    row('https', 'SSL valid everywhere', ['https.*']),
    row('email', 'SPF/DKIM/DMARC passing', [emailAuth, 'email.delivery']),
    row('monitoring', 'Monitoring alerting works', [of('monitoring', 'uptime', 'alert-drill', 'owners')]),
    row('domains', 'Redirects and subdomains correct', ['domains.*']),
  ],
  gates: [
    ...commonGates,
    'edge.present',
    'secrets.logs',
    'deploy.rollback',
    'handover.runbook',
    'journeys.core',
    // Where AI features exist: without them the check is not-applicable by the owner's declaration, which does not block.
    'third.ai',
  ],
  limits: {
    ...commonLimits,
    'monitoring.alert-drill.max-minutes': origin(5, 'min'),
    'deploy.rollback.max-minutes': origin(10, 'min'),
    'handover.rollback-known.max-minutes': origin(1, 'min'),
  },
  severities,
  selfTest: [
    {
      question: 'Does every API route refuse a request without a valid sign-in?',
      checks: ['auth.anonymous', 'auth.expired-token'],
    },
    {
      question: 'Does a customer reach only the records of their own company?',
      checks: ['authz.read', 'authz.write', 'authz.list', 'authz.files'],
    },
    {
      question: 'Is every secret out of the browser and the repository?',
      checks: ['secrets.bundle', 'secrets.class', 'secrets.history', 'secrets.tree'],
    },
    {
      question: 'Does the team hear of an outage within five minutes, and can it roll back?',
      checks: ['monitoring.alert-drill', 'deploy.rollback'],
    },
  ],
  redFlags: [
    {
      id: 'no-authorization-layer',
      title: 'Data of several customers with no clear authorization layer',
      stopShip: true,
      raisedBy: ['authz.read', 'authz.list', 'authz.write'],
    },
    {
      id: 'secrets-leaked',
      title: 'Secrets were ever in git or in the frontend',
      stopShip: false,
      raisedBy: ['secrets.history', 'secrets.bundle', 'secrets.class'],
    },
    {
      id: 'ai-unguarded',
      title: 'AI tools inside the portal without guardrails',
      stopShip: false,
      raisedBy: ['third.ai'],
    },
    {
      id: 'mail-unstable',
      title: 'Mail delivery is unstable across Google Workspace and Microsoft 365',
      stopShip: false,
      raisedBy: ['email.delivery'],
    },
    {
      id: 'rollback-unexplained',
      title: 'The rollback cannot be explained in a minute',
      stopShip: false,
      raisedBy: ['handover.rollback-known', 'deploy.rollback'],
    },
  ],
  fixToday: [
    { id: 'hostnames', title: 'List every production hostname', provedBy: ['domains.inventory'] },
    {
      id: 'rotate',
      title: 'Rotate the obvious secrets: database, mail, storage, payment',
      provedBy: ['secrets.rotation'],
    },
    {
      id: 'mail-records',
      title: 'Check the SPF, DKIM and DMARC records',
      provedBy: ['email.spf', 'email.dkim', 'email.dmarc'],
    },
    {
      id: 'walk',
      title: 'Walk sign-up, login, reset and invite in a private window on several browsers',
      provedBy: of('journeys', 'signup', 'login', 'reset', 'invite', 'browsers'),
    },
    {
      id: 'alert',
      title: 'Verify that monitoring alerts, with a harmless outage in staging',
      provedBy: ['monitoring.alert-drill'],
    },
  ],
  plan: [
    {
      id: 'audit',
      title: 'Audit of DNS, auth, mail, deploy, secrets',
      hours: { from: 0, to: 6 },
      rows: ['auth', 'authz', 'secrets', 'email', 'domains'],
    },
    {
      id: 'routing',
      title: 'Domain routing, TLS, edge, caching, headers, redirects',
      hours: { from: 6, to: 18 },
      rows: ['https', 'domains'],
    },
    {
      id: 'secrets-limits',
      title: 'Env and secrets, monitoring, alerts, limits',
      hours: { from: 18, to: 30 },
      rows: ['secrets', 'monitoring', 'limits', 'validation'],
    },
    {
      id: 'verify',
      title: 'Verify deploy, journeys, mail, no exposed credentials',
      hours: { from: 30, to: 42 },
      rows: ['auth', 'authz', 'performance', 'email'],
    },
    {
      id: 'handover',
      title: 'Handover, rollback steps, owner list, final pass',
      hours: { from: 42, to: 48 },
      rows: ['monitoring', 'domains'],
    },
  ],
});
