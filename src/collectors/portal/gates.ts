import type { IdentityName } from '../../model/identity.ts';
import type { LiveSlot } from '../live.ts';
import type { WriteGate } from './shield.ts';

/** Who may let a write through the shield: the canary planter and a renewed sign-in, for their own requests only. */
export const gatesSlot: LiveSlot<Map<IdentityName, { gate: WriteGate }>> = { name: 'portal.gates' };
