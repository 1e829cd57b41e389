import type { GitObjectInfo } from './list-objects.ts';

/** Objects with, for each, the place in this list of the one that its pack makes it from; -1 for none. */
export interface Family {
  readonly objects: readonly GitObjectInfo[];
  readonly origins: readonly number[];
  /** Reading and searching it, against others. */
  readonly weight: number;
}

/**
 * Objects that packs make from one another, each behind its origin. Those that most is made from come last, so that few texts have
 * to be kept at a time.
 */
export function families(objects: readonly GitObjectInfo[]): readonly Family[] {
  const at = new Map(objects.map((one, index) => [one.name, index]));
  const originOf = objects.map(({ base }) => (base === undefined ? -1 : (at.get(base) ?? -1)));
  const made = new Map<number, number[]>();
  for (const [index, origin] of originOf.entries()) {
    if (origin < 0) continue;
    const list = made.get(origin);
    if (list) list.push(index);
    else made.set(origin, [index]);
  }
  const result: Family[] = [];
  let placed = 0;
  for (const [root, origin] of originOf.entries())
    if (origin < 0) {
      const family = familyOf(root, objects, made);
      placed += family.objects.length;
      result.push(family);
    }
  if (placed === objects.length) return result;
  // Made from one another in a circle, which no sound pack holds.
  const seen = new Set(result.flatMap((one) => one.objects.map(({ name }) => name)));
  return [...result, ...objects.filter(({ name }) => !seen.has(name)).map((one) => alone(one))];
}

function familyOf(root: number, objects: readonly GitObjectInfo[], made: ReadonlyMap<number, readonly number[]>) {
  const first = objects[root] as GitObjectInfo;
  if (!made.has(root)) return alone(first);
  const down = [root];
  for (let i = 0; i < down.length; i += 1) down.push(...(made.get(down[i] as number) ?? []));
  const sizes = new Map<number, number>();
  for (const one of down.toReversed())
    sizes.set(
      one,
      (made.get(one) ?? []).reduce((sum, next) => sum + (sizes.get(next) as number), 1),
    );
  const list: GitObjectInfo[] = [];
  const origins: number[] = [];
  let weight = 0;
  const open: { readonly index: number; readonly origin: number }[] = [{ index: root, origin: -1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const place = list.push(objects[next.index] as GitObjectInfo) - 1;
    origins.push(next.origin);
    weight += weightOf(objects[next.index] as GitObjectInfo);
    const children = [...(made.get(next.index) ?? [])];
    if (children.length > 1) children.sort((a, b) => (sizes.get(b) as number) - (sizes.get(a) as number));
    for (const index of children) open.push({ index, origin: place });
  }
  return { objects: list, origins, weight };
}

const alone = (one: GitObjectInfo): Family => ({ objects: [one], origins: [-1], weight: weightOf(one) });

/** About the nanoseconds it takes. */
function weightOf({ size, packed, base }: GitObjectInfo): number {
  return 20_000 + (base === undefined ? size * 4 : size * 0.4 + packed * 30);
}
