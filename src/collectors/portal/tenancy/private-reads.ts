import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import { isSavedFile } from './is-saved-file.ts';
import { isReference, isTenantName, knownTo } from './known-references.ts';
import { hasKeyInPath, isSigned, sentValues } from './requests.ts';
import { sentTenants } from './sent-tenants.ts';
import type { Setting } from './setting.ts';
import { outcomeOf } from './view.ts';

export interface PrivateReads {
  readonly subjects: { readonly operation: Operation; readonly recorded: Recorded }[];
  /** Neither the other customer nor a visitor met it. */
  readonly isPrivate: (value: string) => boolean;
}

/** The reads whose recorded answers hold what only their owner sees. */
export function privateReads(setting: Setting, owner: IdentityName, other: IdentityName | undefined): PrivateReads {
  const isPrivate = (value: string) =>
    (other === undefined || !setting.knows(other, value)) && !setting.knows('anonymous', value);
  const others = setting.exchanges.filter((one) => one.identity === other || one.identity === 'anonymous');
  const tenants = other ? sentTenants(setting.map, owner, other) : new Set<string>();
  const met = knownTo(setting.map, other ?? 'anonymous', others);
  const known: typeof met = (slot, operation) => !tenants.has(slot.value) && met(slot, operation);
  const canaries = setting.canariesOf(owner).map((one) => one.proof);
  const subjects = setting.map.operations.filter(isReplayable).flatMap((operation) => {
    // A reference that others meet in ordinary use stands for something shared or public, unless a canary is behind it.
    const mine = (operation.by.get(owner) ?? []).filter(
      ({ slots, exchange }) =>
        !slots.some((slot) => namesTheObject(slot) && known(slot, operation)) || holdsAny(exchange, canaries),
    );
    return pick(mine, isPrivate, canaries).map((recorded) => ({ operation, recorded }));
  });
  return { subjects, isPrivate };
}

/** A tenant's own id in a header or cookie goes with every request: that others have read it shares none of its objects. */
export function namesTheObject(slot: SlotValue): boolean {
  return slot.place !== 'header' && slot.place !== 'cookie' && !isTenantName(slot.name) && isReference(slot);
}

const holdsAny = (exchange: Exchange, canaries: readonly string[]): boolean =>
  canaries.length > 0 && canaries.some((canary) => exchangeContent(exchange).text.includes(canary));

const objectsPerOperation = 4;

/**
 * The recorded request whose answer holds most private values; none where none holds any. Where the address says the same of
 * every object (a page named in a parameter), and behind canaries, a few more: each may have a rule of its own.
 */
function pick(
  mine: readonly Recorded[],
  isPrivate: (value: string) => boolean,
  canaries: readonly string[],
): readonly Recorded[] {
  const scored = mine
    .filter(
      ({ exchange }) =>
        exchange.status < 300 &&
        exchange.afterSignIn &&
        !isSigned(exchange.url) &&
        !hasKeyInPath(exchange.url) &&
        !isEmptyRecord(exchange),
    )
    .map((recorded) => {
      const { leaves, text } = exchangeContent(recorded.exchange);
      const sent = sentValues({ method: '', url: recorded.exchange.url, like: recorded.exchange });
      const count = leaves
        .slice(0, 400)
        .filter((leaf) => isAtomLike(leaf) && !sent.includes(leaf.value) && isPrivate(leaf.value)).length;
      const lines =
        leaves.length === 0
          ? text
              .split('\n')
              .filter((line) => isAtomLike({ value: line.trim(), type: 'string' }) && isPrivate(line.trim())).length
          : 0;
      // The browser keeps no body of a download: whether it is private shows when it is asked for again.
      const download =
        text.trim() === '' && isSavedFile(recorded.exchange, recorded.slots.some(namesTheObject)) ? 1 : 0;
      return {
        recorded,
        points: count + lines + download + (canaries.some((canary) => text.includes(canary)) ? 1000 : 0),
      };
    })
    .sort((one, next) => next.points - one.points);
  const chosen: Recorded[] = [];
  const objects = new Set<string>();
  for (const { recorded, points } of scored.filter((one) => one.points > 0)) {
    const object = objectOf(recorded);
    const more = points >= 1000 || (points >= 2 && recorded.slots.every((slot) => slot.place !== 'path'));
    if (objects.has(object) || (chosen.length > 0 && !more)) continue;
    objects.add(object);
    chosen.push(recorded);
    if (chosen.length >= objectsPerOperation) break;
  }
  return chosen;
}

/** What a request asks for: its references, the same whatever else it carries. */
function objectOf({ slots }: Recorded): string {
  return slots
    .filter(namesTheObject)
    .map((slot) => `${slot.place} ${slot.name} ${slot.value}`)
    .sort()
    .join('\n');
}

/** An answer that was empty when it was recorded holds nothing private; a download's body was not kept. */
function isEmptyRecord(exchange: Exchange): boolean {
  const content = exchangeContent(exchange);
  return content.kind === 'json' && outcomeOf(exchange.status, content, undefined) !== 'data';
}
