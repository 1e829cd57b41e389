import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { opsFlaws } from '../../range/flaws/ops.ts';
import { opsCanaries } from '../../range/ops/declared.ts';
import { createGrants } from '../../range/sign-on/grants.ts';
import { type RunningRange, startRange } from '../../range/start.ts';
import { passwordlessAccounts } from '../../src/cli/config/problems-of-credentials.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { openSession } from '../../src/collectors/portal/sign-in/open-session.ts';
import { type Config, configSchema } from '../../src/model/config.ts';
import { GapError } from '../../src/model/gap.ts';
import type { AccountName } from '../../src/model/identity.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { type DeskClient, startDesk } from './desk-client.ts';

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
// RFC 7636, appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

describe('the tokens of the identity provider', () => {
  const clock = { ms: Date.parse('2026-03-10T09:00:00Z') };
  const grants = createGrants('https://id.example.test', () => new Date(clock.ms));
  const common = { client_id: 'desk', redirect_uri: 'https://desk.example.test/cb' };
  const grant = { subject: 's1', email: 'ann@example.test', client: 'desk', redirectUri: common.redirect_uri };
  const ask = (params: Record<string, string>) => grants.token(new URLSearchParams({ ...common, ...params }));
  const byCode = (code: string, code_verifier = verifier) =>
    ask({ grant_type: 'authorization_code', code, code_verifier });
  const refresh = (refresh_token: string) => ask({ grant_type: 'refresh_token', refresh_token });
  const fresh = () => {
    const given = byCode(grants.issueCode({ ...grant, challenge, nonce: 'n' }));
    if ('error' in given) throw new Error(given.error);
    return given;
  };

  it('are given for a code once, and only to whoever knows the verifier', () => {
    const code = grants.issueCode({ ...grant, challenge, nonce: 'n' });
    expect(byCode(code, 'guessed')).toEqual({ error: 'invalid_grant' });
    expect(byCode(code)).toEqual({ error: 'invalid_grant' });
    expect(fresh()).toMatchObject({ token_type: 'Bearer', expires_in: 60 });
  });

  it('live for a minute, and no longer', () => {
    const { access_token } = fresh();
    expect(grants.subjectOf(access_token)).toBe('s1');
    expect(grants.subjectOf(`${access_token.slice(0, -4)}AAAA`)).toBeUndefined();
    clock.ms += 61_000;
    expect(grants.subjectOf(access_token)).toBeUndefined();
  });

  it('rotate: a refresh token that was used before ends the whole family, but for two tabs at once', () => {
    const first = fresh().refresh_token;
    const second = refresh(first);
    expect(second).toMatchObject({ expires_in: 60 });
    expect(refresh(first)).toMatchObject({ expires_in: 60 });
    clock.ms += 11_000;
    expect(refresh(first)).toEqual({ error: 'invalid_grant' });
    expect('error' in second ? '' : refresh(second.refresh_token)).toEqual({ error: 'invalid_grant' });
  });
});

describe('the operations desk', () => {
  const pages = ['/', '/tickets', '/approvals', '/customers', '/reports', '/staff', '/profile'];
  const linked = (text: string) => [...text.matchAll(/href="(\/[a-z]+\/[^"?]+)"/g)].map(([, path = '']) => path);
  /** Every page that the lists lead to, with what it says. */
  async function walk(client: DeskClient) {
    const seen = new Map<string, string>();
    for (const path of pages) seen.set(path, (await client.get(path)).text);
    const further = [...new Set([...seen.values()].flatMap(linked))].filter((path) => !path.endsWith('desk.css'));
    for (const path of further) seen.set(path, (await client.get(path)).text);
    return seen;
  }
  const ofInland = (text: string) => opsCanaries.filter(({ value }) => text.includes(value)).length;
  const hits = async (at: Awaited<ReturnType<typeof startDesk>>, client: DeskClient) =>
    (await client.get('/api/search?q=orchard', await at.token(client))).text;

  it('keeps the two depots apart, asks visitors to sign in, and takes a form with its own token only', async () => {
    const at = await startDesk();
    try {
      const [a, b] = [await at.as('a'), await at.as('b')];
      const own = await walk(b);
      expect(own.size).toBeGreaterThan(16);
      expect(ofInland([...own.values()].join())).toBeGreaterThan(3);
      for (const path of [...(await walk(a)).keys(), ...own.keys()]) {
        const { text } = await a.get(path);
        expect(ofInland(text), path).toBe(0);
        expect((await at.open().get(path)).url, path).toMatch(/\/sign-in\?next=|\/approvals\/.*\/print$/);
      }
      expect(ofInland(await hits(at, a))).toBe(0);
      expect((await at.open().get('/api/summary')).status).toBe(401);
      expect((await a.post('/profile', { phone: '1', note: '2' })).status).toBe(403);
      const mine = { phone: '1', note: '2', _csrf: a.cookie('desk_csrf') ?? '' };
      expect(await a.post('/profile', mine)).toMatchObject({ status: 200, url: expect.stringMatching(/profile$/) });
    } finally {
      await at.close();
    }
  });

  it('leaks by each of its flaws, at the place that the flaw names', async () => {
    const at = await startDesk(opsFlaws.map(({ id }) => id));
    try {
      const [a, b] = [await at.as('a'), await at.as('b')];
      const paths = [...(await walk(b)).keys()];
      const ticket = paths.find((path) => /^\/tickets\/\d+$/.test(path)) ?? '';
      const approval = paths.find((path) => /^\/approvals\/[^/]+$/.test(path)) ?? '';
      expect((await a.get(ticket)).status).toBe(200);
      expect(ofInland(await hits(at, a))).toBeGreaterThan(0);
      expect(await at.open().get(`${approval}/print`)).toMatchObject({
        status: 200,
        text: expect.stringContaining('Asked by'),
      });
    } finally {
      await at.close();
    }
  });
});

describe('signing in at the desk, by pages of another origin', () => {
  const stop = new AbortController();
  let range: RunningRange;
  let config: Config;
  const worlds: World[] = [];
  beforeAll(async () => {
    range = await startRange({ edition: 'ops' });
    config = configSchema.parse(range.config);
  });
  afterAll(async () => {
    await Promise.all(worlds.map((world) => world.close()));
    await range.close();
  });

  async function worldOf(env: Readonly<Record<string, string>>, given: Config): Promise<World> {
    const scope = createScope({ config: given, url: 'https://app.northline.test/' });
    const passwordless = passwordlessAccounts(given);
    const world = await createWorld({ scope, env: { ...process.env, ...env }, passwordless, signal: stop.signal });
    worlds.push(world);
    return world;
  }
  async function enter(identity: AccountName, world: World, given: Config) {
    const emitted: unknown[] = [];
    const context = {
      target: { name: 'desk', url: 'https://app.northline.test/', config: given },
      world,
      signal: stop.signal,
      live: createLive(),
      emit: (_kind: string, _subject: string, value: unknown) => emitted.push(value),
      progress: () => undefined,
    } as unknown as CollectContext;
    const failed = await openSession(identity, context).then(
      () => undefined,
      (thrown: GapError) => thrown,
    );
    return { failed, emitted };
  }

  it('works with no code: a password, a link by mail, and a second factor', async () => {
    const world = await worldOf(range.env, config);
    const all = await Promise.all((['a', 'a2', 'admin'] as const).map((identity) => enter(identity, world, config)));
    expect(all.map(({ failed }) => failed?.gap.detail ?? 'signed in')).toEqual(['signed in', 'signed in', 'signed in']);
    expect(all.map(({ emitted }) => (emitted[0] as { factors?: unknown }).factors)).toEqual([
      ['password'],
      ['mail'],
      ['password', 'code'],
    ]);
  });

  it('bad input: a wrong password at the provider’s own page → sign-in-failed with what that page says', async () => {
    const wrong = await worldOf({ ...range.env, LR_A_PASSWORD: 'not-the-password' }, config);
    const { failed } = await enter('a', wrong, config);
    expect(failed).toBeInstanceOf(GapError);
    expect(failed?.gap.detail).toMatch(/refused \(HTTP 401, "The e-mail or the password is not right\."\)/);
  });
});
