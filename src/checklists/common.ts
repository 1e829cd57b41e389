import type { Limit, Row } from '../model/checklist.ts';

/** Version of the five lists as a set of data; raised with every change of a row, gate or limit. */
export const checklistVersion = '1.0.0';
/** The day these figures were last checked against their source. */
export const asOf = '2026-11-01';

/** Gates of all five: a failed or unproven one blocks `ready` like a row. */
export const commonGates: readonly string[] = [
  'exposure.sensitive-paths',
  'exposure.storage',
  'errors.no-internals',
  'validation.injection',
  'authz.read',
  'auth.anonymous',
  'secrets.bundle',
];

/** What ROWS.md calls `email.auth`. */
export const emailAuth: readonly string[] = ['email.spf', 'email.dkim', 'email.dmarc', 'email.senders'];

export function origin(value: number, unit: string, stricter: Limit['stricter'] = 'lower'): Limit {
  return { value, unit, source: 'origin', asOf, stricter };
}

export function ours(value: number, unit: string, stricter: Limit['stricter'] = 'lower'): Limit {
  return { value, unit, source: 'ours', asOf, stricter };
}

/** DMARC policies as numbers, so that a limit can compare them (RFC 9989). */
export const dmarcPolicy = { none: 0, quarantine: 1, reject: 2 } as const;

/** Limits that every list shares; a list overrides the ones that it sets itself. */
export const commonLimits: Readonly<Record<string, Limit>> = {
  'https.expiry.warn-days': ours(21, 'days', 'higher'),
  'https.expiry.fail-days': ours(7, 'days', 'higher'),
  'https.hsts.min-days': ours(180, 'days', 'higher'),
  'https.redirect.max-hops': ours(1, 'hops'),
  'domains.canonical.max-hops': ours(1, 'hops'),
  'domains.propagation.max-ttl-seconds': ours(3600, 's'),
  'sessions.lifetime.access-token-minutes': ours(60, 'min'),
  'sessions.lifetime.session-days': ours(30, 'days'),
  'email.spf.max-lookups': ours(10, 'look-ups'),
  'email.spf.max-void-lookups': ours(2, 'look-ups'),
  'email.dkim.min-bits': ours(1024, 'bits', 'higher'),
  'email.dkim.good-bits': ours(2048, 'bits', 'higher'),
  'email.delivery.max-seconds': ours(60, 's'),
  'email.dmarc.required-policy': ours(dmarcPolicy.none, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
  'email.dmarc.min-policy': ours(dmarcPolicy.quarantine, 'policy (0 none, 1 quarantine, 2 reject)', 'higher'),
  'performance.api-p95.max-ms': origin(500, 'ms'),
  'performance.lcp.max-ms': ours(2500, 'ms'),
  'performance.login.max-ms': ours(5000, 'ms'),
  'performance.spike.factor': ours(5, '× normal load', 'higher'),
  'deploy.rollback.max-minutes': ours(10, 'min'),
  'monitoring.alert-drill.max-minutes': ours(5, 'min'),
};

/** A row; its id is what scorecards and plans refer to. */
export function row(id: string, title: string, checks: readonly (string | readonly string[])[]): Row {
  return { id, title, checks: checks.flat() };
}

/** Ids `area.name` for each name. */
export function of(area: string, ...names: readonly string[]): readonly string[] {
  return names.map((name) => `${area}.${name}`);
}
