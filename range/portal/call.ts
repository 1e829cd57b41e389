import type { FlawId, DecoyId, CaseId } from '../flaws/portal.ts';
import type { PortalOptions } from './portal.ts';
import type { SessionStore, Session } from './sessions.ts';
import type { Answer } from './http.ts';
import type { Organisation, PortalState, User } from './state.ts';

/** What every handler may use: the records, the sessions, and which variants are switched on. */
export interface PortalContext {
  readonly state: PortalState;
  readonly sessions: SessionStore;
  readonly options: PortalOptions;
  readonly flaw: (id: FlawId) => boolean;
  readonly decoy: (id: DecoyId) => boolean;
  readonly circumstance: (id: CaseId) => boolean;
  /** Answers kept for a minute, by URL. */
  /** Changes that show only after a moment. */
  readonly later: { readonly atMs: number; readonly apply: () => void }[];
  readonly cache: Map<string, { readonly untilMs: number; readonly answer: Answer }>;
}

/** One request to the API, already parsed. */
export interface Call {
  readonly context: PortalContext;
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  readonly session: Session | undefined;
  readonly user: User | undefined;
  readonly sessionToken: string | undefined;
}

/** A call by somebody who is signed in. */
export interface SignedInCall extends Call {
  readonly user: User;
  readonly organisation: Organisation;
}

export type Route =
  | {
      readonly method: string;
      readonly path: string;
      readonly access: 'public';
      readonly answer: (call: Call) => Answer | Promise<Answer>;
    }
  | {
      readonly method: string;
      readonly path: string;
      readonly access: 'customer' | 'staff';
      readonly answer: (call: SignedInCall) => Answer | Promise<Answer>;
    };

export const publicRoute = (method: string, path: string, answer: (call: Call) => Answer | Promise<Answer>): Route => ({
  method,
  path,
  access: 'public',
  answer,
});

export const customerRoute = (
  method: string,
  path: string,
  answer: (call: SignedInCall) => Answer | Promise<Answer>,
): Route => ({ method, path, access: 'customer', answer });

export const staffRoute = (
  method: string,
  path: string,
  answer: (call: SignedInCall) => Answer | Promise<Answer>,
): Route => ({ method, path, access: 'staff', answer });
