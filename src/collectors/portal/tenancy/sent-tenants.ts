import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type OperationMap, type SlotValue } from '../operations/operation-map.ts';
import { isReference, isTenantName } from './known-references.ts';

const operationsAtLeast = 2;

/** A value as it is meant: PostgREST says in the value how to compare. */
export const meant = (value: string): string => value.replace(/^eq\./, '');

/**
 * The ids by which the owner's own requests say for whom they are: under one name it always sends this one, in several operations (a
 * header goes with many), and
 * the asker always another one of its own. Such an id may stand in what both share, as the name of who shares it; what is behind it
 * is no less the owner's for that. Whoever is shown other companies sends their ids too: then it is a directory. One operation is
 * enough for an id that the answers about each account name as its tenant (`named`).
 */
export function sentTenants(
  map: OperationMap,
  owner: IdentityName,
  asker: IdentityName,
  named: readonly string[] = [],
): ReadonlySet<string> {
  const [mine, theirs] = [sentBy(map, owner), sentBy(map, asker)];
  const operations = new Map<string, Set<string>>();
  for (const [name, { values, by }] of mine) {
    const other = theirs.get(name);
    const [value] = values;
    if (value === undefined || values.size !== 1 || other?.values.size !== 1 || other.values.has(value)) continue;
    const all = operations.get(value) ?? new Set<string>();
    for (const operation of by) all.add(operation);
    operations.set(value, all);
  }
  const sentByAsker = new Set([...theirs.values()].flatMap(({ values }) => [...values]));
  return new Set(
    [...operations]
      .filter(([value, all]) => (all.size >= operationsAtLeast || named.includes(value)) && !sentByAsker.has(value))
      .map(([value]) => value),
  );
}

/** What an identity sends under each name of a parameter or a field, and in which operations. */
function sentBy(map: OperationMap, identity: IdentityName) {
  const found = new Map<string, { readonly values: Set<string>; readonly by: Set<string> }>();
  for (const operation of map.operations.filter(isReplayable))
    for (const { exchange, slots } of operation.by.get(identity) ?? [])
      for (const slot of exchange.status < 300 ? slots.filter(isSaid) : []) {
        const known = found.get(slot.name) ?? { values: new Set<string>(), by: new Set<string>() };
        known.values.add(meant(slot.value));
        known.by.add(operation.template);
        found.set(slot.name, known);
      }
  return found;
}

const isSaid = (slot: SlotValue): boolean =>
  // A header or a cookie may hold anything that is each session's own: it has to be called like a tenant.
  slot.place === 'header' || slot.place === 'cookie'
    ? isTenantName(slot.name)
    : slot.place !== 'path' &&
      slot.place !== 'host' &&
      isReference(slot) &&
      (/\d/.test(slot.value) || isTenantName(slot.name));
