import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entryUrl, hostOfUrl } from '../../collectors/portal/entry.ts';
import { recordSignIn } from '../../collectors/portal/sign-in/record-sign-in.ts';
import { GapError } from '../../model/gap.ts';
import { type AccountName, accountNames } from '../../model/identity.ts';
import { requireDisplay } from '../../world/headed-browser.ts';
import { signInFile, writeSignIn } from '../../world/sign-in-store.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { openWorld } from '../open-world.ts';
import { planRun } from '../plan-run.ts';
import { usage } from '../problem.ts';

export interface RecordFlags {
  readonly config?: string;
  readonly for: string;
}

/**
 * Opens a visible browser in which a person signs in once, and keeps the session for later audits, readable by this user
 * alone and outside the checkout. Returns 0 when something was kept, else 1.
 */
export async function recordSignInOnce(
  url: string | undefined,
  flags: RecordFlags,
  { env, cwd, output }: CommandContext,
): Promise<number> {
  const account = accountNames.find((name) => name === flags.for);
  if (!account) throw usage('--for', `There is no account "${flags.for}".`, `Accounts are ${accountNames.join(', ')}.`);
  await asUsage(async () => requireDisplay(env));
  const plan = await planRun({ url, flags: { config: flags.config }, env: withoutPasswords(env), cwd });
  const start = entryUrl(plan.target, account);
  if (!start) throw usage('', 'No portal address was given.', 'launch-ready record sign-in https://app.example.com');
  const out = await mkdtemp(join(tmpdir(), 'launch-ready-record-'));
  const opened = await openWorld({ plan, out, output, env, cwd, ownership: false, visible: true });
  const done = new AbortController();
  const enter = () => done.abort();
  process.stdin.once('data', enter);
  try {
    const browser = await asUsage(() => opened.world.browser.context({ identity: account, popups: 'keep' }));
    output.note(
      `A browser opens at ${start}. Sign in as account ${account}. When you are in, press Enter here or close the window.`,
    );
    const recorded = await recordSignIn({
      browser,
      url: start,
      clock: opened.world.clock,
      done: AbortSignal.any([done.signal, opened.signal]),
      onSignedIn: () => output.note('The page no longer asks to sign in. Press Enter, or close the window.'),
    });
    if (!recorded) {
      output.note('Nobody was signed in, so nothing was kept.');
      return exitCode.worse;
    }
    return await keep(account, hostOfUrl(start), recorded);
  } finally {
    process.stdin.off('data', enter);
    process.stdin.unref?.();
    await opened.close();
    await rm(out, { recursive: true, force: true });
  }

  async function keep(name: AccountName, host: string, recorded: Parameters<typeof complete>[2]): Promise<number> {
    const path = signInFile(env, host, name);
    await writeSignIn(path, complete(name, host, recorded, opened.world.clock.now()));
    output.print(`${path}\n`);
    output.note(
      `Kept, readable by you alone; it is worth as much as a password. To use it, set LR_${name.toUpperCase()}_USER to the account's name and LR_${name.toUpperCase()}_STATE to this path.`,
    );
    return exitCode.done;
  }
}

/** What this machine lacks for it is no mistake of ours: says what to do. */
async function asUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof GapError)) throw thrown;
    throw usage('', thrown.gap.detail, thrown.gap.closeBy);
  }
}

function complete(
  account: AccountName,
  host: string,
  recorded: NonNullable<Awaited<ReturnType<typeof recordSignIn>>>,
  now: Date,
) {
  return { host, account, savedAt: now.toISOString(), ...recorded };
}

/** Nothing is typed here: half a pair of credentials is no mistake. */
function withoutPasswords(env: CommandContext['env']): CommandContext['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^LR_.*_(PASSWORD|TOTP|USER)$/.test(name)));
}
