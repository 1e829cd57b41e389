import { looksLikeId } from '../crawl/page-key.ts';
import type { Leaf } from './answer-text.ts';
import { singleOf } from './known-references.ts';

export interface RowOfRecord {
  readonly id: string;
  /** What the list is called that it stands in. */
  readonly list: string;
  readonly values: readonly Leaf[];
}

/**
 * Objects of a list that go by an id (`id`, `DocumentID` among documents), or lead to an address with one, with what they say themselves or
 * in their attributes (JSON:API), be they edges or nodes.
 */
export function recordsIn(leaves: readonly Leaf[]): readonly RowOfRecord[] {
  if (leaves[0]?.path.startsWith('>')) return linkedIn(leaves);
  const objects = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const object = inRow.exec(leaf.path)?.[1];
    if (object !== undefined) objects.set(object, [...(objects.get(object) ?? []), leaf]);
  }
  return [...objects].flatMap(([path, all]): RowOfRecord[] => {
    const list = /(\w+)(?:\.(?:edges|nodes|items|data|results|value))?\[\d+\](?:\.node)?$/.exec(path)?.[1] ?? '';
    const kind = singleOf(list);
    const isId = (leaf: Leaf) => {
      const key = leaf.path.slice(leaf.path.lastIndexOf('.') + 1).toLowerCase();
      return /^(_?id|uuid|guid|ref|slug)$/.test(key) || key.replace('_', '') === `${kind}id`;
    };
    const id = all.find((leaf) => isId(leaf) && leaf.value !== '');
    const link = all.find((leaf) => linkKey.test(leaf.path) && leaf.value.includes('/'));
    const named = id?.value ?? link?.value.split(/[/?#=&]/).findLast(looksLikeId);
    const values = all.filter((leaf) => leaf !== id && leaf !== link);
    return named === undefined ? [] : [{ id: named, list, values }];
  });
}

const inRow = /^(.*\[\d+\](?:\.node)?)\.(?:(?:attributes|fields|properties)\.)?[^.[\]]+$/;
const linkKey = /\.(href|url|link|path|to|route)$/i;

/** Links of a page that lead to a record, with the words on them. */
function linkedIn(leaves: readonly Leaf[]): readonly RowOfRecord[] {
  return leaves.flatMap((leaf, at): RowOfRecord[] => {
    if (!leaf.path.endsWith('>a@href')) return [];
    const parts = leaf.value.split(/[?#]/)[0]?.split('/') ?? [];
    const place = parts.findLastIndex((part) => looksLikeId(part));
    const text = leaves[at + 1];
    if (place < 1 || text?.path !== leaf.path.slice(0, -'@href'.length)) return [];
    return [{ id: parts[place] ?? '', list: parts[place - 1] ?? '', values: [text] }];
  });
}
