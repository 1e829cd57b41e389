import type { IdentityName } from '../../../model/identity.ts';
import { undoWrites } from '../canaries/undo-writes.ts';
import { type Session, sessionsSlot } from '../session.ts';
import type { Setting } from '../tenancy/setting.ts';

/** Takes one line of the journal back, as the take-back at the end would. */
export async function takeBackOne({ context }: Setting, id: string): Promise<boolean> {
  const { world, live, signal } = context;
  const only = {
    ...world.journal,
    entries: async () => (await world.journal.entries()).filter((one) => one.id === id),
  };
  const sessions = live.get(sessionsSlot) ?? new Map<IdentityName, Session>();
  return (await undoWrites(only, sessions, world, signal)).remaining.length === 0;
}
