/** Areas whose work rests on that of others: a certificate needs a name that resolves, a load test a finished build. */
const restsOn: Readonly<Record<string, readonly string[]>> = {
  https: ['domains'],
  edge: ['domains', 'https'],
  email: ['domains'],
  sessions: ['https'],
  journeys: ['auth', 'email'],
  limits: ['auth'],
  performance: ['deploy', 'edge'],
  monitoring: ['deploy'],
  handover: ['domains', 'deploy', 'monitoring', 'secrets'],
};

export interface Ordered {
  readonly id: string;
  readonly areas: readonly string[];
  readonly risk: number;
  readonly failed: boolean;
}

/** Ids that come before this one: deliverables with failures in an area that one of its own areas rests on. */
export function prerequisites(one: Ordered, all: readonly Ordered[]): readonly string[] {
  const below = new Set(one.areas.flatMap((area) => restsOn[area] ?? []));
  const mine = new Set(one.areas);
  return all
    .filter((other) => other.id !== one.id && other.failed)
    .filter(({ areas }) => areas.some((area) => below.has(area)) && !areas.some((area) => mine.has(area)))
    .map(({ id }) => id);
}

/** By risk, the riskiest first, each preceded by what it waits for. Circles are cut where they close. */
export function inOrder<T extends Ordered>(all: readonly T[]): readonly T[] {
  const byRisk = [...all].sort(
    (x, y) => Number(y.failed) - Number(x.failed) || y.risk - x.risk || (x.id < y.id ? -1 : 1),
  );
  const placed = new Map<string, T>();
  const place = (one: T, path: readonly string[]): void => {
    if (placed.has(one.id) || path.includes(one.id)) return;
    const waitsFor = prerequisites(one, all);
    for (const other of byRisk.filter(({ id }) => waitsFor.includes(id))) place(other, [...path, one.id]);
    placed.set(one.id, one);
  };
  for (const one of byRisk) place(one, []);
  return [...placed.values()];
}
