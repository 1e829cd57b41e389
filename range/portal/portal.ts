import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { CaseId, DecoyId, FlawId } from '../flaws/portal.ts';
import { createApi } from './api.ts';
import { buildState } from './build-state.ts';
import type { PortalContext } from './call.ts';
import { cookiesOf } from './http.ts';
import { createLive } from './desk/live.ts';
import { deskRoutes } from './desk/desk-routes.ts';
import { deskTexts } from './desk/desk-rows.ts';
import { freshToken } from './identifiers.ts';
import { createPages } from './pages.ts';
import { accountRoutes } from './routes/account.ts';
import { adminRoutes } from './routes/admin.ts';
import { contactRoutes } from './routes/contacts.ts';
import { debugRoutes } from './routes/debug.ts';
import { documentRoutes } from './routes/documents.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import { messageRoutes } from './routes/messages.ts';
import { overviewRoutes } from './routes/overview.ts';
import { projectRoutes } from './routes/projects.ts';
import { inviteRoutes } from './routes/invites.ts';
import { resetRoutes } from './routes/resets.ts';
import { sessionRoutes } from './routes/session.ts';
import { signUpRoutes } from './routes/sign-ups.ts';
import type { Letter } from './letters.ts';
import { brightwater } from './seed/brightwater.ts';
import { harrowPike } from './seed/harrow-pike.ts';
import { operator } from './seed/operator.ts';
import { spare } from './seed/spare.ts';
import { seededValues } from './seeded.ts';
import { freshTotpSecret } from './second-factor.ts';
import { sessionTokenOf } from './session-cookie.ts';
import type { PortalState } from './state.ts';
import { createSessionStore } from './sessions.ts';
import { applyVariants } from './variants.ts';

export interface PortalOptions {
  readonly flaws: ReadonlySet<string>;
  readonly decoys: ReadonlySet<string>;
  readonly cases: ReadonlySet<string>;
  readonly now: () => Date;
  /** Such as `https://app.example.test`, without a slash at the end. */
  readonly origins: { readonly app: string; readonly api: string; readonly admin: string; readonly www: string };
  readonly sendMail: (letter: Letter) => Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface PortalAccount {
  readonly user: string;
  readonly password: string;
  readonly tenant: string;
  readonly role: string;
  /** Secret of the second factor, base32. */
  readonly totp?: string;
}

export interface Portal {
  /** The single-page application and its assets. */
  readonly app: Handler;
  /** The JSON API, on another origin of the same site. */
  readonly api: Handler;
  /** Takes the API host's WebSocket connections. */
  readonly live: (request: IncomingMessage, socket: Duplex) => void;
  /** The console of the operator's staff. */
  readonly admin: Handler;
  readonly accounts: Record<'a' | 'b' | 'a2' | 'admin', PortalAccount>;
  /** An account that may be locked. */
  readonly burner: PortalAccount;
  /** Account name of the session that a request belongs to. */
  readonly identify: (request: IncomingMessage) => string | undefined;
  /** A copy of all records, and back to such a copy. */
  readonly dump: () => PortalState;
  readonly restore: (copy: PortalState) => void;
  /** Every private text of the customers, of five characters and more. */
  readonly seeded: readonly string[];
}

/** The service-business portal with two customers, all in memory. Unknown ids in the sets are somebody else's and ignored. */
export function createPortal(options: PortalOptions): Portal {
  const flaw = (id: FlawId) => options.flaws.has(id);
  const decoy = (id: DecoyId) => options.decoys.has(id);
  const circumstance = (id: CaseId) => options.cases.has(id);
  const keys = ['a', 'a2', 'a-admin', 'b', 'b2', 'b-admin', 'admin', 'burner'];
  const passwords = Object.fromEntries(keys.map((key) => [key, `${freshToken().slice(0, 20)}!7`]));
  const state = buildState([harrowPike, brightwater, operator, spare], passwords, options.now());
  applyVariants({ state, flaw, decoy, circumstance });
  for (const user of state.users) if (user.role === 'staff') user.totp = freshTotpSecret();
  const sessions = createSessionStore(options.now);
  const context: PortalContext = { state, sessions, options, flaw, decoy, circumstance, cache: new Map(), later: [] };
  const routes = [
    ...sessionRoutes(),
    ...resetRoutes(),
    ...signUpRoutes(),
    ...inviteRoutes(),
    ...accountRoutes,
    ...projectRoutes,
    ...documentRoutes,
    ...invoiceRoutes,
    ...messageRoutes,
    ...contactRoutes,
    ...overviewRoutes,
    ...adminRoutes,
    ...deskRoutes,
    ...(flaw('debug-endpoint-open') ? debugRoutes : []),
  ];
  const account = (key: string): PortalAccount => {
    const user = state.users.find((candidate) => candidate.key === key);
    const organisation = state.organisations.find((candidate) => candidate.id === user?.orgId);
    return {
      user: user?.email ?? '',
      password: passwords[key] ?? '',
      tenant: organisation?.slug ?? '',
      role: user?.role ?? '',
      ...(user?.totp === undefined ? {} : { totp: user.totp }),
    };
  };
  const b = account('b');
  return {
    ...createPages(context),
    api: createApi(context, routes),
    live: createLive(context),
    accounts: {
      a: account('a'),
      // Whoever filled in the configuration got it wrong: another password, or a colleague of A's declared as B.
      b: circumstance('b-password-wrong')
        ? { ...b, password: freshToken() }
        : circumstance('both-accounts-in-one-tenant')
          ? { ...account('a-admin'), tenant: b.tenant }
          : b,
      a2: account('a2'),
      admin: account('admin'),
    },
    burner: account('burner'),
    identify(request) {
      const owner = sessions.ownerOf(sessionTokenOf(cookiesOf(request)));
      return state.users.find((user) => user.id === owner)?.key;
    },
    dump: () => structuredClone(state),
    restore(copy) {
      const { ticketChanges, ...lists } = structuredClone(copy);
      for (const [name, rows] of Object.entries(lists))
        (state[name as keyof typeof lists] as unknown[]).splice(0, Number.POSITIVE_INFINITY, ...rows);
      state.ticketChanges.clear();
      for (const [id, change] of ticketChanges) state.ticketChanges.set(id, change);
      context.cache.clear();
    },
    seeded: [...seededValues(state), ...deskTexts],
  };
}
