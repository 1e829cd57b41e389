import type { FunctionTrial } from '../../write-evidence.ts';
import type { Operation } from '../operations/operation-map.ts';
import { isReference } from '../tenancy/known-references.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { literal } from '../../../parse/literal.ts';

type Beside = NonNullable<NonNullable<FunctionTrial['within']>['beside']>;

/** Who is told nothing where a record is named: a page, or an operation, and what the server says there. */
export interface Refusal extends Beside {
  readonly covers: (url: string) => boolean;
}

/**
 * Where the server refuses A2 the only answers that name a record to A: a list of payslips is refused, and each payslip is not. A number
 * of few digits stands in anything and names nothing by itself.
 */
export function refusedSource(
  { exchanges }: Setting,
  { operation, request }: { readonly operation: Operation; readonly request: PlainRequest },
  refusals: readonly Refusal[],
): Beside | undefined {
  const recorded = (operation.by.get('a') ?? []).find(({ exchange }) => exchange === request.like);
  const names = (recorded?.slots ?? [])
    .filter((slot) => slot.place === 'path' || slot.place === 'query' || slot.place === 'body')
    .filter((slot) => isReference(slot) && slot.value.length >= 5 && !/^\d{5}$/.test(slot.value))
    .map(({ value }) => value);
  for (const name of names) {
    const alone = new RegExp(`(?<![\\w-])${literal(name)}(?![\\w-])`);
    const told = exchanges.filter(
      (one) =>
        one.identity === 'a' &&
        one.status < 300 &&
        !one.url.includes(name) &&
        !one.page.includes(name) &&
        alone.test(one.body.toString('utf8')),
    );
    const by = told.map((one) => refusals.find(({ covers }) => covers(one.url)));
    const [first] = by;
    if (first && by.every((one) => one !== undefined)) return { what: first.what, status: first.status };
  }
  return undefined;
}
