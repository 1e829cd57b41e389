/** Two samples compared by ranks: robust against the long tails that times of answers have. */
export interface RankComparison {
  /** How often a value of the first is greater than one of the second, ties halved: U over its maximum (Mann & Whitney 1947). */
  readonly greater: number;
  /** Two-sided probability of a U so far from the middle, by the normal approximation with the correction for ties. */
  readonly byChance: number;
  readonly firstMedian: number;
  readonly secondMedian: number;
  /** Interquartile range of the steadier sample. */
  readonly spread: number;
}

/** Compares two samples of at least three values each; undefined where there are fewer. */
export function compareTimes(first: readonly number[], second: readonly number[]): RankComparison | undefined {
  if (first.length < 3 || second.length < 3) return undefined;
  const [n, m] = [first.length, second.length];
  let wins = 0;
  for (const one of first) for (const other of second) wins += one > other ? 1 : one === other ? 0.5 : 0;
  const counts = new Map<number, number>();
  for (const value of [...first, ...second]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, count) => sum + count ** 3 - count, 0);
  const all = n + m;
  const variance = ((n * m) / 12) * (all + 1 - ties / (all * (all - 1)));
  const z = variance === 0 ? 0 : Math.max(0, Math.abs(wins - (n * m) / 2) - 0.5) / Math.sqrt(variance);
  return {
    greater: wins / (n * m),
    byChance: Math.min(1, 2 * upperTail(z)),
    firstMedian: quantile(first, 0.5),
    secondMedian: quantile(second, 0.5),
    spread: Math.min(rangeOf(first), rangeOf(second)),
  };
}

/** Of the standard normal distribution (Abramowitz & Stegun 26.2.17, error below 7.5e-8). */
function upperTail(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}

const rangeOf = (values: readonly number[]) => quantile(values, 0.75) - quantile(values, 0.25);

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (sorted.length - 1) * part;
  const [low, high] = [sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0];
  return low + (high - low) * (at - Math.floor(at));
}
