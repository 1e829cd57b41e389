import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, cookiesOf, readBody, send } from '../portal/http.ts';
import { freshToken, hashPassword, passwordMatches, tokenHash } from '../portal/identifiers.ts';
import type { Letter } from '../portal/letters.ts';
import { codeAt } from '../portal/second-factor.ts';
import { createGrants, type Grant, type Grants } from './grants.ts';
import { hostedPages, hostedScript, hostedStyle } from './hosted-pages.ts';

/** Somebody who may sign in. Without a password the provider sends a link. */
export interface Person {
  readonly subject: string;
  readonly email: string;
  readonly passwordHash?: string;
  readonly totp?: string;
}

export interface ProviderOptions {
  /** Such as `https://id.example.test`, without a slash at the end. */
  readonly issuer: string;
  readonly client: { readonly id: string; readonly redirectUri: string };
  readonly people: readonly Person[];
  readonly now: () => Date;
  readonly sendMail: (letter: Letter) => Promise<void>;
}

export interface Provider extends Pick<Grants, 'token' | 'subjectOf'> {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Ends the provider's own sessions of somebody, as a client does that signs them out. */
  readonly endSessionsOf: (subject: string) => void;
}

/** What was asked for by the client, and how far the person has come. */
interface Flow {
  readonly grant: Omit<Grant, 'subject' | 'email'>;
  readonly state: string;
  readonly endsMs: number;
  person?: Person;
  email?: string;
  passed?: boolean;
}

const flowMs = 10 * 60_000;
const triesAtMost = 5;
const lockMs = 15 * 60_000;
const html = (status: number, text: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  text,
  type: 'text/html; charset=utf-8',
  headers: { 'Cache-Control': 'no-store', ...headers },
});
const to = (location: string, headers: Answer['headers'] = {}): Answer => ({
  status: 303,
  headers: { Location: location, 'Cache-Control': 'no-store', ...headers },
});
const cookie = (name: string, value: string, seconds?: number) =>
  `${name}=${value}; Path=/; HttpOnly; Secure; SameSite=Lax${seconds === undefined ? '' : `; Max-Age=${seconds}`}`;

// An unknown address costs the same work as a known one.
const nobodysHash = hashPassword(freshToken());

/** An OpenID provider with pages of its own: authorization code flow, PKCE required, links by mail, second factor. */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, client, people, now, sendMail } = options;
  const grants = createGrants(issuer, now);
  const flows = new Map<string, Flow>();
  const sessions = new Map<string, string>();
  const links = new Map<string, { readonly flow: string; readonly endsMs: number }>();
  const tries = new Map<string, { count: number; untilMs: number }>();
  const usedCodes = new Set<string>();
  const ms = () => now().getTime();

  function authorize(query: URLSearchParams, cookies: ReadonlyMap<string, string>): Answer {
    const asked = (name: string) => query.get(name) ?? '';
    if (asked('client_id') !== client.id || asked('redirect_uri') !== client.redirectUri)
      return html(400, hostedPages.notice('This link is not right', 'The application is not known here.'));
    const back = (params: Record<string, string>) =>
      to(`${client.redirectUri}?${new URLSearchParams({ ...params, state: asked('state') })}`);
    if (asked('response_type') !== 'code') return back({ error: 'unsupported_response_type' });
    if (asked('code_challenge_method') !== 'S256' || asked('code_challenge') === '')
      return back({ error: 'invalid_request' });
    const grant = {
      client: client.id,
      redirectUri: client.redirectUri,
      challenge: asked('code_challenge'),
      nonce: asked('nonce'),
    };
    const flow: Flow = { grant, state: asked('state'), endsMs: ms() + flowMs };
    const known = people.find(({ subject }) => subject === sessions.get(cookies.get('sso') ?? ''));
    if (known && asked('prompt') !== 'login') return finish(flow, known);
    const id = freshToken();
    flows.set(id, flow);
    return to('/login', { 'Set-Cookie': cookie('flow', id) });
  }

  /** The code for the client, and a session so that the next time goes without a question. */
  function finish(flow: Flow, { subject, email }: Person): Answer {
    const code = grants.issueCode({ ...flow.grant, subject, email });
    const session = freshToken();
    sessions.set(session, subject);
    const location = `${flow.grant.redirectUri}?${new URLSearchParams({ code, state: flow.state })}`;
    return to(location, { 'Set-Cookie': [cookie('sso', session), cookie('flow', '', 0)] });
  }

  async function identify(flow: Flow, id: string, form: URLSearchParams): Promise<Answer> {
    flow.email = (form.get('identifier') ?? '').trim().toLowerCase();
    if (!flow.email.includes('@')) return html(400, hostedPages.identifier('Please enter your work e-mail.'));
    flow.person = people.find(({ email }) => email === flow.email);
    if (flow.person === undefined || flow.person.passwordHash !== undefined) return to('/login/password');
    const token = freshToken();
    links.set(tokenHash(token), { flow: id, endsMs: ms() + flowMs });
    const link = `${issuer}/magic/${token}`;
    await sendMail({
      to: flow.email,
      subject: 'Your link to Northline Desk',
      text: `Hello,\n\nopen this link in the browser in which you asked for it:\n\n${link}\n\nIt works once, for ten minutes.\n`,
      html: `<p>Hello,</p><p><a href="${link}">Sign in to Northline Desk</a></p><p>It works once, for ten minutes.</p>`,
    });
    return html(200, hostedPages.sent(flow.email));
  }

  function checkPassword(flow: Flow, form: URLSearchParams): Answer {
    const email = flow.email ?? '';
    const tried = tries.get(email) ?? { count: 0, untilMs: 0 };
    if (tried.untilMs > ms())
      return html(403, hostedPages.password(email, 'This account is locked for fifteen minutes after too many tries.'));
    if (!passwordMatches(form.get('password') ?? '', flow.person?.passwordHash ?? nobodysHash)) {
      const count = tried.count + 1;
      tries.set(email, { count: count % triesAtMost, untilMs: count >= triesAtMost ? ms() + lockMs : 0 });
      return html(401, hostedPages.password(email, 'The e-mail or the password is not right.'));
    }
    tries.delete(email);
    flow.passed = true;
    if (flow.person?.totp !== undefined) return to('/login/code');
    return flow.person ? finish(flow, flow.person) : to('/login');
  }

  function checkCode(flow: Flow, form: URLSearchParams): Answer {
    const { person } = flow;
    if (!person?.totp || !flow.passed) return to('/login');
    const { totp } = person;
    const given = (form.get('code') ?? '').replace(/\s/g, '');
    const fits = [0, -30_000, 30_000].some((off) => codeAt(totp, ms() + off) === given);
    const used = `${person.subject} ${given}`;
    if (!fits || usedCodes.has(used)) return html(401, hostedPages.code('That code is not right, or was used before.'));
    usedCodes.add(used);
    return finish(flow, person);
  }

  function openLink(token: string, cookies: ReadonlyMap<string, string>): Answer {
    const hash = tokenHash(token);
    const found = links.get(hash);
    const flow = flows.get(found?.flow ?? '');
    const same = found !== undefined && cookies.get('flow') === found.flow;
    if (!flow?.person || !same || (found?.endsMs ?? 0) < ms())
      return html(410, hostedPages.notice('This link is over', 'Please ask for a new one.'));
    links.delete(hash);
    return finish(flow, flow.person);
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', issuer);
    const cookies = cookiesOf(request);
    const isPost = request.method === 'POST';
    const form = async () => new URLSearchParams((await readBody(request, 16_384)).toString('utf8'));
    if (url.pathname === '/hosted.css') return { status: 200, text: hostedStyle, type: 'text/css; charset=utf-8' };
    if (url.pathname === '/hosted.js')
      return { status: 200, text: hostedScript, type: 'text/javascript; charset=utf-8' };
    if (url.pathname === '/.well-known/openid-configuration') return { status: 200, json: discovery(issuer) };
    if (url.pathname === '/keys') return { status: 200, json: grants.keys() };
    if (url.pathname === '/authorize') return authorize(url.searchParams, cookies);
    if (url.pathname === '/token' && isPost) {
      const given = grants.token(await form());
      return { status: 'error' in given ? 400 : 200, json: given, headers: { 'Cache-Control': 'no-store' } };
    }
    const magic = /^\/magic\/([\w-]{20,})$/.exec(url.pathname)?.[1];
    if (magic !== undefined) return openLink(magic, cookies);
    const id = cookies.get('flow') ?? '';
    const flow = flows.get(id);
    if (!/^\/login(\/password|\/code)?$/.test(url.pathname))
      return html(404, hostedPages.notice('Nothing here', 'There is nothing at this address.'));
    if (flow === undefined || flow.endsMs < ms())
      return html(400, hostedPages.notice('Please start again', 'Go back to the application and sign in from there.'));
    if (url.pathname === '/login')
      return isPost ? await identify(flow, id, await form()) : html(200, hostedPages.identifier());
    if (url.pathname === '/login/code') return isPost ? checkCode(flow, await form()) : html(200, hostedPages.code());
    return isPost ? checkPassword(flow, await form()) : html(200, hostedPages.password(flow.email ?? ''));
  }

  return {
    handle: (request, response) => {
      answer(request)
        .catch((error: unknown): Answer => {
          console.error(`sign-on: ${String(error)}`);
          return html(500, hostedPages.notice('Something went wrong', 'It is our fault, and we have been told.'));
        })
        .then((given) => send(response, given), console.error);
    },
    token: grants.token,
    subjectOf: grants.subjectOf,
    endSessionsOf: (subject) => {
      for (const [id, owner] of sessions) if (owner === subject) sessions.delete(id);
    },
  };
}

/** OpenID Connect Discovery 1.0, section 3. */
function discovery(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
  };
}
