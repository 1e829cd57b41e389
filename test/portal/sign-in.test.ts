import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLive } from '../../src/collectors/live.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { openSession } from '../../src/collectors/portal/sign-in/collector.ts';
import { totp } from '../../src/collectors/portal/sign-in/totp.ts';
import { configSchema } from '../../src/model/config.ts';
import { GapError } from '../../src/model/gap.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { right, type SignInSite, type SignInVariant, startSignInSite, user, variants } from './sign-in-pages.ts';

const plain = variants[0] as SignInVariant;
const failures: readonly { name: string; variant: SignInVariant; says: RegExp }[] = [
  {
    name: 'bad input: wrong password (401) → sign-in-failed, named, one attempt',
    variant: { ...plain },
    says: /refused \(HTTP 401, "Wrong e-mail or password"\)/,
  },
  {
    name: 'bad input: wrong password (200, the form again) → sign-in-failed with what the page says',
    variant: { ...plain, wrongStatus: 200 },
    says: /the page says "Wrong e-mail or password"/,
  },
  {
    name: 'bad input: locked account (423) → sign-in-failed, locked or limited',
    variant: { ...plain, wrongStatus: 423, wrongText: 'Account locked' },
    says: /locked or limited \(HTTP 423/,
  },
  {
    name: 'bad input: sign-in answers 500 → the portal failed, not the password',
    variant: { ...plain, wrongStatus: 500, wrongText: 'Oops' },
    says: /the portal failed on sign-in \(HTTP 500/,
  },
];

const wrong = 'wrong-password-1';
const stop = new AbortController();
const sites = new Map<SignInVariant, SignInSite>();
const worlds: World[] = [];
const codeForm =
  '<form><label>Verification code <input name=otp autocomplete=one-time-code></label><button>Verify</button></form>';
const withCode: SignInVariant = {
  name: 'code',
  page: `<form onsubmit="event.preventDefault(); this.outerHTML='${codeForm}'"><input type="email" name="u"><input type="password" name="p"><button>Sign in</button></form>`,
};

/** One browser with the right password and one with a wrong one: starting one for each page would take minutes. */
beforeAll(async () => {
  for (const variant of [...variants, ...failures.map((one) => one.variant), withCode])
    sites.set(variant, await startSignInSite(variant));
  const hosts = [...sites.values()].map(({ url }) => ({ name: new URL(url).host }));
  const config = configSchema.parse({ target: { hosts } });
  for (const password of [right, wrong]) {
    const env = { ...process.env, LR_A_USER: user, LR_A_PASSWORD: password };
    worlds.push(await createWorld({ scope: createScope({ config }), env, signal: stop.signal }));
  }
});

afterAll(async () => {
  await Promise.all(worlds.map((world) => world.close()));
  await Promise.all([...sites.values()].map((site) => site.close()));
});

async function enter(variant: SignInVariant, password: string) {
  const site = sites.get(variant);
  const world = worlds[password === right ? 0 : 1];
  if (!site || !world) throw new Error('not started');
  const emitted: { kind: string; value: unknown }[] = [];
  const context = {
    target: { name: 'portal', url: site.url, config: configSchema.parse({}) },
    world,
    signal: stop.signal,
    live: createLive(),
    emit: (kind: string, _subject: string, value: unknown) => emitted.push({ kind, value }),
    progress: () => undefined,
  } as unknown as CollectContext;
  const outcome = await openSession('a', context).then(
    (session) => ({ session }),
    (thrown: unknown) => ({ thrown }),
  );
  return { outcome, emitted, site };
}

describe('signing in without any configuration', () => {
  it.concurrent.each(variants)('$name', async (variant) => {
    const { outcome, emitted, site } = await enter(variant, right);
    expect('thrown' in outcome ? (outcome.thrown as Error).message : 'signed in').toBe('signed in');
    expect(emitted[0]).toMatchObject({
      kind: 'portal.sign-in',
      value: { identity: 'a', proof: expect.arrayContaining(["a fresh page shows the account's name"]) },
    });
    expect(JSON.stringify(emitted)).not.toContain(right);
    expect(site.attempts()).toBe(1);
  });
});

describe('a sign-in that fails', () => {
  it.concurrent.each(failures)('$name', async ({ variant, says }) => {
    const { outcome, emitted, site } = await enter(variant, wrong);
    expect('thrown' in outcome && outcome.thrown).toBeInstanceOf(GapError);
    const { gap } = ('thrown' in outcome ? outcome.thrown : undefined) as GapError;
    expect(gap).toMatchObject({ reason: 'sign-in-failed', detail: expect.stringMatching(says) });
    expect(gap.detail).not.toContain(wrong);
    expect(emitted).toEqual([]);
    expect(site.attempts()).toBe(1);
  });

  it('bad input: a second factor without LR_A_TOTP → sign-in-failed, says what to set', async () => {
    const { outcome } = await enter(withCode, right);
    expect('thrown' in outcome && (outcome.thrown as GapError).gap.closeBy).toContain('LR_A_TOTP');
  });
});

describe('totp', () => {
  // RFC 6238 appendix B, SHA-1, last six digits; the secret is the ASCII string 12345678901234567890.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1234567890, '005924'],
    [20000000000, '353130'],
  ])('at %i s it is %s', (seconds, code) => {
    expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', new Date(seconds * 1000))).toBe(code);
  });
});
