import { isLiteral, registrable } from '../../parse/host-name.ts';
import type { StrangerTrial } from '../session-evidence.ts';

export type StrangeOrigin = Pick<StrangerTrial, 'what' | 'origin'>;

/**
 * Origins that are not the portal's and that careless comparisons take for it: any other site, `null`, names that end and begin
 * like its own, and its own without https. `near`: names of the same launch, which an API has in its list more often than its own.
 */
export function strangeOrigins(host: string, near: readonly string[], random: string): readonly StrangeOrigin[] {
  const everywhere: readonly StrangeOrigin[] = [
    { what: 'foreign', origin: `https://lr-${random}.example.org` },
    { what: 'null', origin: 'null' },
  ];
  const domain = registrable(host);
  if (isLiteral(host) || domain === undefined) return everywhere;
  const own = [...new Set([host, ...near])];
  return [
    ...everywhere,
    { what: 'ends-like', origin: `https://lr${random}${domain}` },
    ...own.map((name) => ({ what: 'begins-like' as const, origin: `https://${name}.lr-${random}.example.org` })),
    ...own.map((name) => ({ what: 'plain-http' as const, origin: `http://${name}` })),
  ];
}
