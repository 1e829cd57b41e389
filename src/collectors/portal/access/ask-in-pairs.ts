import type { EnumerationTrial } from '../../access-evidence.ts';
import { lastingDifferences, type Pair, type Seen } from './compare-answers.ts';

/** One pair where the answers are alike; else a second in the other order, and what both have in common. */
export async function pairsOf(
  see: (who: 'known' | 'unknown') => Promise<Seen>,
): Promise<Pick<EnumerationTrial, 'pairs' | 'lasting'>> {
  const pairs: Pair[] = [];
  const known = await see('known');
  pairs.push({ first: 'known', known, unknown: await see('unknown') });
  if (lastingDifferences(pairs).length > 0) {
    const unknown = await see('unknown');
    pairs.push({ first: 'unknown', unknown, known: await see('known') });
  }
  return {
    pairs: pairs.map((pair) => ({ first: pair.first, differences: lastingDifferences([pair]) })),
    lasting: lastingDifferences(pairs),
  };
}
