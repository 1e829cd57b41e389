import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from '../../src/checks/remedies/remedy.ts';
import { freePort } from '../../range/internet/free-port.ts';
import { untilItSays } from '../until-it-says.ts';

export interface Applied {
  readonly inside: readonly string[];
  readonly beside: readonly string[];
  readonly last: readonly string[];
}
export interface Place {
  readonly folder: string;
  readonly hosts: readonly string[];
  readonly secure: number;
  readonly plain: number;
  readonly cert: string;
  readonly key: string;
}
export type Program =
  | { readonly run: (place: Place, applied: Applied) => Promise<ChildProcess> }
  | { readonly missing: string };

/** What an application in trouble shows. */
const trace =
  'Traceback (most recent call last):\n  File "/srv/app/views.py", line 12, in get\n    order = orders[0]\nIndexError: list index out of range';
/** Of the documentation of Caddy. */
const hash = '$2a$14$Zkx19XLiW6VYouLHR5NmfOFU0z2GTNmpkT/5qqR7hx4IjWJPDhjvG';
/** A session as the application behind sets it: no flag at all. */
const cookie = 'PHPSESSID=k3v9m1q7c5t0b8r2x6n4w1z7p5; path=/';

/** A real server of that stack: installed, or taken out of its Debian package into a temporary folder; Express by npm. */
export function programOf(stack: Stack): Program {
  if (stack === 'nginx') {
    const path = found('nginx') ?? unpacked('nginx', 'usr/sbin/nginx');
    return path === undefined
      ? { missing: 'no nginx here, and its Debian package cannot be had' }
      : { run: (place, applied) => nginx(path, place, applied) };
  }
  if (stack === 'Caddy') {
    const path = found('caddy') ?? unpacked('caddy', 'usr/bin/caddy');
    return path === undefined
      ? { missing: 'no caddy here, and its Debian package cannot be had' }
      : { run: (place, applied) => caddy(path, place, applied) };
  }
  const folder = expressFolder();
  return folder === undefined
    ? { missing: 'Express cannot be installed' }
    : { run: (place, applied) => express(folder, place, applied) };
}

function found(name: string): string | undefined {
  return ['/usr/sbin', '/usr/bin', '/usr/local/bin'].map((folder) => join(folder, name)).find(existsSync);
}

function unpacked(name: string, path: string): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'launch-remedy-'));
  try {
    execFileSync('apt-get', ['download', name], { cwd: folder, stdio: 'ignore', timeout: 120_000 });
    const file = readdirSync(folder).find((each) => each.endsWith('.deb'));
    if (!file) return undefined;
    execFileSync('dpkg-deb', ['-x', file, folder], { cwd: folder, stdio: 'ignore' });
    return existsSync(join(folder, path)) ? join(folder, path) : undefined;
  } catch (error) {
    console.error(`${name}: ${String(error).split('\n')[0]}`);
    return undefined;
  }
}

function expressFolder(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'launch-remedy-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}\n');
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--ignore-scripts', 'express@5.1.0', 'compression@1.8.1'],
      {
        cwd: folder,
        stdio: 'ignore',
        timeout: 180_000,
      },
    );
    return folder;
  } catch (error) {
    console.error(`express: ${String(error).split('\n')[0]}`);
    return undefined;
  }
}

async function nginx(path: string, place: Place, { inside, beside }: Applied): Promise<ChildProcess> {
  const { folder, hosts, secure, plain, cert, key } = place;
  const host = hosts.join(' ');
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const behind = await freePort();
  const flawed =
    beside.length > 0
      ? beside.join('\n').replaceAll('listen 80;', `listen 127.0.0.1:${plain};`).replaceAll('listen [::]:80;', '')
      : `server { listen 127.0.0.1:${plain}; server_name ${host}; root ${folder}/site; }`;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((each) => `${each}_temp_path ${folder}/${each};`)
    .join(' ');
  writeFileSync(
    join(folder, 'nginx.conf'),
    `daemon off; ${process.getuid?.() === 0 ? 'user root;' : ''} worker_processes 1; pid ${folder}/nginx.pid; error_log stderr notice;
events {}
http {
  access_log off; ${temporary}
  types { text/html html; text/css css; application/javascript js; }
  ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0;
  ${flawed}
  server {
    listen 127.0.0.1:${behind}; root ${folder}/site; add_header Set-Cookie "${cookie}";
    location /api/ { default_type text/plain; return 500 "${trace.replaceAll('"', String.raw`\"`)}"; }
  }
  server {
    listen 127.0.0.1:${secure} ssl; server_name ${host}; ssl_certificate ${cert}; ssl_certificate_key ${key};
    root ${folder}/site; default_type text/plain;
    location = / { proxy_pass http://127.0.0.1:${behind}; }
    location /api/ { proxy_pass http://127.0.0.1:${behind}; }
    ${inside.join('\n    ')}
  }
}
`,
  );
  return await started(
    spawn(path, ['-p', folder, '-c', join(folder, 'nginx.conf'), '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
    /start worker process/,
  );
}

async function caddy(path: string, place: Place, { inside, beside }: Applied): Promise<ChildProcess> {
  const { folder, hosts, secure, plain, cert, key } = place;
  const [host = ''] = hosts;
  const behind = await freePort();
  const secured = hosts.map((name) => `https://${name}:${secure}`).join(', ');
  const proxied = inside.some((text) => text.includes('YOUR-SERVER'));
  const texts = inside.map((text) =>
    text.replace('YOUR-HASH', hash).replace('reverse_proxy YOUR-SERVER', `reverse_proxy /api/* 127.0.0.1:${behind}`),
  );
  const flawed =
    beside.length > 0
      ? beside
          .join('\n')
          .replaceAll(`http://${host}`, `http://${host}:${plain}`)
          .replaceAll(/ \{ (redir [^\n]*) \}/g, ' {\n  $1\n}')
      : `http://${host}:${plain} {\n  root * ${folder}/site\n  file_server\n}`;
  writeFileSync(
    join(folder, 'Caddyfile'),
    `{\n  admin off\n  auto_https off\n  default_sni ${host}\n}\n${flawed}\nhttp://:${behind} {\n  bind 127.0.0.1\n  respond \`${trace}\` 500\n}\n${secured} {\n  bind 127.0.0.1\n  tls ${cert} ${key}\n  root * ${folder}/site\n  header / Set-Cookie "${cookie}"\n  ${texts.join('\n  ')}\n  ${proxied ? '' : `reverse_proxy /api/* 127.0.0.1:${behind}`}\n  file_server\n}\n`,
  );
  const env = { PATH: process.env.PATH, HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  return await started(
    spawn(path, ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env,
    }),
    /serving initial configuration/,
  );
}

async function express(modules: string, place: Place, { inside, last }: Applied): Promise<ChildProcess> {
  const { folder, secure, plain, cert, key } = place;
  const file = join(modules, `server-${secure}.mjs`);
  writeFileSync(
    file,
    `import express from 'express'; import http from 'node:http'; import https from 'node:https'; import { readFileSync } from 'node:fs';
const app = express();
${inside.join('\n').replaceAll("'build/assets'", JSON.stringify(`${folder}/site/assets`))}
app.use(express.json());
app.get('/', (req, res, next) => { res.cookie('connect.sid', 's:k3v9m1q7c5t0b8r2.x6n4w1z7p5k3v9m1q7c5t0b8r2'); next(); });
app.use(express.static(${JSON.stringify(`${folder}/site`)}, { dotfiles: 'allow' }));
${last.join('\n')}
let left = 2;
const up = () => { left -= 1; if (left === 0) console.log('listening on both'); };
http.createServer(app).listen(${plain}, '127.0.0.1', up);
https.createServer({ cert: readFileSync(${JSON.stringify(cert)}), key: readFileSync(${JSON.stringify(key)}) }, app).listen(${secure}, '127.0.0.1', up);
`,
  );
  return await started(
    spawn(process.execPath, ['--tls-min-v1.0', '--tls-cipher-list=ALL:@SECLEVEL=0', file], {
      stdio: ['ignore', 'pipe', 'pipe'],
      cwd: modules,
      env: { PATH: process.env.PATH },
    }),
    /^listening on both$/m,
  );
}

async function started(child: ChildProcess, ready: RegExp): Promise<ChildProcess> {
  await untilItSays(child, ready);
  return child;
}
