import type { CollectContext } from '../collector.ts';
import { gatesSlot } from './gates.ts';
import type { Session } from './session.ts';
import { raiseShield, type WriteGate } from './shield.ts';

/** Raises the shield before the pages of a session that was not walked, once: from then on nothing that they try is sent. */
export async function shieldOnce(session: Session, { live, world }: CollectContext): Promise<void> {
  const gates = live.get(gatesSlot) ?? new Map();
  if (gates.has(session.identity)) return;
  const holder = { gate: (async () => false) as WriteGate };
  gates.set(session.identity, holder);
  live.set(gatesSlot, gates);
  const now = () => world.clock.now().getTime();
  await raiseShield(session.context, session.recorder, (request) => holder.gate(request), now);
}
