/** Checks that look at a host over HTTPS: none of them can answer when its handshake or its pages are broken. */
export const pageChecks = [
  'https.hsts',
  'headers.csp',
  'headers.frame',
  'headers.nosniff',
  'headers.referrer',
  'headers.permissions',
  'headers.cookies',
  'errors.no-internals',
  'errors.clean-page',
  'exposure.sensitive-paths',
  'exposure.security-txt',
] as const;

export const tlsChecks = [
  'https.valid-certificate',
  'https.expiry',
  'https.protocols',
  'https.ciphers',
  'https.caa',
] as const;

export const moveChecks = [
  'https.redirect',
  'domains.canonical',
  'domains.redirect-loops',
  'domains.old-urls',
] as const;

export const nameChecks = [
  'domains.resolve',
  'domains.stale',
  'domains.dangling',
  'domains.drift',
  'domains.propagation',
  'domains.staging-exposed',
] as const;

/** Checks that need the portal to let people in. */
export const portalChecks = [
  'auth.anonymous',
  'authz.read',
  'authz.list',
  'journeys.login',
  'journeys.console',
] as const;

/** The list without the checks that an entry names as certain. */
export function besides(certain: readonly string[], list: readonly string[]): readonly string[] {
  return list.filter((check) => !certain.includes(check));
}
