import type { PortalState } from './state.ts';
import { sharedWording } from './seed/tenant-seed.ts';
import { announcements, plans, tips } from './seed/operator.ts';

const open = new Set(['id', 'key', 'orgId', 'ownerId', 'projectId', 'status', 'role', 'passwordHash', 'sharedWith']);
const isDate = /^\d{4}-\d{2}-\d{2}/;

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]) => (open.has(field) ? [] : leaves(inner)));
}

/**
 * Every private text of the customers, and of the staff account, of five characters and more: no ids, dates or status
 * words, nothing that the operator gives to all alike.
 */
export function seededValues(state: PortalState): readonly string[] {
  const common = new Set([...leaves(sharedWording), ...leaves(announcements), ...leaves(plans), ...leaves(tips)]);
  const orgs = new Map<string, Set<string>>();
  // The operator's own name and address stand on every page.
  const customers = state.organisations.filter((row) => row.key !== 'operator');
  const owned: readonly { readonly orgId: string }[] = [
    ...customers.map((row) => ({ ...row, orgId: row.id })),
    ...state.users,
    ...state.projects,
    ...state.documents,
    ...state.invoices,
    ...state.messages,
    ...state.contacts,
    ...state.activity,
  ];
  for (const row of owned) {
    const values = orgs.get(row.orgId) ?? new Set<string>();
    for (const value of leaves(row)) values.add(value);
    orgs.set(row.orgId, values);
  }
  const all = [...orgs.values()].flatMap((values) => [...values]);
  return [...new Set(all)].filter(
    (value) =>
      value.length >= 5 &&
      !isDate.test(value) &&
      !common.has(value) &&
      all.filter((other) => other === value).length === 1,
  );
}
