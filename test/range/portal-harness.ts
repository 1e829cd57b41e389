import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Letter } from '../../range/portal/letters.ts';
import { createPortal, type Portal } from '../../range/portal/portal.ts';
import { codeAt } from '../../range/portal/second-factor.ts';

export const origins = {
  app: 'https://app.example.test',
  api: 'https://api.example.test',
  admin: 'https://admin.example.test',
  www: 'https://www.example.test',
} as const;

export interface Variant {
  readonly flaws?: readonly string[];
  readonly decoys?: readonly string[];
  readonly cases?: readonly string[];
}

/** A record in a list, and what the tests read of it. */
export interface Item {
  readonly id: string;
  readonly orgId: string;
  readonly name: string;
  readonly description: string;
  readonly number: number;
  readonly code: string;
}

/** The first record of a list; throws where there is none. */
export function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error('the list is empty');
  return first;
}

/** The fields that the tests read of the portal's answers; each answer has some of them, and a test says which by reading them. */
export interface Fields extends Item {
  readonly items: readonly Item[];
  readonly total: number;
  readonly pages?: number;
  readonly next: string | null;
  readonly error: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  readonly errors: readonly { readonly field: string }[];
  readonly text: string;
  readonly role: string;
  readonly shoeSize: string;
  readonly user: unknown;
  readonly organisation: { readonly id: string; readonly plan: string };
  readonly features: Readonly<Record<string, boolean>>;
  readonly meta: Readonly<Record<string, string>>;
  readonly requests: readonly unknown[];
  readonly challenge: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly sources: readonly string[];
  readonly sourcesContent: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly data: { readonly tickets: readonly { readonly id: string }[] };
}

export interface Got {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** The parsed body; `{}` where it is no JSON. */
  readonly json: Fields;
}

export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly raw?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Client = (path: string, ask?: Ask) => Promise<Got>;

export interface RunningPortal {
  readonly portal: Portal;
  readonly mails: readonly Letter[];
  /** The clock of the portal; tests move it. */
  readonly clock: { now: Date };
  readonly anonymous: Client;
  readonly app: Client;
  readonly admin: Client;
  /** A client that has signed in as this account; throws when sign-in is refused. */
  readonly as: (account: 'a' | 'b' | 'a2' | 'admin') => Promise<Client>;
  readonly close: () => Promise<void>;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler): Promise<{ readonly base: string; readonly server: Server }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, base: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error instanceof SyntaxError ? {} : Promise.reject(error);
  }
}

/** Starts the three hosts of the portal on loopback, without TLS and names: the handlers as they are. */
export async function startPortal(variant: Variant = {}): Promise<RunningPortal> {
  const mails: Letter[] = [];
  const clock = { now: new Date('2026-03-10T09:00:00Z') };
  const portal = createPortal({
    flaws: new Set(variant.flaws),
    decoys: new Set(variant.decoys),
    cases: new Set(variant.cases),
    now: () => clock.now,
    origins,
    sendMail: async (mail) => {
      mails.push(mail);
    },
  });
  const hosts = { app: await serve(portal.app), api: await serve(portal.api), admin: await serve(portal.admin) };

  const client =
    (base: string, cookie?: string): Client =>
    async (path, ask = {}) => {
      const body = ask.raw ?? (ask.body === undefined ? undefined : JSON.stringify(ask.body));
      const response = await fetch(base + path, {
        method: ask.method ?? 'GET',
        redirect: 'manual',
        ...(body === undefined ? {} : { body }),
        headers: {
          Origin: origins.app,
          ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...(cookie === undefined ? {} : { Cookie: cookie }),
          ...ask.headers,
        },
      });
      const text = await response.text();
      return { status: response.status, text, headers: response.headers, json: parsed(text) as Fields };
    };

  const enterCode = (challenge: unknown, totp: string) =>
    client(hosts.api.base)('/api/v1/sessions/code', {
      method: 'POST',
      body: { challenge, code: codeAt(totp, clock.now.getTime()) },
    });

  return {
    portal,
    mails,
    clock,
    anonymous: client(hosts.api.base),
    app: client(hosts.app.base),
    admin: client(hosts.admin.base),
    async as(name) {
      const { user, password, totp } = portal.accounts[name];
      const answer = await client(hosts.api.base)('/api/v1/sessions', {
        method: 'POST',
        body: { email: user, password },
      });
      const whole = totp === undefined ? answer : await enterCode(answer.json.challenge, totp);
      if (whole.status !== 201) throw new Error(`Sign-in refused with ${whole.status}`);
      return client(hosts.api.base, (whole.headers.get('set-cookie') ?? '').split(';')[0]);
    },
    async close() {
      for (const { server } of Object.values(hosts)) {
        server.closeAllConnections();
        await new Promise<void>((resolve) => server.close(() => resolve()));
      }
    },
  };
}
