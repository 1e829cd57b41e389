import { freshToken } from './identifiers.ts';

export interface Session {
  readonly userId: string;
  readonly startedMs: number;
  usedMs: number;
  requests: number;
  /** The password was right, and the code is still to come. */
  readonly pending: boolean;
  /** Set where a sign-out takes effect later. */
  endsMs?: number;
}

export interface SessionStore {
  /** A new session; under a token of the caller's choice where the portal is careless. */
  readonly start: (userId: string, kept?: string, pending?: boolean) => string;
  readonly find: (token: string | undefined) => Session | undefined;
  /** Whose session it is, without counting as use. */
  readonly ownerOf: (token: string | undefined) => string | undefined;
  readonly end: (token: string | undefined, afterMs?: number) => void;
  /** Ends every session of the user but the one that is kept. */
  readonly endAllOf: (userId: string, keep?: string) => void;
}

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 3_600_000;

/** Sessions by random token; idle after 30 minutes, over after 12 hours (ASVS 5.0 V7.3). */
export function createSessionStore(now: () => Date): SessionStore {
  const sessions = new Map<string, Session>();
  return {
    start(userId, kept, pending = false) {
      const token = kept ?? freshToken();
      const ms = now().getTime();
      sessions.set(token, { userId, startedMs: ms, usedMs: ms, requests: 0, pending });
      return token;
    },
    find(token) {
      const session = token === undefined ? undefined : sessions.get(token);
      if (token === undefined || session === undefined) return undefined;
      const ms = now().getTime();
      const isOver = session.endsMs !== undefined && ms > session.endsMs;
      if (isOver || ms - session.usedMs > idleMs || ms - session.startedMs > absoluteMs) {
        sessions.delete(token);
        return undefined;
      }
      session.usedMs = ms;
      return session;
    },
    ownerOf: (token) => (token === undefined ? undefined : sessions.get(token)?.userId),
    end(token, afterMs = 0) {
      const session = token === undefined ? undefined : sessions.get(token);
      if (token === undefined || session === undefined) return;
      if (afterMs > 0) session.endsMs = now().getTime() + afterMs;
      else sessions.delete(token);
    },
    endAllOf(userId, keep) {
      for (const [token, session] of sessions) {
        if (session.userId === userId && token !== keep) sessions.delete(token);
      }
    },
  };
}
