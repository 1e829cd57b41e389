import type { Dossier } from '../model/dossier.ts';
import type { Coverage } from '../model/scorecard.ts';

/** What the run reached, from the dossier's own evidence. */
export function coverageOf({ config, evidence }: Dossier): Coverage {
  const subjects = (kind: string) =>
    new Set(evidence.flatMap((one) => (one.seen && one.kind === kind ? [one.subject] : [])));
  const seen = evidence.flatMap((one) => (one.seen && one.kind === 'portal.coverage' ? [one.value] : []));
  const crawl = (seen[0] ?? {}) as Partial<{
    routes: readonly unknown[];
    notReached: Coverage['notReached'];
    hostsFoundNotListed: readonly string[];
    objects: number;
  }>;
  return {
    hosts: config.target.hosts.length,
    routes: crawl.routes?.length ?? 0,
    operations: subjects('portal.operation').size,
    identities: [...subjects('portal.sign-in')],
    objects: crawl.objects ?? 0,
    notReached: [...(crawl.notReached ?? [])],
    hostsFoundNotListed: [...(crawl.hostsFoundNotListed ?? [])],
  };
}
