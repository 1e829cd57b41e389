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
  const tree = treeOf(objects);
  const sizes = new Int32Array(objects.length);
  const result: Family[] = [];
  let placed = 0;
  for (const [root, one] of objects.entries()) {
    if (tree.origin[root] !== none) continue;
    const family = tree.first[root] === none ? alone(one) : familyOf(root, objects, tree, sizes);
    placed += family.objects.length;
    result.push(family);
  }
  if (placed === objects.length) return result;
  // Made from one another in a circle, which no sound pack holds.
  const seen = new Set(result.flatMap((one) => one.objects.map(({ name }) => name)));
  return [...result, ...objects.filter(({ name }) => !seen.has(name)).map((one) => alone(one))];
}

const none = -1;

/** By the place of an object: what it is made from, the first that is made from it, and the next one made from the same. */
interface Tree {
  readonly origin: Int32Array;
  readonly first: Int32Array;
  readonly next: Int32Array;
}

function treeOf(objects: readonly GitObjectInfo[]): Tree {
  const bases = new Set<string>();
  for (const { base } of objects) if (base !== undefined) bases.add(base);
  const at = new Map<string, number>();
  for (const [index, { name }] of objects.entries()) if (bases.has(name)) at.set(name, index);
  const origin = new Int32Array(objects.length).fill(none);
  const first = new Int32Array(objects.length).fill(none);
  const next = new Int32Array(objects.length).fill(none);
  for (let index = objects.length - 1; index >= 0; index -= 1) {
    const { base } = objects[index] as GitObjectInfo;
    const from = base === undefined ? undefined : at.get(base);
    if (from === undefined) continue;
    origin[index] = from;
    next[index] = first[from] as number;
    first[from] = index;
  }
  return { origin, first, next };
}

function childrenOf({ first, next }: Tree, index: number): number[] {
  const children: number[] = [];
  for (let one = first[index] as number; one !== none; one = next[one] as number) children.push(one);
  return children;
}

function familyOf(root: number, objects: readonly GitObjectInfo[], tree: Tree, sizes: Int32Array): Family {
  const down = [root];
  for (let at = 0; at < down.length; at += 1) for (const one of childrenOf(tree, down[at] as number)) down.push(one);
  for (let at = down.length - 1; at >= 0; at -= 1) {
    const one = down[at] as number;
    sizes[one] = (sizes[one] as number) + 1;
    const from = tree.origin[one] as number;
    if (from !== none) sizes[from] = (sizes[from] as number) + (sizes[one] as number);
  }
  const list: GitObjectInfo[] = [];
  const origins: number[] = [];
  let weight = 0;
  const open: { readonly index: number; readonly origin: number }[] = [{ index: root, origin: none }];
  for (let next = open.pop(); next; next = open.pop()) {
    const place = list.push(objects[next.index] as GitObjectInfo) - 1;
    origins.push(next.origin);
    weight += weightOf(objects[next.index] as GitObjectInfo);
    const children = childrenOf(tree, next.index);
    if (children.length > 1) children.sort((a, b) => (sizes[b] as number) - (sizes[a] as number));
    for (const index of children) open.push({ index, origin: place });
  }
  return { objects: list, origins, weight };
}

const alone = (one: GitObjectInfo): Family => ({ objects: [one], origins: [none], weight: weightOf(one) });

/** About the nanoseconds it takes. */
function weightOf({ size, packed, base }: GitObjectInfo): number {
  return 20_000 + (base === undefined ? size * 4 : size * 0.4 + packed * 30);
}
