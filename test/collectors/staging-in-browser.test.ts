import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookWith } from '../../bench/network/look.ts';
import type { StagingLook } from '../../src/collectors/domain-evidence.ts';
import { nameCollector } from '../../src/collectors/dns/collect-names.ts';
import { stagingCollector } from '../../src/collectors/staging/collect-staging.ts';
import { judgeShown, type Shown } from '../../src/collectors/staging/shown-in-browser.ts';
import { type Answer, startSecureHosts } from './secure-hosts.ts';

const page = (res: ServerResponse, body: string) =>
  void res.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>Portal</title>${body}`);
const byScript = (html: string): Answer => {
  return (req, res) =>
    req.url === '/app.js'
      ? void res
          .writeHead(200, { 'content-type': 'text/javascript' })
          .end(`document.getElementById('root').innerHTML = ${JSON.stringify(html)}`)
      : page(res, '<div id="root"></div><script src="/app.js" defer></script>');
};
const portal =
  '<h1>Projects</h1><p>Three projects are under way this week.</p><a href="/projects/7">Warehouse in Leith</a>';
const hosts: Readonly<Record<string, Answer>> = {
  'open.test': byScript(portal),
  'with-script.test': (req, res) =>
    req.url === '/app.js' ? void res.end() : page(res, `${portal}<script src="/app.js"></script>`),
  'form.test': byScript(
    '<h1>Welcome</h1><form><input name="user"><input type="password"></form><a href="/help">Help</a>',
  ),
  'button.test': byScript(`${portal}<button>Log in</button>`),
  'soon.test': byScript(
    '<h1>Acme portal</h1><p>We are coming soon, with everything for you.</p><a href="/about">Us</a>',
  ),
  'empty.test': byScript(''),
  'moves.test': (req, res) =>
    req.url === '/app.js'
      ? void res.writeHead(200, { 'content-type': 'text/javascript' }).end("location.href = 'https://form.test/'")
      : page(res, '<div id="root"></div><script src="/app.js"></script>'),
};

let started: Awaited<ReturnType<typeof startSecureHosts>>;
let seen: ReadonlyMap<string, StagingLook>;
beforeAll(async () => {
  started = await startSecureHosts(hosts);
  const { config } = started;
  const listed = config.target.hosts.map((host) => ({ ...host, role: 'staging', environment: 'staging' as const }));
  const dossier = await lookWith(
    { ...config, target: { hosts: listed } },
    { collectors: [nameCollector, stagingCollector] },
  );
  seen = new Map(
    dossier.evidence.flatMap((one) =>
      one.kind === 'net.staging' && one.seen ? [[one.subject, one.value as unknown as StagingLook] as const] : [],
    ),
  );
}, 60_000);
afterAll(() => started.close());

test.each([
  ['open.test', 'open'],
  ['with-script.test', 'open'],
  ['form.test', 'sign-in'],
  ['button.test', 'unclear'],
  ['soon.test', 'unclear'],
  ['empty.test', 'unclear'],
  ['moves.test', 'unclear'],
])('what the scripts of %s make is %s', (host, state) => expect(seen.get(host)?.state).toBe(state));

const shown: Shown = {
  title: 'Portal',
  path: '/',
  text: 'Projects. Three projects are under way this week.',
  heading: true,
  ownLinks: 1,
  password: false,
  nameField: false,
  hidden: false,
};
test.each([
  ['a page of the portal', {}, 'open'],
  ['a field for a name', { nameField: true }, undefined],
  ['a frame', { hidden: true }, undefined],
  ['no links', { ownLinks: 0 }, undefined],
  ['a few words', { text: 'Acme' }, undefined],
  ['trouble', { text: 'Something went wrong. Please come back a little later.' }, undefined],
  ['a place to sign in', { path: '/login' }, undefined],
] as const)('%s', (_what, more, state) => expect(judgeShown({ ...shown, ...more })?.state).toBe(state));
