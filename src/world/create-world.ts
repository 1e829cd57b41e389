import { createHmac, randomBytes } from 'node:crypto';
import type { AccountName } from '../model/identity.ts';
import { createAlertSenders } from './alert-senders.ts';
import { createBrowserPool } from './create-browser-pool.ts';
import { createBusyMeter } from './busy.ts';
import { createDns } from './create-dns.ts';
import { createHttp } from './create-http.ts';
import { createHeldUpMeter } from './held-up.ts';
import { createInboxes } from './inbox/create-inboxes.ts';
import { createSecretReader } from './secrets/secret-reader.ts';
import { createServerDns } from './create-server-dns.ts';
import { createTls } from './create-tls.ts';
import { createVault } from './create-vault.ts';
import { type Dial, dialTcp } from './dial.ts';
import { createFence } from './fence.ts';
import { createLookup, type Lookup } from './look-up-address.ts';
import { type Journal, noJournal } from './journal.ts';
import type { ProjectKey } from './project-key.ts';
import { readCredentials } from './read-credentials.ts';
import type { StoredReceipts } from './receipts.ts';
import { createRequestBudget } from './request-budget.ts';
import type { Scope } from './scope.ts';
import { createSilence } from './silence.ts';
import { readNamedFile } from './read-named-file.ts';
import { readSignIn, secretsOf, signInFile } from './sign-in-store.ts';
import { systemClock } from './system-clock.ts';
import { createTrust } from './trust.ts';
import type { Clock, World } from './world.ts';

export interface WorldOptions {
  readonly scope: Scope;
  /** Where credentials and CHROME_PATH are read from, usually process.env. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly projectKey?: ProjectKey;
  readonly clock?: Clock;
  readonly browserPath?: string;
  /** Uses the browser of the npm package even where another one is installed. */
  readonly bundledBrowserOnly?: boolean;
  /** Reads an account's variables under another prefix: `{ a: 'CUSTOMER_ONE_' }`. */
  readonly accountPrefixes?: Partial<Record<AccountName, string>>;
  /** Accounts that get in without a password: by a link sent by mail, by a recorded sign-in. */
  readonly passwordless?: readonly AccountName[];
  /** Where writes are kept before they are sent; without one none is. */
  readonly journal?: Journal;
  /** The browser shows its window: a person signs in there. */
  readonly visibleBrowser?: boolean;
  /** Reads the signed receipts of this project's drills. */
  readonly receipts?: () => Promise<StoredReceipts>;
  readonly log?: (line: string) => void;
  /** Seams for tests: what names resolve to, and how an allowed address is dialled. */
  readonly lookup?: Lookup;
  readonly dial?: Dial;
  /** Factor on every network time-out, 1 unless a test says otherwise. */
  readonly patience?: number;
}

/** All I/O of a run behind one fence. Close it at the end; an aborted signal closes the browser by itself. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const { scope, env } = options;
  const clock = options.clock ?? systemClock;
  const dial = options.dial ?? dialTcp;
  const log = options.log ?? (() => undefined);
  const vault = createVault();
  const credentials = readCredentials(env, vault, options.accountPrefixes, options.passwordless);
  const closing = new AbortController();
  const signal = AbortSignal.any([options.signal, closing.signal]);
  const trust = createTrust(scope);
  const budget = createRequestBudget(scope, clock, signal);
  const markKey = randomBytes(32);
  const patience = options.patience ?? 1;
  const heldUpMs = createHeldUpMeter(signal);
  const dns = createDns(scope, budget, signal, patience);
  const fence = createFence(scope, clock, options.lookup ?? createLookup(dns));
  const silence = createSilence();
  const parts = { scope, fence, trust, dial, budget, clock, vault, signal, log, silence, patience, heldUpMs };
  const http = createHttp({ ...parts, userAgent: 'Mozilla/5.0 (compatible; launch-ready; launch audit)' });
  const search = {
    env,
    ...(options.browserPath === undefined ? {} : { explicitPath: options.browserPath }),
    bundledOnly: options.bundledBrowserOnly === true,
  };
  const browser = createBrowserPool({ ...parts, search, visible: options.visibleBrowser === true });
  const inbox = createInboxes({ ...parts, env, dns });
  let closed: Promise<void> | undefined;

  return {
    scope,
    clock,
    http,
    dns,
    nameServers: createServerDns(parts),
    tls: createTls(parts),
    browser,
    inbox,
    vault,
    secrets: createSecretReader({ env, ...(options.projectKey ? { projectKey: options.projectKey } : {}) }),
    journal: options.journal ?? noJournal,
    alerts: createAlertSenders(parts),
    receipts: options.receipts ?? (async () => ({ receipts: [], refused: [] })),
    credentials: (account) => credentials.get(account),
    readText: readNamedFile,
    async savedSignIn(account, host) {
      const saved = await readSignIn(credentials.get(account)?.state ?? signInFile(env, host, account));
      for (const secret of secretsOf(saved)) vault.add(secret, `sign-in of ${account}`);
      return saved;
    },
    randomHex: (bytes) => randomBytes(bytes).toString('hex'),
    mark: (value) => createHmac('sha256', markKey).update(value).digest('hex').slice(0, 16),
    usage: budget.usage,
    signal,
    busy: createBusyMeter(),
    heldUpMs,
    close() {
      closed ??= (async () => {
        await browser.close();
        await inbox.close();
        closing.abort();
        dns.close();
        await http.close();
      })();
      return closed;
    },
  };
}
