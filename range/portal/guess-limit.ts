import type { Call, PortalContext } from './call.ts';
import { problem } from './http.ts';

const wrongAtMost = 40;
const wrongAtMostByAddress = 70;
const pauseMs = 60_000;

/** Wrong passwords at sign-in, counted by name: so many, then a minute of pause, also for the right one. */
export interface GuessLimit {
  /** @throws while the count is full */
  readonly refuseTooMany: (call: Call, name: string) => void;
  /** Whether the name is closed and nobody is told so. */
  readonly closesQuietly: (call: Call, name: string) => boolean;
  readonly wrong: (call: Call, name: string) => void;
  readonly right: (call: Call, name: string) => void;
}

export function createGuessLimit(): GuessLimit {
  const counts = new Map<string, { count: number; untilMs: number }>();
  const now = ({ context }: Call) => context.options.now().getTime();
  const keyOf = ({ context, headers }: Call, name: string): string => {
    if (context.decoy('sign-in-limit-by-address')) return 'address';
    return context.flaw('sign-in-limit-by-forwarded-address')
      ? `${name} from ${String(headers['x-forwarded-for'] ?? 'here')}`
      : name;
  };
  const isFull = (call: Call, name: string): boolean => {
    const kept = counts.get(keyOf(call, name));
    if (kept === undefined || kept.count < mostOf(call.context)) return false;
    if (call.context.flaw('sign-in-locks-for-good') || now(call) < kept.untilMs) return true;
    counts.delete(keyOf(call, name));
    return false;
  };
  return {
    refuseTooMany: (call, name) => {
      const { flaw, decoy } = call.context;
      if (flaw('sign-in-unlimited') || decoy('sign-in-closes-quietly') || !isFull(call, name)) return;
      if (flaw('sign-in-locks-for-good'))
        throw problem(403, 'This account is locked', { detail: 'Please write to the customer desk.' });
      const untilMs = counts.get(keyOf(call, name))?.untilMs ?? 0;
      const seconds = Math.max(1, Math.ceil((untilMs - now(call)) / 1000));
      throw withHeaders(
        problem(429, 'Too many tries'),
        flaw('sign-in-limit-without-time') ? {} : { 'Retry-After': `${seconds}` },
      );
    },
    closesQuietly: (call, name) =>
      call.context.decoy('sign-in-closes-quietly') && !call.context.flaw('sign-in-unlimited') && isFull(call, name),
    wrong: (call, name) => {
      const key = keyOf(call, name);
      const count = (counts.get(key)?.count ?? 0) + 1;
      if (count <= mostOf(call.context)) counts.set(key, { count, untilMs: now(call) + pauseMs });
    },
    right: (call, name) => void counts.delete(keyOf(call, name)),
  };
}

const mostOf = ({ decoy }: PortalContext) => (decoy('sign-in-limit-by-address') ? wrongAtMostByAddress : wrongAtMost);

function withHeaders(error: ReturnType<typeof problem>, headers: Readonly<Record<string, string>>) {
  return Object.assign(error, { answer: { ...error.answer, headers } });
}
