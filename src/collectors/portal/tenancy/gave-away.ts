import type { IdentityName } from '../../../model/identity.ts';
import type { LiveSlot } from '../../live.ts';
import { keyOf, type OperationMap } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';

/**
 * Operations that were shown to hand one customer's rows to another in ordinary use: what that other met there, and nowhere else, is
 * no less the first one's. Otherwise one open list would hide each further leak behind it.
 */
export interface GaveAway {
  readonly to: IdentityName;
  readonly operations: ReadonlySet<string>;
}

export const gaveAwaySlot: LiveSlot<GaveAway> = { name: 'portal.gave-away' };

/** Operations that were shown to tell visitors what is customers' own: nobody's knowledge of it excuses another leak. */
export const toldToAllSlot: LiveSlot<ReadonlySet<string>> = { name: 'portal.told-to-all' };

/** The exchanges of such operations, whoever asked, each time. */
export function toldToAll(
  { operations }: OperationMap,
  told: ReadonlySet<string> | undefined,
  all: readonly Exchange[],
): readonly Exchange[] {
  if (!told) return [];
  const asked = new Set(
    operations
      .filter((operation) => told.has(keyOf(operation)))
      .flatMap(({ by }) => [...by.values()].flat().map(({ exchange }) => requestIn(exchange))),
  );
  return all.filter((one) => asked.has(requestIn(one)));
}

/** The exchanges in which somebody received what an open list gives away, each time that it was asked for. */
export function givenAway(
  { operations }: OperationMap,
  gave: GaveAway | undefined,
  all: readonly Exchange[],
): ReadonlySet<Exchange> {
  if (!gave || gave.operations.size === 0) return new Set();
  const asked = new Set(
    operations
      .filter((operation) => gave.operations.has(keyOf(operation)))
      .flatMap((operation) => (operation.by.get(gave.to) ?? []).map(({ exchange }) => requestIn(exchange))),
  );
  return new Set(all.filter((one) => one.identity === gave.to && asked.has(requestIn(one))));
}

const requestIn = ({ method, url, requestBody }: Exchange): string => `${method} ${url}\n${requestBody ?? ''}`;
