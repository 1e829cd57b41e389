import { freshToken } from './identifiers.ts';

export interface Session {
  readonly userId: string;
  readonly startedMs: number;
  usedMs: number;
  requests: number;
}

export interface SessionStore {
  readonly start: (userId: string) => string;
  readonly find: (token: string | undefined) => Session | undefined;
  /** Whose session it is, without counting as use. */
  readonly ownerOf: (token: string | undefined) => string | undefined;
  readonly end: (token: string | undefined) => void;
  /** Ends every session of the user but the one that is kept. */
  readonly endAllOf: (userId: string, keep?: string) => void;
}

const idleMs = 30 * 60_000;
const absoluteMs = 12 * 3_600_000;

/** Sessions by random token; idle after 30 minutes, over after 12 hours (ASVS 5.0 V7.3). */
export function createSessionStore(now: () => Date): SessionStore {
  const sessions = new Map<string, Session>();
  return {
    start(userId) {
      const token = freshToken();
      const ms = now().getTime();
      sessions.set(token, { userId, startedMs: ms, usedMs: ms, requests: 0 });
      return token;
    },
    find(token) {
      const session = token === undefined ? undefined : sessions.get(token);
      if (token === undefined || session === undefined) return undefined;
      const ms = now().getTime();
      if (ms - session.usedMs > idleMs || ms - session.startedMs > absoluteMs) {
        sessions.delete(token);
        return undefined;
      }
      session.usedMs = ms;
      return session;
    },
    ownerOf: (token) => (token === undefined ? undefined : sessions.get(token)?.userId),
    end(token) {
      if (token !== undefined) sessions.delete(token);
    },
    endAllOf(userId, keep) {
      for (const [token, session] of sessions) {
        if (session.userId === userId && token !== keep) sessions.delete(token);
      }
    },
  };
}
