import { isIP } from 'node:net';
import { gap } from '../model/gap.ts';
import type { FenceAnswer, Scope } from './scope.ts';

/**
 * Narrows what the fence allowed for a host to one of its addresses, for looking at each by itself. With a lab an address
 * counts that the lab maps itself (`{ "name": "192.0.2.7", "port": 443, "to": … }`), or the one that the host is mapped to.
 */
export function oneAddress(
  scope: Pick<Scope, 'loopback'>,
  answer: FenceAnswer,
  address: string | undefined,
  port: number,
): FenceAnswer {
  if (address === undefined || !answer.allowed) return answer;
  const { entry } = answer;
  if (!entry) {
    const known = [answer.address, ...(answer.alternatives ?? [])];
    if (!known.includes(address)) return { allowed: false, gap: foreignGap(address) };
    return { ...answer, address, family: isIP(address) === 6 ? 6 : 4, alternatives: [] };
  }
  const own = scope.loopback.find((each) => each.name === address && each.port === port);
  if (own) return { ...answer, address: own.address, port: own.toPort, alternatives: [], entry };
  if (address === entry.address) return { ...answer, alternatives: [] };
  return { allowed: false, gap: foreignGap(address) };
}

function foreignGap(address: string) {
  return gap(
    'refused',
    `${address} is not an address that this host resolves to here, so nothing was sent there.`,
    'Run again when DNS has settled; with a lab, add the address to lab.map.',
    2,
  );
}
