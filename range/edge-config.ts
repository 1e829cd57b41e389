import { edgeNetwork, originName } from './internet/edge.ts';
import type { Switches } from './internet/switches.ts';

/** The server behind the edge, as the owner names it for each host. */
export function originsOf(switches: Pick<Switches, 'cases'>): { readonly origins?: string[] } {
  return switches.cases.has('origin-not-named') ? {} : { origins: [originName] };
}

/** What the owner says of the edge, which is in nobody's list. */
export function edgeConfig(switches: Pick<Switches, 'cases'>): object {
  const { ranges, ...rest } = edgeNetwork;
  return { edge: { ...rest, ...(switches.cases.has('edge-network-unknown') ? {} : { ranges }) } };
}
