import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { walkToForm } from '../../src/collectors/delivery/ask-form.ts';
import { openWindow } from '../../src/collectors/delivery/mail-run.ts';
import { forgotPaths, forgotWords, signUpPaths, signUpWords } from '../../src/collectors/delivery/mail-words.ts';
import { createLive } from '../../src/collectors/live.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';

const page = (body: string) => `<!doctype html><title>Portal</title><main>${body}</main>`;
const mail = '<label>E-mail <input type="email" name="e"></label>';
const password = '<label>Password <input type="password" name="p"></label>';
const reset = `<h1>Reset it</h1><form method="post">${mail}<button>Send</button></form>`;
const join = `<h1>Your account</h1><form method="post">${mail}${password}<label>Name <input name="n"></label><button>Go</button></form>`;
const signIn = (more: string) =>
  `<h1>Sign in</h1><form action="/in" method="post">${mail}${password}<button>Sign in</button></form>${more}`;
const front = '<h1>Tidewater Supplies</h1><p>All you need on board.</p><a href="/login">Sign in</a>';
const twoSteps = `<h1>Sign in</h1><form action="/name" method="post">${mail}<button>Next</button></form>`;

/** Portals by the first part of their address: what each of their pages shows. */
const portals: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: { '/': signIn('<a href="/h">Forgotten your password?</a>'), '/h': reset },
  front: {
    '/': front,
    '/login': signIn('<a href="/h">Forgot password?</a> <a href="/j">Open an account</a>'),
    '/h': reset,
    '/j': join,
  },
  steps: {
    '/': twoSteps,
    '/name': `<h1>Enter your password</h1><form action="/in" method="post">${password}<button>Sign in</button></form><a href="/h">Can't access your account?</a>`,
    '/h': reset,
  },
  both: {
    '/': front,
    '/login': twoSteps,
    '/name': `<form action="/in" method="post">${password}<button>Sign in</button></form><a href="/h">Need a new password?</a>`,
    '/h': reset,
  },
  none: { '/': signIn('<a href="/h">Privacy</a>'), '/h': '<p>We keep little.</p>' },
};

let server: Server;
let world: World;
let port = 0;
let current = 'plain';
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x');
    const body = portals[current]?.[pathname];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page(body ?? 'Nothing here'));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  port = (server.address() as AddressInfo).port;
  const scope = createScope({ url: `http://127.0.0.1:${port}/`, config: configSchema.parse({}) });
  world = await createWorld({ env: {}, signal: new AbortController().signal, scope });
});
afterAll(async () => {
  await world.close();
  await new Promise((done) => server.close(done));
});

async function reached(portal: string, what: 'reset' | 'sign-up') {
  current = portal;
  const url = `http://127.0.0.1:${port}/`;
  const config = configSchema.parse({});
  const context = {
    world,
    target: { name: 'portal', url, config },
    signal: new AbortController().signal,
    live: createLive(),
  } as unknown as CollectContext;
  const window = await openWindow(context);
  try {
    const way =
      what === 'reset'
        ? ({ words: forgotWords, paths: forgotPaths, needs: 'email-alone' } as const)
        : ({ words: signUpWords, paths: signUpPaths, needs: 'email-and-password' } as const);
    const fields = await walkToForm(window, url, { ...way, guesses: [], name: 'ann@one.example' }, context);
    return fields ? new URL(window.page.url()).pathname : 'no form';
  } finally {
    await window.close();
  }
}

describe('the form for a forgotten password', () => {
  it.each([
    ['plain', '/h'],
    ['front', '/h'],
    ['steps', '/h'],
    ['both', '/h'],
    ['none', 'no form'],
  ])(
    '%s: %s',
    async (portal, at) => {
      expect(await reached(portal, 'reset')).toBe(at);
    },
    30_000,
  );
});

it('the form for a new account is found from a front page, and not where there is none', async () => {
  expect([await reached('front', 'sign-up'), await reached('steps', 'sign-up')]).toEqual(['/j', 'no form']);
}, 60_000);
