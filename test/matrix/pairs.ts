/** Flaws beside flaws or decoys that could hide them: the same host, header, path or answer, so that one may drown the other. */
export const pairs: readonly {
  readonly flaws: readonly string[];
  readonly decoys?: readonly string[];
  readonly unseenInUse?: true;
}[] = [
  { flaws: ['csp-none', 'frame-none'] },
  { flaws: ['hsts-none', 'http-serves-content'] },
  { flaws: ['cert-expires-in-5-days', 'tls10-enabled'] },
  { flaws: ['cert-expired', 'exposed-git'] },
  { flaws: ['host-dead-address', 'stack-trace-404'] },
  { flaws: ['exposed-git', 'exposed-backup'], decoys: ['catch-all-200'] },
  { flaws: ['exposed-env'], decoys: ['spa-200-everywhere'] },
  { flaws: ['exposed-debug-endpoint'], decoys: ['env-is-a-page'] },
  { flaws: ['stack-trace-500'], decoys: ['error-page-words', 'docs-stack-trace'] },
  { flaws: ['sql-in-error'], decoys: ['technical-words-in-errors'] },
  { flaws: ['hsts-short'], decoys: ['hsts-short-on-staging'] },
  { flaws: ['canonical-drops-path'], decoys: ['cname-chain'] },
  {
    flaws: ['invoice-read-without-owner-check', 'contacts-list-anonymous'],
    decoys: ['denial-200-error'],
    unseenInUse: true,
  },
  { flaws: ['document-file-unguarded', 'search-not-scoped'], decoys: ['refusal-echoes-id', 'changing-values'] },
  { flaws: ['parent-checked-child-not', 'console-error-on-dashboard'], decoys: ['denial-204', 'public-catalogue'] },
];
