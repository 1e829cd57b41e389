import { randomBytes } from 'node:crypto';
import { answer, type Layer } from './exchange.ts';
import { hostNames, type Role } from './names.ts';
import { page } from './pages.ts';
import { sourceMaps } from './source-maps.ts';
import type { Switches } from './switches.ts';

/** Files and endpoints that should not be public, and their harmless lookalikes. */
export function exposures(role: Role, switches: Switches): Layer {
  const layers: Layer[] = [];
  const { flaw, decoy } = switches;
  if (role === 'apex') {
    if (flaw('exposed-git')) layers.push(files(gitFolder));
    if (flaw('exposed-backup')) layers.push(dump);
    if (flaw('exposed-server-status')) layers.push(serverStatus);
    if (decoy('honeypot-admin')) layers.push(honeypot);
    if (decoy('git-forbidden')) layers.push(gitForbidden);
    if (decoy('env-example')) layers.push(files(new Map([['/.env.example', envExample]])));
    if (decoy('empty-200')) layers.push(emptyForDots);
  }
  if (role === 'app' && flaw('exposed-env')) layers.push(files(new Map([['/.env', environmentFile()]])));
  if (role === 'app' && flaw('exposed-source-map')) layers.push(sourceMaps);
  if (role === 'app' && flaw('open-job-console')) layers.push(jobConsole);
  if (role === 'api' && flaw('health-tells')) layers.push(talkativeHealth());
  if (role === 'api' && decoy('quiet-operations')) layers.push(quietOperations);
  if (role === 'api' && flaw('exposed-debug-endpoint')) layers.push(debugEndpoint());
  if (role === 'api' && decoy('env-is-a-page')) layers.push(envIsAPage);
  if (role === 'www' && flaw('alias-unclaimed')) layers.push(nobodysPage);
  return (exchange) => layers.some((layer) => layer(exchange));
}

/** What the hosting service says of a name that nobody has set up. */
const nobodysPage: Layer = (exchange) =>
  answer(
    exchange,
    404,
    'html',
    "<!DOCTYPE html><html><head><title>Site not found &middot; GitHub Pages</title></head><body><h1>404</h1><p><strong>There isn't a GitHub Pages site here.</strong></p></body></html>",
  );

function files(content: ReadonlyMap<string, string>): Layer {
  return (exchange) => {
    const found = content.get(exchange.path);
    return found === undefined ? false : answer(exchange, 200, 'text', found);
  };
}

const commit = '5f0a7c1e9b3d24868f1c0d7e6a5b493827160f5e';
const gitFolder: ReadonlyMap<string, string> = new Map([
  ['/.git/HEAD', 'ref: refs/heads/main\n'],
  [
    '/.git/config',
    `[core]
\trepositoryformatversion = 0
\tfilemode = true
\tbare = false
[remote "origin"]
\turl = git@git.northline.test:web/site.git
\tfetch = +refs/heads/*:refs/remotes/origin/*
[branch "main"]
\tremote = origin
\tmerge = refs/heads/main
`,
  ],
  ['/.git/refs/heads/main', `${commit}\n`],
  ['/.git/logs/HEAD', `${'0'.repeat(40)} ${commit} Ida Moor <ida@northline.test> 1793500000 +0100\tclone\n`],
]);

/** Made anew for each run: nothing in this source looks like a key. */
function secret(prefix: string): string {
  return prefix + randomBytes(18).toString('hex');
}

function environmentFile(): string {
  return [
    'NODE_ENV=production',
    `APP_URL=https://${hostNames.app}`,
    `DATABASE_URL=postgres://portal:${secret('')}@db-primary.northline.internal:5432/portal`,
    `SESSION_SECRET=${secret('')}`,
    `SMTP_PASSWORD=${secret('')}`,
    '',
  ].join('\n');
}

const envExample = 'NODE_ENV=\nAPP_URL=\nDATABASE_URL=\nSESSION_SECRET=\nSMTP_PASSWORD=\n';

const dumpText = `-- PostgreSQL database dump
-- Dumped from database version 16.4

SET statement_timeout = 0;
CREATE TABLE public.subscribers (id integer NOT NULL, email text NOT NULL, joined date);
COPY public.subscribers (id, email, joined) FROM stdin;
1\thedda.lorenz@site-letter.test\t2025-03-02
2\tpaul.iversen@site-letter.test\t2025-03-09
\\.
INSERT INTO public.editors VALUES (1, 'ida', '$2b$12$exampleexampleexampleexu3h0yQm1o2o0r6r5yVwzq0d1sW9k0dGe');
`;

const dump: Layer = (exchange) => (exchange.path === '/backup.sql' ? answer(exchange, 200, 'sql', dumpText) : false);

const serverStatus: Layer = (exchange) => {
  if (exchange.path !== '/server-status') return false;
  const body = `<html><head><title>Apache Status</title></head><body><h1>Apache Server Status for ${hostNames.apex} (via 10.20.4.7)</h1>
<dl><dt>Server Version: Apache/2.4.58 (Unix) OpenSSL/3.0.13</dt><dt>Server uptime: 12 days 4 hours</dt><dt>Total accesses: 90431</dt></dl>
<table><tr><th>Srv</th><th>PID</th><th>Client</th><th>VHost</th><th>Request</th></tr>
<tr><td>0-0</td><td>4417</td><td>203.0.113.61</td><td>${hostNames.apex}:443</td><td>GET /services HTTP/1.1</td></tr></table></body></html>`;
  return answer(exchange, 200, 'html', body);
};

function debugEndpoint(): Layer {
  const properties = {
    'spring.datasource.url': { value: 'jdbc:postgresql://db-primary.northline.internal:5432/portal' },
    'spring.datasource.password': { value: secret('') },
    'user.dir': { value: '/srv/portal-api' },
  };
  const body = JSON.stringify({
    activeProfiles: ['production'],
    propertySources: [{ name: 'systemEnvironment', properties }],
  });
  return (exchange) => (exchange.path === '/actuator/env' ? answer(exchange, 200, 'json', body) : false);
}

function talkativeHealth(): Layer {
  const url = `postgres://portal:${secret('')}@db-primary.northline.internal:5432/portal`;
  const body = JSON.stringify({
    status: 'ok',
    uptime: 90_431,
    database: { connected: true, url },
    cache: { status: 'ok' },
  });
  return (exchange) => (exchange.path === '/health' ? answer(exchange, 200, 'json', body) : false);
}

const jobConsole: Layer = (exchange) =>
  exchange.path === '/admin/queues'
    ? answer(
        exchange,
        200,
        'html',
        '<!doctype html><html><head><title>Bull Dashboard</title></head><body><div id="root">Loading...</div><script id="__UI_CONFIG__" type="application/json">{"boardTitle":"Jobs","pollingInterval":{"showSetting":true}}</script></body></html>',
      )
    : false;

const quietOperations: Layer = (exchange) => {
  if (exchange.path === '/health')
    return answer(
      exchange,
      200,
      'json',
      '{"status":"ok","version":"2026.11.3","checks":{"database":"ok","queue":"ok","host":"reachable"}}',
    );
  if (exchange.path === '/metrics') return answer(exchange, 403, 'text', 'Forbidden\n');
  if (exchange.path !== '/admin/queues') return false;
  const form =
    '<form method="post"><label>Password <input type="password" name="password"></label><button>Sign in</button></form>';
  return answer(
    exchange,
    200,
    'html',
    `<!doctype html><html><head><title>Bull Dashboard</title></head><body>${form}</body></html>`,
  );
};

const honeypot: Layer = (exchange) => {
  if (!/^\/(admin|administrator|wp-admin|phpmyadmin)\/?$/i.test(exchange.path)) return false;
  return answer(exchange, 200, 'html', page(exchange, 'Administration', '<h1>Administration</h1><p>Please wait.</p>'));
};

const gitForbidden: Layer = (exchange) =>
  exchange.path.startsWith('/.git') ? answer(exchange, 403, 'text', 'Forbidden\n') : false;

const emptyForDots: Layer = (exchange) =>
  /^\/\.(?!well-known\/)/.test(exchange.path) ? answer(exchange, 200, 'text', '') : false;

const envIsAPage: Layer = (exchange) =>
  exchange.path === '/.env'
    ? answer(
        exchange,
        200,
        'html',
        page(exchange, 'Our API', '<h1>Our API</h1><p>One DATABASE of sites, no SECRET charges.</p>'),
      )
    : false;
