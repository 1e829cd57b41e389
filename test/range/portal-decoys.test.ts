import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portalDecoys } from '../../range/flaws/portal.ts';
import { type Client, firstOf, type RunningPortal, startPortal } from './portal-harness.ts';
import { found, ownPaths, valuesSeenBy } from './portal-surface.ts';

type DecoyId = (typeof portalDecoys)[number]['id'];

interface Scene {
  readonly running: RunningPortal;
  readonly a: Client;
  readonly b: Client;
}

const absent = '/api/v1/projects/00000000-0000-4000-8000-000000000000';
let projectOfB: string;
let valuesOfB: readonly string[];
let pathsOfB: readonly string[];
const open: RunningPortal[] = [];

async function sceneWith(decoys: readonly string[]): Promise<Scene> {
  const running = await startPortal({ decoys });
  open.push(running);
  const [a, b] = await Promise.all([running.as('a'), running.as('b')]);
  return { running, a, b };
}

beforeAll(async () => {
  const { b, running } = await sceneWith([]);
  pathsOfB = await ownPaths(b);
  projectOfB = pathsOfB.find((path) => /projects\/[0-9a-f-]{36}$/.test(path)) ?? '';
  valuesOfB = await valuesSeenBy(b, running.portal.seeded);
});
afterAll(async () => {
  for (const running of open) await running.close();
});

const appScript = async ({ running }: Scene): Promise<string> => {
  const path = /\/assets\/app-[^"]+\.js/.exec((await running.app('/')).text)?.[0] ?? '';
  return (await running.app(path)).text;
};

const feature =
  (name: string) =>
  async ({ running }: Scene) => {
    expect((await running.anonymous('/api/v1/session')).json.features[name]).toBe(true);
  };

/** What each decoy does; that none of them gives A anything private of B is looked at for all of them below. */
const behaviours: Record<DecoyId, (scene: Scene) => Promise<void>> = {
  'denial-200-error': async ({ a, running }) => {
    for (const got of [await a(projectOfB), await a(absent)])
      expect([got.status, got.json.error]).toEqual([200, 'not_found']);
    expect((await running.anonymous('/api/v1/me')).json.error).toBe('unauthenticated');
  },
  'denial-204': async ({ a }) => {
    for (const got of [await a(projectOfB), await a(absent)]) expect([got.status, got.text]).toEqual([204, '']);
  },
  'uniform-403': async ({ a }) => {
    expect([(await a(projectOfB)).status, (await a(absent)).status]).toEqual([403, 403]);
  },
  'refusal-echoes-id': async ({ a }) => {
    const got = await a(projectOfB);
    expect([got.status, got.json.id]).toEqual([404, projectOfB.split('/').at(-1)]);
  },
  'own-data-under-foreign-id': async ({ a }) => {
    const organisation = (await a('/api/v1/me')).json.organisation.id;
    expect((await a(projectOfB)).json.orgId).toBe(organisation);
    const list = await a(pathsOfB.find((path) => path.includes('/invoices?orgId=')) ?? '');
    expect(list.json.items.map(({ orgId }) => orgId)).toEqual(Array(4).fill(organisation));
  },
  'spa-200-everywhere': async ({ running }) => {
    for (const path of ['/.env', '/.git/HEAD', '/no/such/page']) {
      const got = await running.app(path);
      expect([got.status, got.text]).toEqual([200, (await running.app('/')).text]);
    }
  },
  'anonymous-empty-answer': async ({ running }) => {
    const got = await running.anonymous('/api/v1/projects');
    expect([got.status, got.json]).toEqual([200, { items: [], total: 0 }]);
  },
  'anonymous-redirect': async ({ running }) => {
    const got = await running.anonymous('/api/v1/projects');
    expect([got.status, got.headers.get('location'), got.text]).toEqual([303, 'https://app.example.test/sign-in', '']);
  },
  'public-catalogue': async ({ a, b, running }) => {
    const list = await a('/api/v1/catalogue');
    expect(list.json.items.length).toBeGreaterThan(5);
    const path = `/api/v1/catalogue/${firstOf(list.json.items).id}`;
    expect((await a(path)).json.description.length).toBeGreaterThan(80);
    for (const one of ['/api/v1/catalogue', path]) {
      expect([(await b(one)).text, (await running.anonymous(one)).text]).toEqual(Array(2).fill((await a(one)).text));
    }
  },
  'object-shared-with-a': async ({ a, b }) => {
    const shared = firstOf((await b('/api/v1/projects?q=access')).json.items);
    const path = `/api/v1/projects/${shared.id}`;
    expect((await a('/api/v1/projects?q=access')).json.items).toEqual([shared]);
    expect((await a(path)).json).toEqual(shared);
    const document = firstOf((await a(`${path}/documents`)).json.items);
    expect((await a(`${path}/documents/${document.id}`)).json.text).toContain('Two thirds');
    expect((await a(path, { method: 'PATCH', body: { name: 'Mine now' } })).status).toBe(404);
  },
  'staff-reads-by-role': async ({ running }) => {
    const admin = await running.as('admin');
    expect((await admin(projectOfB)).status).toBe(200);
  },
  'empty-list': async ({ a, b }) => {
    expect((await a('/api/v1/contacts')).json).toEqual({ items: [], total: 0 });
    expect((await b('/api/v1/contacts')).json.total).toBe(3);
  },
  'masked-email': async ({ a }) => {
    expect((await a('/api/v1/team')).json.requests).toEqual([{ from: 'j•••••@b•••••.example' }]);
  },
  'same-text-in-both-tenants': async ({ a, b }) => {
    const annual = async (who: Client) => firstOf((await who('/api/v1/projects?q=annual')).json.items);
    const [ofA, ofB] = [await annual(a), await annual(b)];
    expect([ofA.name, ofA.description]).toEqual([ofB.name, ofB.description]);
    expect(ofA.id).not.toBe(ofB.id);
  },
  'changing-values': async ({ a }) => {
    const [first, second] = [(await a('/api/v1/me')).json, (await a('/api/v1/me')).json];
    expect(first.meta.nonce).not.toBe(second.meta.nonce);
    expect({ ...first, meta: 0 }).toEqual({ ...second, meta: 0 });
  },
  'rotating-tip': async ({ a }) => {
    const tips = await Promise.all(Array.from({ length: 40 }, async () => (await a('/api/v1/tips/current')).json.text));
    expect(new Set(tips).size).toBeGreaterThan(1);
  },
  'sign-in-two-step': feature('emailFirst'),
  'cookie-banner-over-form': feature('cookieNotice'),
  'welcome-dialog': feature('welcome'),
  'double-submit-csrf': async ({ running }) => {
    const a = await running.as('a');
    const body = { name: 'Ines Vale', email: 'ines@vale.example' };
    expect((await a('/api/v1/contacts', { method: 'POST', body })).status).toBe(403);
    const { headers } = await running.anonymous('/api/v1/session');
    expect(String(headers.get('set-cookie'))).toMatch(/csrf=[\w-]{16,}; Domain=[\w.]+; Path=\/; Secure/);
  },
  'sign-in-slow': async ({ running }) => {
    expect((await (await running.as('a'))('/api/v1/me')).status).toBe(200);
  },
  'console-noise': async (scene) => {
    const code = await appScript(scene);
    expect([code.includes('console.warn('), code.includes('console.error(')]).toEqual([true, false]);
  },
  'aborted-request': async (scene) => {
    expect(await appScript(scene)).toContain('early.abort()');
  },
  'source-map-comment-only': async (scene) => {
    const name = /sourceMappingURL=(.*)/.exec(await appScript(scene))?.[1] ?? '';
    expect(name).toMatch(/^app-[0-9a-f]+\.js\.map$/);
    expect((await scene.running.app(`/assets/${name}`)).status).toBe(404);
  },
  'invoice-pdf-kept-by-browser': async ({ a }) => {
    const path = (await ownPaths(a)).find((one) => one.endsWith('/pdf')) ?? '';
    expect((await a(path)).headers.get('cache-control')).toBe('private, max-age=3600');
  },
  'technical-words-in-errors': async ({ a }) => {
    const got = await a('/api/v1/nothing-here');
    expect([got.status, got.json.detail]).toEqual([404, expect.stringContaining('SQL')]);
  },
};

describe('decoys of the portal', () => {
  it.each(portalDecoys.map(({ id }) => id))('%s does what it says', async (id) => {
    await behaviours[id](await sceneWith([id]));
  });

  const denials: readonly DecoyId[] = [
    'denial-200-error',
    'denial-204',
    'uniform-403',
    'refusal-echoes-id',
    'own-data-under-foreign-id',
    'anonymous-empty-answer',
    'anonymous-redirect',
  ];
  const others = portalDecoys.map(({ id }) => id).filter((id) => !denials.includes(id));

  it.each([...denials.map((id) => [id]), others])('%s, … give away nothing private of B', async (...decoys) => {
    const { a, running } = await sceneWith(decoys);
    // Whose project it is belongs to what B has shared.
    const secret = decoys.includes('object-shared-with-a')
      ? valuesOfB.filter((one) => one !== 'Jürgen Abernathy')
      : valuesOfB;
    const unsent = (path: string, values: readonly string[]) => values.filter((value) => !path.includes(value));
    for (const path of [...pathsOfB, ...(await ownPaths(a))]) {
      expect([path, unsent(path, found(await a(path), secret))]).toEqual([path, []]);
    }
    for (const path of pathsOfB) {
      expect([path, found(await running.anonymous(path), running.portal.seeded)]).toEqual([path, []]);
    }
  });
});
