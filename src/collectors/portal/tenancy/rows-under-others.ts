import type { IdentityName } from '../../../model/identity.ts';
import { keyOf, type Operation } from '../operations/operation-map.ts';
import type { Leaf } from './answer-text.ts';
import { isTenantName } from './known-references.ts';
import { requestOf } from './requests.ts';
import type { Setting } from './setting.ts';

/** People and tenants as authors: a board that all share names them too. */
const person =
  /(^|[._])(author|creator|created|updated|owner|user|member|person|people|assignee|sender|recipient|posted|seller|vendor|parent|category|type|status|tag)/i;

/**
 * Rows of a list that belong to records which one of two customers alone is given: `job_id` names an entry of the jobs that the owner
 * lists and the asker does not, and the other way about. How many rows stand under the owner's records and how many under the
 * asker's; undefined where not both do. Rows that only name a person or a tenant prove nothing: a board that all share does.
 */
export async function rowsUnderOthers(
  setting: Setting,
  operation: Operation,
  leaves: readonly Leaf[],
  owner: IdentityName,
  asker: IdentityName,
): Promise<{ readonly owner: number; readonly asker: number } | undefined> {
  const rows = new Map<string, Set<string>>([
    [owner, new Set()],
    [asker, new Set()],
  ]);
  const asked = new Map<string, Promise<string>>();
  for (const leaf of leaves.slice(0, 600)) {
    const row = /^(.*\[\d+\])\.([^[\]]*)$/.exec(leaf.path);
    const name = row?.[2] ?? '';
    const base = /^(?:.*\.)?(\w+?)(?:_?(?:id|uuid|ref|number|no)|\.(?:id|uuid))$/i.exec(name)?.[1]?.toLowerCase() ?? '';
    if (!row?.[1] || base.length < 3 || person.test(base) || (isTenantName(name) && !/project|site/i.test(base)))
      continue;
    const whose = await givenTo(base, leaf.value);
    if (whose) rows.get(whose)?.add(row[1]);
  }
  const count = { owner: rows.get(owner)?.size ?? 0, asker: rows.get(asker)?.size ?? 0 };
  return count.owner > 0 && count.asker > 0 ? count : undefined;

  /** The one customer whose list of such records holds the value, where both were given that list. */
  async function givenTo(base: string, value: string): Promise<IdentityName | undefined> {
    const lists = setting.map.operations.filter((one) => keyOf(one) !== keyOf(operation) && one.method !== 'mutation');
    for (const one of lists) {
      const words = one.template.toLowerCase().split(/[^a-z0-9]+/);
      const isOf = [base, `${base}s`, `${base}es`, base.replace(/y$/, 'ies')].some((word) => words.includes(word));
      const [mine, theirs] = [one.by.get(owner)?.[0], one.by.get(asker)?.[0]];
      if (!isOf || one.template.endsWith('}') || !mine || !theirs) continue;
      const holds = async (identity: IdentityName) => {
        const key = `${keyOf(one)} ${identity}`;
        const recorded = identity === owner ? mine : theirs;
        const text = asked.get(key) ?? setting.ask(requestOf(recorded.exchange), identity).then(idsIn);
        asked.set(key, text);
        return (await text).split('\n').includes(value);
      };
      const [a, b] = [await holds(asker), await holds(owner)];
      if (a !== b) return a ? asker : owner;
    }
    return undefined;
  }
}

/** The ids of the rows that an answer lists. */
function idsIn({ content }: { readonly content: { readonly leaves: readonly Leaf[] } }): string {
  return content.leaves
    .filter(({ path }) => /\[\d+\]\.(?:\w+\.)*(_?id|uuid|number|ref)$/i.test(path))
    .map(({ value }) => value)
    .join('\n');
}
