import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { auditorEnv } from '../auditor-env.ts';
import { call, cookiesOf, field, mustCall } from '../api-client.ts';
import { cleanEnvironment, freePort, startApp } from '../app-process.ts';
import { dumpSqlite } from '../dump-data.ts';
import { requireInstalled } from '../install-folder.ts';
import { runAsProgram } from '../run-as-program.ts';
import { sitePackages } from '../site-packages.ts';
import type { Customer, StartedTarget, StartOptions } from '../target.ts';
import { type Account, accounts, privateValuesOf, type Wallet } from './content.ts';

type Headers = Readonly<Record<string, string>>;
const walletSchema = z.object({ id: z.string(), adminkey: z.string() });
type Made = z.infer<typeof walletSchema>;

/** Registers an account, or signs one in; the session is a cookie. */
async function session(url: string, how: 'register' | '', { login, password }: Account): Promise<Headers> {
  const json = { username: login, password, ...(how === 'register' ? { password_repeat: password } : {}) };
  return { cookie: cookiesOf(await mustCall('POST', `${url}/api/v1/auth${how === '' ? '' : `/${how}`}`, { json })) };
}

/** What a wallet asks for, paid at once by the other wallet of the same account where there is one; the last one stays open. */
async function ask(url: string, { asks }: Wallet, made: Made, payer: Made): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const [at, { memo, amount }] of asks.entries()) {
    const json = { out: false, unit: 'sat', memo, amount };
    const invoice = await mustCall('POST', `${url}/api/v1/payments`, { headers: { 'x-api-key': made.adminkey }, json });
    hashes.push(field(invoice, 'payment_hash'));
    const bill = { out: true, bolt11: field(invoice, 'bolt11') };
    if (at === 0)
      await mustCall('POST', `${url}/api/v1/payments`, { headers: { 'x-api-key': payer.adminkey }, json: bill });
  }
  return hashes;
}

async function seed(url: string, operator: Headers, customer: Customer) {
  const own = accounts[customer];
  const headers = await session(url, 'register', own);
  const user = JSON.parse((await mustCall('GET', `${url}/api/v1/auth`, { headers })).text) as unknown;
  const { id, wallets } = z.object({ id: z.string(), wallets: z.array(walletSchema).min(1) }).parse(user);
  const [shop] = wallets;
  if (!shop) throw new Error('no wallet');
  await mustCall('PATCH', `${url}/api/v1/wallet`, {
    headers: { 'x-api-key': shop.adminkey },
    json: { name: own.shop.name },
  });
  const second = await mustCall('POST', `${url}/api/v1/wallet`, { headers, json: { name: own.savings.name } });
  const savings = walletSchema.parse(JSON.parse(second.text));
  for (const wallet of [shop, savings])
    await mustCall('PUT', `${url}/users/api/v1/balance`, {
      headers: operator,
      json: { id: wallet.id, amount: 50_000 },
    });
  const [paid = '', open = ''] = await ask(url, own.shop, shop, savings);
  await ask(url, own.savings, savings, shop);
  const named = { user: id, wallet: shop.id, savings: savings.id, paid, open };
  return {
    headers,
    key: { 'x-api-key': shop.adminkey },
    references: Object.fromEntries(Object.entries(named).map(([name, value]) => [`${customer}-${name}`, value])),
  };
}

/** Starts LNbits with an empty database and its fake funding source, and enters both customers' wallets and payments. */
export async function start(dir: string, { sessions = true }: StartOptions = {}): Promise<StartedTarget> {
  requireInstalled('lnbits', dir);
  const data = await mkdtemp(join(tmpdir(), 'target-lnbits-'));
  let stop = async (): Promise<void> => undefined;
  const close = async (): Promise<void> => {
    await stop();
    await rm(data, { recursive: true, force: true });
  };
  try {
    await mkdir(join(data, 'extensions'));
    const port = await freePort();
    const app = await startApp({
      command: join(dir, 'env/bin/lnbits'),
      args: ['--host', '127.0.0.1', '--port', String(port), '--forwarded-allow-ips', '127.0.0.1'],
      // It finds its pages from here.
      cwd: await sitePackages(dir),
      env: cleanEnvironment({
        LNBITS_DATA_FOLDER: data,
        LNBITS_EXTENSIONS_PATH: join(data, 'extensions'),
        LNBITS_ADMIN_UI: 'true',
        LNBITS_BACKEND_WALLET_CLASS: 'FakeWallet',
        FAKE_WALLET_SECRET: 'for-this-measurement-only-8841',
        AUTH_SECRET_KEY: 'for-this-measurement-only-8841-and-never-elsewhere',
        AUTH_ALLOWED_METHODS: 'username-password',
        LNBITS_EXTENSIONS_DEFAULT_INSTALL: '',
        // 200 requests a minute are its usual limit: as an owner would do for an audit, it is raised.
        LNBITS_RATE_LIMIT_NO: '20000',
      }),
      port,
      readyPath: '/api/v1/health',
      timeoutMs: 240_000,
    });
    stop = app.stop;
    const { a, b, admin } = accounts;
    const keeper = { username: admin.login, password: admin.password, password_repeat: admin.password };
    await mustCall('PUT', `${app.url}/api/v1/auth/first_install`, { json: keeper });
    const operator = await session(app.url, '', admin);
    const [ofA, ofB] = [await seed(app.url, operator, 'a'), await seed(app.url, operator, 'b')];
    await call('POST', `${app.url}/api/v1/auth/logout`, { headers: operator });
    return {
      url: app.url,
      env: auditorEnv({ a: [a.login, a.password], b: [b.login, b.password], admin: [admin.login, admin.password] }),
      privateValues: { a: privateValuesOf('a'), b: privateValuesOf('b') },
      sessions: {
        a: ofA.headers,
        b: ofB.headers,
        admin: sessions ? await session(app.url, '', admin) : {},
        'a-key': ofA.key,
        'b-key': ofB.key,
      },
      references: { ...ofA.references, ...ofB.references },
      dump: async () => dumpSqlite(join(data, 'database.sqlite3'), /^audit$|\.updated_at$/),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

if (import.meta.main) await runAsProgram('lnbits', start);
