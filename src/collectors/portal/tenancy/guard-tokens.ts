import type { IdentityName } from '../../../model/identity.ts';
import { formsIn } from '../../../parse/html-forms.ts';
import { keyOf, type Operation, type OperationMap, type Recorded } from '../operations/operation-map.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import { isCredentialSlot } from './known-references.ts';

/**
 * What the asker sends in place of the owner's tokens and states of pages, by name: with another session's a refusal is about those.
 * A state belongs to one page: what the operation itself was sent counts before what its page holds, and that before the rest.
 */
export function guardTokens(
  map: OperationMap,
  asker: IdentityName,
): (operation: Operation) => ReadonlyMap<string, string> {
  const sent = (operations: readonly Operation[]) =>
    operations
      .flatMap((operation) => operation.by.get(asker) ?? [])
      .flatMap(({ slots }) => slots.filter((slot) => isGuardToken(slot) || isCredentialSlot(slot)))
      .map((slot) => [slot.name, slot.value] as const);
  const everywhere = sent(map.operations);
  const pages = map.operations.filter(({ answers, method }) => answers === 'page' && method === 'GET');
  const held = new Map<string, readonly (readonly [string, string])[]>();
  const heldBy = (page: Operation) => {
    const known = held.get(keyOf(page)) ?? heldIn((page.by.get(asker) ?? []).at(-1));
    held.set(keyOf(page), known);
    return known;
  };
  return (operation) => {
    const needs = [...operation.by.values()].some((all) => all.some(({ slots }) => slots.some(isGuardToken)));
    const own = pages.filter(({ host, template }) => host === operation.host && template === operation.template);
    return new Map([
      ...(needs ? pages.flatMap(heldBy) : []),
      ...everywhere,
      ...(needs ? own.flatMap(heldBy) : []),
      ...sent([operation]),
    ]);
  };
}

function heldIn(recorded: Recorded | undefined): readonly (readonly [string, string])[] {
  if (!recorded) return [];
  return formsIn(recorded.exchange.body.toString('utf8'), recorded.exchange.url)
    .flatMap(({ fields }) => fields)
    .filter(({ name, kind, value }) => kind === 'hidden' && value !== '' && isGuardToken({ name }))
    .map(({ name, value }) => [name, value] as const);
}
