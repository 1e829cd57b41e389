/** What an audit may do, from harmless to disturbing (CONTRACT.md, Permits and consent). */
export const permits = [
  'look',
  'guess',
  'sign-in',
  'cross-tenant',
  'write',
  'abuse',
  'load',
  'read-repo',
  'read-env',
  'read-logs',
] as const;
export type Permit = (typeof permits)[number];

/** Permits that ownership alone grants, without naming them. */
export const permitsByOwnership: readonly Permit[] = ['guess', 'cross-tenant'];
/** Permits that must be named with `--permit` besides ownership. */
export const permitsByName: readonly Permit[] = ['write', 'abuse', 'load'];
