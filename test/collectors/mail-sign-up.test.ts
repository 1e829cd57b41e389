import { randomUUID } from 'node:crypto';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { signUpCollector } from '../../src/collectors/delivery/sign-up-collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { collect } from '../../src/engine/collect.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import { openJournal } from '../../src/world/journal.ts';

/** What differs from portal to portal: the code that counts, and whether the page asks for the one in the mail. */
interface Shape {
  readonly asks: boolean;
  readonly takes: boolean;
  /** Passwords of fewer characters are refused. */
  readonly shortest?: number;
}
const code = '730 164';

/** A portal where an account is confirmed by a mailed code, and a world that may write there. */
async function openPortal(shape: Shape) {
  const folder = await mkdtemp(join(tmpdir(), 'sign-up-'));
  const users = new Map<string, { password: string; open: boolean }>();
  const sessions = new Map<string, string>();
  let last = '';
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const posts = request.method === 'POST';
    const answer = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
      response.end(`<!doctype html><html lang="en"><meta charset="utf-8"><body><main>${body}</main></body></html>`);
    };
    const who = sessions.get(/sid=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (path === '/sign-in' && posts) {
      const user = users.get(form.get('email') ?? '');
      if (!user?.open || user.password !== form.get('password')) return answer(401, '<p role="alert">No.</p>');
      const sid = randomUUID();
      sessions.set(sid, form.get('email') ?? '');
      return answer(302, '', { Location: '/', 'Set-Cookie': `sid=${sid}; HttpOnly; Path=/` });
    }
    if (path === '/register' && posts) {
      if ((form.get('password') ?? '').length < (shape.shortest ?? 0))
        return answer(422, '<p role="alert">Please choose a longer password.</p>');
      last = form.get('email') ?? '';
      users.set(last, { password: form.get('password') ?? '', open: false });
      const name = randomUUID();
      const raw = `Return-Path: <b@sender.test>\r\nDelivered-To: ${last}\r\nFrom: P <p@sender.test>\r\nTo: <${last}>\r\nSubject: Your code\r\nContent-Type: text/plain\r\n\r\nYour code is\r\n\r\n  ${code}\r\n\r\nand counts for ten minutes.\r\n`;
      await writeFile(join(folder, `.${name}`), raw);
      await rename(join(folder, `.${name}`), join(folder, `${name}.eml`));
      const field =
        '<form method="post" action="/confirm"><label>Code <input name="code" autocomplete="one-time-code"></label><button>Confirm</button></form>';
      return answer(200, `<p>We have sent you an e-mail.</p>${shape.asks ? field : ''}`);
    }
    if (path === '/confirm') {
      const right = shape.takes && form.get('code')?.replace(/\s/g, '') === code.replace(' ', '');
      const user = users.get(last);
      if (right && user) user.open = true;
      return right ? answer(302, '', { Location: '/' }) : answer(400, '<p role="alert">The code is invalid.</p>');
    }
    if (path === '/register')
      return answer(
        200,
        '<h1>Create an account</h1><form method="post"><label>Name <input name="name"></label><label>E-mail <input name="email" type="email"></label><label>Password <input name="password" type="password" autocomplete="new-password"></label><button>Create account</button></form>',
      );
    if (who !== undefined) return answer(200, `<p>${who}</p><a href="/sign-out">Sign out</a>`);
    return answer(
      200,
      '<form method="post" action="/sign-in"><label>E-mail <input name="email" type="email"></label><label>Password <input name="password" type="password"></label><button>Sign in</button></form><a href="/register">Create an account</a>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}/`;
  const config = configSchema.parse({
    inboxes: [{ name: 'desk', kind: 'folder', path: folder, receives: ['@inbox.test'] }],
    thresholds: { 'email.delivery.max-seconds': 4 },
  });
  const world = await createWorld({
    scope: createScope({ config, url, permitFlags: ['write'] }),
    env: process.env,
    signal: new AbortController().signal,
    journal: openJournal(
      join(folder, 'journal.jsonl'),
      () => new Date('2026-11-22T02:00:00Z'),
      () => randomUUID(),
    ),
  });
  return {
    world,
    target: { name: 'test', url, config },
    async [Symbol.asyncDispose]() {
      await world.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function signUp(shape: Shape) {
  await using portal = await openPortal(shape);
  const { evidence } = await collect({
    world: portal.world,
    target: portal.target,
    collectors: [signUpCollector],
    live: createLive(),
    run: 'test',
    tool: { name: 'launch-ready', version: 'test' },
    fingerprintKey: 'test',
    signal: new AbortController().signal,
  });
  const journey = evidence.find(({ kind }) => kind === 'journey.signup');
  const steps = journey?.seen ? (journey.value as { steps: { step: string; ok: boolean | null }[] }).steps : [];
  return { evidence, steps: Object.fromEntries(steps.map(({ step, ok }) => [step, ok])) };
}

/** The weak passwords that were tried in the form for a new account, and what became of them. */
function weakOf(evidence: Awaited<ReturnType<typeof signUp>>['evidence']) {
  const found = evidence.find(({ kind }) => kind === 'access.weak-password');
  const { trials = [] } = (found?.seen ? found.value : {}) as { trials?: { kind: string; outcome: string }[] };
  return trials.map(({ kind, outcome }) => [kind, outcome]);
}

test.concurrent('a new account that is confirmed by a mailed code opens, and the code is in no evidence', async () => {
  const { evidence, steps } = await signUp({ asks: true, takes: true });
  expect(steps).toEqual({ form: true, asked: true, arrived: true, opened: true, completed: true, 'signed-in': true });
  expect(evidence.find(({ kind, seen }) => kind === 'mail.delivery' && seen)).toMatchObject({
    subject: 'verification@desk',
    value: { kind: 'verification', arrived: { fromDomain: 'sender.test' } },
  });
  expect(JSON.stringify(evidence)).not.toMatch(/730 ?164/);
  expect(weakOf(evidence)).toEqual([['a common one', 'accepted']]);
}, 90_000);

test.concurrent('a right code that is refused ends the journey', async () => {
  const { evidence, steps } = await signUp({ asks: true, takes: false, shortest: 12 });
  expect(weakOf(evidence)).toEqual([
    ['a common one', 'refused'],
    ['seven characters', 'refused'],
  ]);
  expect(steps).toMatchObject({ opened: true, completed: false });
  expect(steps).not.toHaveProperty('signed-in');
}, 90_000);

test.concurrent('bad input: a mailed code that no page asks for → the journey stays open, nothing is said against it', async () => {
  const { steps } = await signUp({ asks: false, takes: true });
  expect(steps).toMatchObject({ arrived: true, opened: null });
}, 90_000);
