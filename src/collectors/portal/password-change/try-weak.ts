import type { CollectContext } from '../../collector.ts';
import type { WeakKind, WeakPasswords } from '../../password-evidence.ts';
import type { Lock } from './lock.ts';

type Trial = WeakPasswords['trials'][number];

/**
 * Weak passwords, one after another; one that was taken is replaced by a long one at once. Seven characters (ASVS 6.2.1 asks
 * for eight), one of the best known, the same with a capital and a mark for forms that ask for those, the account's name.
 */
export async function tryWeak(lock: Lock, { world, progress }: CollectContext): Promise<readonly Trial[]> {
  const [name = ''] = lock.user.toLowerCase().split('@');
  const weak: readonly (readonly [WeakKind, string])[] = [
    ['seven characters', `qR!7${world.randomHex(2)}`.slice(0, 7)],
    ['a common one', 'password123'],
    ['a common one with capital and mark', 'Password123!'],
    ["the account's name", name.length >= 8 ? name : lock.user.toLowerCase()],
  ];
  const trials: Trial[] = [];
  for (const [kind, password] of weak) {
    // Whoever takes the plain one takes the other: it need not be tried.
    const plainTaken = trials.some((one) => one.kind === 'a common one' && one.outcome === 'accepted');
    if (kind === 'a common one with capital and mark' && plainTaken) continue;
    progress(`a weak password for the disposable account: ${kind}`);
    const { outcome, turned, status, said } = await lock.turn(password);
    const settled: Trial['outcome'] = turned
      ? 'accepted'
      : outcome === 'refused' || outcome === 'page-only'
        ? outcome
        : 'unclear';
    trials.push({ kind, length: password.length, outcome: settled, status, said: world.vault.redact(said) });
    // What was not settled may have changed it, and limits do not end by asking more.
    if (settled === 'unclear') break;
    if (turned && !(await lock.turn(lock.derived())).turned) break;
  }
  return trials;
}
