import type { CollectContext } from '../../collector.ts';
import { canSignIn } from '../../delivery/sign-in-once.ts';
import type { GuessTrial, RightTry } from '../../limits-evidence.ts';

/** A lock of a minute is waited for in every run; a longer one as long as `--wait` allows, two hours at most. */
const alwaysMs = 60_000;
const atMostMs = 2 * 3_600_000 + 60_000;

/** The burner's own password after the wrong ones: straight away, then in growing steps until it gets in or the time is over. */
export async function tryRightPassword(
  context: CollectContext,
  statedSeconds: number | undefined,
): Promise<Pick<GuessTrial, 'right' | 'otherAccountIn'>> {
  const { world, signal, target } = context;
  const began = world.clock.now().getTime();
  const passed = () => world.clock.now().getTime() - began;
  const right: RightTry[] = [];
  const tryOnce = async () => {
    const afterSeconds = Math.round(passed() / 1000);
    const accepted = await canSignIn('burner', context);
    right.push({ afterSeconds, accepted });
    return accepted;
  };
  if (await tryOnce()) return { right };
  const limitMs = Math.min(atMostMs, Math.max(alwaysMs, target.waitMs ?? 0));
  const statedMs = statedSeconds === undefined ? undefined : (statedSeconds + 5) * 1000;
  for (let next = 60_000; next <= limitMs; next = nextOf(next, statedMs, limitMs)) {
    context.progress(`waiting for the end of the lock of the burner account (${Math.round(next / 60_000)} min)`);
    await world.clock.wait(Math.max(0, next - passed()), signal);
    if (await tryOnce()) return { right };
  }
  const other = (['a', 'a2', 'b'] as const).find((name) => world.credentials(name)?.password);
  return { right, ...(other ? { otherAccountIn: await canSignIn(other, context) } : {}) };
}

/** Twice as long, but when the portal said, and at the end. */
function nextOf(passedMs: number, statedMs: number | undefined, limitMs: number): number {
  if (passedMs >= limitMs) return Number.POSITIVE_INFINITY;
  const doubled = Math.min(2 * passedMs, limitMs);
  return statedMs !== undefined && statedMs > passedMs && statedMs <= limitMs ? Math.min(doubled, statedMs) : doubled;
}
