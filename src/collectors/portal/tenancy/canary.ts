import type { IdentityName } from '../../../model/identity.ts';
import type { LiveSlot } from '../../live.ts';

/** A value that only one identity may see. `search` finds it, `proof` proves it: an echo of the search is no leak. */
export interface Canary {
  readonly identity: IdentityName;
  readonly search: string;
  readonly proof: string;
  readonly planted: boolean;
}
export const canariesSlot: LiveSlot<Canary[]> = { name: 'tenancy.canaries' };

/** Two words, pronounceable enough for a name field, unique to this run. */
export function newCanary(identity: IdentityName, hex: (bytes: number) => string): Canary {
  const word = (length: number) =>
    [...hex(length)]
      .map((one, at) => (at % 2 ? 'aeiouaeiouaeioua' : 'bdfgklmnprstvzhj')[Number.parseInt(one, 16)])
      .join('');
  return { identity, search: `Lr${word(8)}`, proof: `Check${word(12)}`, planted: true };
}

/** A canary of the config. Searched for by its first word where it has more than one: the rest proves. */
export function declaredCanary(identity: IdentityName, value: string): Canary {
  const [first = value, ...rest] = value.trim().split(/\s+/);
  const proof = rest.join(' ');
  return proof.length >= 8
    ? { identity, search: first, proof, planted: false }
    : { identity, search: value, proof: value, planted: false };
}
