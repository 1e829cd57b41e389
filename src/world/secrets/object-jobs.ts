import type { GitPlace } from './git-process.ts';
import type { ObjectJob } from './scan-objects.ts';
import { partsOf, shares } from './scan-pool.ts';
import type { Survey } from './survey.ts';

/** What is fresh, in jobs of about the same weight; the longest first, so that all threads end at about the same time. */
export function objectJobs(
  { ordered, fresh, reach }: Pick<Survey, 'ordered' | 'fresh' | 'reach'>,
  { gitDir }: GitPlace,
  markKey: string,
): readonly ({ readonly kind: 'objects' } & ObjectJob)[] {
  return shares(ordered, partsOf(fresh.length), (one) => one.weight)
    .map((part) => ({ part, weight: part.reduce((sum, one) => sum + one.weight, 0) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ part }) => {
      const objects = part.flatMap((family) => family.objects);
      let before = 0;
      const origins = part.flatMap((family) => {
        const first = before;
        before += family.objects.length;
        return family.origins.map((origin) => (origin < 0 ? -1 : origin + first));
      });
      return {
        kind: 'objects',
        gitDir,
        names: objects.map((one) => one.name),
        paths: objects.map((one) => reach.pathOf.get(one.name) ?? ''),
        origins,
        markKey,
      };
    });
}
