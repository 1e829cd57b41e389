import type { ChecklistId } from '../../src/model/checklist.ts';

export interface FixtureRow {
  readonly id: string;
  readonly title: string;
  readonly checks: readonly string[];
}

function row(title: string, ...checks: string[]): FixtureRow {
  return { id: title.toLowerCase().replace(/[^a-z0-9]+/g, '-'), title, checks };
}

/** Ten rows each, in the order of the checklists; the checks are those of the small catalogue above. */
export const fixtureRows: Readonly<Record<ChecklistId, readonly FixtureRow[]>> = {
  'b2b-cyber': [
    row('HTTPS enforced', 'https.valid-certificate', 'https.hsts'),
    row('Auth protection', 'auth.anonymous', 'authz.read'),
    row('Secrets handling', 'secrets.bundle'),
    row('Email authentication', 'email.dmarc', 'email.delivery'),
    row('Cloudflare or equal set up', 'edge.present'),
    row('Redirects and domain map', 'domains.resolve'),
    row('Monitoring active', 'monitoring.alert-drill'),
    row('Deployment hygiene', 'deploy.rollback'),
    row('Performance baseline', 'performance.api-p95'),
    row('Handover complete', 'handover.runbook'),
  ],
  'b2b-api': [
    row('Auth on every API route', 'auth.anonymous', 'auth.expired-token'),
    row('Authorization by tenant and user', 'authz.read', 'authz.list', 'authz.write'),
    row('Secrets out of the frontend and public repo', 'secrets.bundle'),
    row('Input validation on write APIs', 'validation.malformed'),
    row('Rate limiting on login and APIs', 'limits.login'),
    row('p95 API under 500 ms', 'performance.api-p95'),
    row('SSL valid everywhere', 'https.valid-certificate', 'https.hsts'),
    row('SPF/DKIM/DMARC passing', 'email.dmarc', 'email.delivery'),
    row('Monitoring alerting works', 'monitoring.alert-drill'),
    row('Redirects and subdomains correct', 'domains.resolve'),
  ],
  'ops-cyber': [
    row('HTTPS everywhere, no mixed content', 'https.valid-certificate', 'https.hsts'),
    row('Auth hardening', 'auth.anonymous'),
    row('Authorization checks', 'authz.read', 'authz.list'),
    row('Secrets handling', 'secrets.bundle'),
    row('Email authentication', 'email.dmarc'),
    row('Edge protection', 'edge.present', 'limits.login'),
    row('Deployment safety', 'deploy.rollback'),
    row('Monitoring', 'monitoring.alert-drill'),
    row('Logging hygiene', 'secrets.bundle'),
    row('Performance baseline', 'performance.api-p95'),
  ],
  'ops-api': [
    row('Auth boundaries (own organisation only)', 'auth.anonymous', 'authz.read'),
    row('Session handling', 'auth.expired-token'),
    row('Secret handling', 'secrets.bundle'),
    row('CORS and CSRF', 'headers.csp'),
    row('Input validation', 'validation.malformed'),
    row('Rate limiting', 'limits.login'),
    row('Email authentication', 'email.dmarc'),
    row('Deployment safety', 'domains.resolve'),
    row('Monitoring', 'monitoring.alert-drill'),
    row('Performance baseline', 'performance.api-p95'),
  ],
  'shop-api': [
    row('Auth enforcement', 'auth.anonymous', 'auth.expired-token'),
    row('Authorization (own records; 404 or 403)', 'authz.read', 'authz.list'),
    row('Secret handling', 'secrets.bundle'),
    row('Input validation', 'validation.malformed'),
    row('Rate limiting per IP, user, session', 'limits.login'),
    row('CORS policy', 'headers.csp'),
    row('Email authentication', 'email.dmarc'),
    row('TLS and redirects', 'https.valid-certificate', 'https.hsts'),
    row('Observability', 'monitoring.alert-drill'),
    row('Performance baseline', 'performance.api-p95'),
  ],
};

export const fixtureGates: readonly string[] = [
  'errors.no-internals',
  'exposure.sensitive-paths',
  'edge.present',
  'deploy.rollback',
  'journeys.core',
  'handover.runbook',
];
