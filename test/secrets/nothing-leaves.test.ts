import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { gzipSync } from 'node:zlib';
import { root } from '../architecture/source-files.ts';
import { commitAll, drawn, git, put, startRepository, temporaryFolder } from './planted.ts';

const place = temporaryFolder();
afterAll(place.remove);

test('no output of any kind holds a planted value, or half of one', { timeout: 240_000 }, () => {
  const values = {
    stripe: drawn('sk_live_51{A97}'),
    database: drawn('{A18}'),
    password: drawn('Qx7!{A12}'),
    token: drawn('ghp_{A36}'),
    mail: drawn('SG.{B22}.{B43}'),
    signing: drawn('{H64}'),
    session: drawn('{J:sub=8c2f,exp=1790000000}'),
    pem: drawn('{K600}'),
    inName: drawn('glpat-{A20}'),
  };
  const repo = join(place.path, 'portal');
  put(repo, 'src/pay.ts', `export const key = '${values.stripe}';\n`);
  put(
    repo,
    '.env',
    `DATABASE_URL=postgresql://portal:${values.database}@db.portal.io/x\nADMIN_PASSWORD=${values.password}\n`,
  );
  put(repo, 'k8s/secret.yaml', `data:\n  SENDGRID_API_KEY: ${Buffer.from(values.mail).toString('base64')}\n`);
  put(repo, 'dist/app.js', `var a={JWT_SECRET:"${values.signing}"};\n`);
  put(
    repo,
    'dist/app.js.map',
    JSON.stringify({ version: 3, sources: ['a.ts'], sourcesContent: [`const t = '${values.token}';`], mappings: '' }),
  );
  put(repo, 'backup.sql.gz', gzipSync(`-- ${values.session}\n`));
  put(repo, 'certs/server.key', `-----BEGIN RSA PRIVATE KEY-----\n${values.pem}\n-----END RSA PRIVATE KEY-----\n`);
  put(repo, `notes/${values.inName}.txt`, `token ${values.token}\n`);
  startRepository(repo);
  commitAll(repo, `first, with ${values.token}`);
  git(repo, 'rm', '-q', 'src/pay.ts');
  git(repo, 'commit', '-q', '-m', 'second');
  put(place.path, 'logs/app.log', `error postgresql://portal:${values.database}@db.portal.io/x\n`);
  put(
    place.path,
    'project/launch-ready.config.json',
    JSON.stringify({ target: { repo, logs: [join(place.path, 'logs')], builds: [join(repo, 'dist')] } }),
  );

  const out = join(place.path, 'out');
  const cache = join(place.path, 'cache');
  const run = (...flags: string[]) =>
    spawnSync(
      process.execPath,
      [
        join(root, 'bin', 'launch-ready.js'),
        'audit',
        '--only',
        'secrets',
        '--checklist',
        'all',
        '--out',
        out,
        ...flags,
      ],
      {
        cwd: join(place.path, 'project'),
        env: { PATH: process.env.PATH, HOME: place.path, XDG_CACHE_HOME: cache },
        encoding: 'utf8',
        maxBuffer: 1 << 28,
      },
    );
  const [spoken, asJson] = [run(), run('--json')];
  expect(spoken.status, spoken.stderr).toBe(1);
  const written = ['out', 'cache', 'project'].flatMap((name) =>
    readdirSync(join(place.path, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => ({
        name: join(entry.parentPath, entry.name),
        text: readFileSync(join(entry.parentPath, entry.name), 'latin1'),
      })),
  );
  expect(written.map(({ name }) => name).some((name) => name.endsWith('results.sarif'))).toBe(true);
  expect(
    written.some(({ name }) => name.startsWith(cache)),
    'what was searched is remembered',
  ).toBe(true);
  const texts = [
    ...written,
    { name: 'stdout', text: spoken.stdout },
    { name: 'stderr', text: spoken.stderr },
    { name: 'json', text: asJson.stdout },
  ];
  const leaks: string[] = [];
  for (const [what, value] of Object.entries(values))
    for (const piece of piecesOf(value))
      for (const { name, text } of texts) if (text.includes(piece)) leaks.push(`${what} in ${name}`);
  expect([...new Set(leaks)]).toEqual([]);
  const dossier = readFileSync(join(out, 'dossier.json'), 'utf8');
  for (const kind of ['secrets.history', 'secrets.tree', 'secrets.build', 'secrets.logs'])
    expect(dossier).toContain(kind);
});

/** Both halves and the middle, as such, in base64 and in a URL. */
function piecesOf(value: string): string[] {
  const half = Math.ceil(value.length / 2);
  const quarter = Math.floor(value.length / 4);
  const parts = [value.slice(0, half), value.slice(-half), value.slice(quarter, quarter + half)];
  return parts.flatMap((part) => [
    part,
    encodeURIComponent(part),
    JSON.stringify(part).slice(1, -1),
    Buffer.from(part).toString('base64').slice(0, -4),
  ]);
}
