import { demandsStaple, readStaple } from '../../parse/stapled-status.ts';
import type { TlsRequest, TlsResult } from '../../world/world.ts';
import type { CollectContext } from '../collector.ts';
import { shakeInTurn } from '../look/gate.ts';
import type { Stapling } from '../network-evidence.ts';

const moreTries = 3;
const betweenMs = 800;

/**
 * Whether the answer that a certificate demands (RFC 7633) is stapled to it. A server that has just started fetches it after
 * its first visitor, so a missing one is asked for again.
 */
export async function lookAtStaple(
  { world, signal }: CollectContext,
  request: TlsRequest,
  first: Extract<TlsResult, { connected: true }>,
): Promise<Stapling | undefined> {
  const leaf = first.sentChain[0];
  if (!leaf) return undefined;
  const demanded = demandsStaple(leaf);
  const found = first.staple ? readStaple(first.staple, leaf) : undefined;
  if (!demanded) return found?.says === 'revoked' ? { demanded, asked: 1, came: 1, ...found } : undefined;
  if (found) return { demanded, asked: 1, came: 1, ...found };
  let asked = 1;
  const seen: Uint8Array[] = [];
  for (let more = 0; more < moreTries; more += 1) {
    await world.clock.wait(betweenMs, signal);
    const again = await shakeInTurn(world, { ...request, staple: true });
    if (!again.connected) continue;
    asked += 1;
    if (again.staple) seen.push(again.staple);
  }
  const last = seen.at(-1);
  return { demanded, asked, came: seen.length, ...(last ? readStaple(last, leaf) : {}) };
}
