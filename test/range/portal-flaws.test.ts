import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FlawId, portalFlaws } from '../../range/flaws/portal.ts';
import { type Client, type Got, origins, type RunningPortal, startPortal } from './portal-harness.ts';
import { found, ownPaths, valuesSeenBy } from './portal-surface.ts';

interface Scene {
  readonly running: RunningPortal;
  readonly a: Client;
  readonly b: Client;
  readonly anonymous: Client;
  /** Paths of B's own use, by a piece of their text. */
  readonly ofB: (piece: string | RegExp) => string;
  readonly ofA: (piece: string | RegExp) => string;
  readonly organisationOfB: string;
}

type Ask = (scene: Scene) => Promise<Got>;

const document = /documents\/[^/]+$/;
const orgHeader = ({ organisationOfB }: Scene) => ({ headers: { 'X-Org-Id': organisationOfB } });

/** The request that each tenancy flaw answers with at least two of B's values, and the clean portal with none. */
const leaks = {
  'invoice-read-without-owner-check': ({ a, ofB }) => a(ofB(/invoices\/[0-9a-f-]{36}$/)),
  'invoice-by-number-without-owner-check': ({ a, ofB }) => a(ofB('/by-number/')),
  'invoice-pdf-unguarded': ({ a, ofB }) => a(ofB('/pdf')),
  'parent-checked-child-not': ({ a, ofA, ofB }) =>
    a(`${ofA(document).replace(/[^/]+$/, '')}${ofB(document).replace(/^.*\//, '')}`),
  'document-file-unguarded': ({ a, ofB }) => a(ofB('/file')),
  'statement-by-predictable-name': ({ a, ofB }) => a(ofB('/files/statement-brightwater')),
  'document-headers-before-guard': ({ a, ofB }) => a(ofB('/file'), { method: 'HEAD' }),
  'print-redirect-holds-data': ({ a, ofB }) => a(ofB('/print/')),
  'conflict-quotes-foreign-record': ({ a, ofB }) => a(ofB('/project-codes/')),
  'expand-embeds-foreign-member': ({ a, ofB }) => a(ofB('expand=owner')),
  'shared-cache-by-url': async ({ a, b, ofB }) => {
    const path = ofB(/projects\/[0-9a-f-]{36}$/);
    expect((await b(path)).status).toBe(200);
    return a(path);
  },
  'list-org-id-trusted': ({ a, ofB }) => a(ofB('/invoices?orgId=')),
  'org-header-trusted': (scene) => scene.a('/api/v1/messages', orgHeader(scene)),
  'contacts-filtered-in-frontend': ({ a }) => a('/api/v1/contacts'),
  'search-not-scoped': ({ a }) => a('/api/v1/search?q=review'),
  'export-not-scoped': ({ a }) => a('/api/v1/exports/invoices.csv'),
  'cursor-over-all-tenants': ({ a, ofA }) => a(ofA('cursor=')),
  'contacts-list-anonymous': ({ anonymous }) => anonymous('/api/v1/contacts'),
  'referer-guard': ({ anonymous, ofB }) => anonymous(ofB(document), { headers: { Referer: `${origins.app}/` } }),
  'document-file-anonymous': ({ anonymous, ofB }) => anonymous(ofB('/file')),
  'print-anonymous-redirect-holds-data': ({ anonymous, ofB }) => anonymous(ofB('/print/')),
} satisfies Partial<Record<FlawId, Ask>>;

const post =
  (raw: string): Ask =>
  ({ anonymous }) =>
    anonymous('/api/v1/sessions', { method: 'POST', raw });
const absentProject = '/api/v1/projects/00000000-0000-4000-8000-000000000000';

/** The request that each other flaw answers differently, and what its answer must look like. */
const marks = {
  'existence-by-status': [
    async ({ a, ofB }) => {
      expect((await a(absentProject)).status).toBe(404);
      return a(ofB(/projects\/[0-9a-f-]{36}$/));
    },
    ({ status }) => status === 403,
  ],
  'error-stack-trace': [
    post('{"email":'),
    ({ status, text }) => status === 500 && /SyntaxError:.*\n {4}at /.test(text),
  ],
  'error-sql-in-answer': [
    ({ anonymous }) => anonymous('/api/v1/nothing-here'),
    ({ status, text }) => status === 500 && text.includes('SELECT target FROM'),
  ],
  'error-file-path-in-404': [
    ({ anonymous }) => anonymous('/api/v1/nothing-here'),
    ({ status, text }) => status === 404 && text.includes("open '/srv/portal/"),
  ],
  'error-internal-host': [
    ({ anonymous }) => anonymous('/api/v1/nothing-here'),
    ({ status, text }) => status === 404 && text.includes('.svc.cluster.local:8080'),
  ],
  'source-map-published': [
    async ({ running }) => {
      const page = await running.app('/');
      const script = /\/assets\/app-[^"]+\.js/.exec(page.text)?.[0] ?? '';
      const name = /sourceMappingURL=(.*)/.exec((await running.app(script)).text)?.[1] ?? 'app.js.map';
      return running.app(`/assets/${name}`);
    },
    ({ status, json }) => status === 200 && json.sourcesContent.length === json.sources.length,
  ],
  'debug-endpoint-open': [
    ({ anonymous }) => anonymous('/debug/vars'),
    ({ status, json }) => status === 200 && json.environment.DB_HOST !== undefined,
  ],
  'invoice-pdf-may-be-stored': [
    ({ a, ofA }) => a(ofA('/pdf')),
    ({ headers }) => headers.get('cache-control') === 'public, s-maxage=3600',
  ],
  'sign-out-fails': [
    async ({ a }) => {
      const out = await a('/api/v1/session', { method: 'DELETE' });
      expect([204, 500]).toContain(out.status);
      return a('/api/v1/me');
    },
    ({ status }) => status === 200,
  ],
  'session-lost-on-refresh': [({ a }) => a('/api/v1/session'), ({ json }) => json.user === null],
  'failing-request-on-dashboard': [({ a }) => a('/api/v1/announcements'), ({ status }) => status === 500],
  'inline-script-refused': [({ running }) => running.app('/'), ({ text }) => /<script>[^<]/.test(text)],
  'missing-image': [
    async ({ running }) => {
      const path = /data-avatar="([^"]+)"/.exec((await running.app('/')).text)?.[1] ?? '';
      return running.app(path);
    },
    ({ status }) => status === 404,
  ],
  'flaky-503': [
    async ({ a }) => {
      let got = await a('/api/v1/me');
      for (let times = 0; times < 60 && got.status === 200; times++) got = await a('/api/v1/me');
      return got;
    },
    ({ status }) => status === 503,
  ],
  'console-error-on-dashboard': [
    async ({ running }) => running.app(/\/assets\/app-[^"]+\.js/.exec((await running.app('/')).text)?.[0] ?? ''),
    ({ text }) => text.includes('latest.payment.dueOn'),
  ],
  'session-cookie-rejected': [
    ({ running }) => {
      const { user, password } = running.portal.accounts.a;
      return running.anonymous('/api/v1/sessions', { method: 'POST', body: { email: user, password } });
    },
    // RFC 6265bis: a __Host- cookie needs Path=/.
    ({ headers }) => /^__Host-[^;]+; Path=\/api;/.test(headers.get('set-cookie') ?? ''),
  ],
} satisfies Partial<Record<FlawId, readonly [Ask, (got: Got) => boolean]>>;

const open: RunningPortal[] = [];
let clean: Scene;
let valuesOfB: readonly string[];

/** Ids are the same at every start, so the clean portal's paths lead to the same objects in the flawed one. */
async function sceneWith(flaws: readonly string[], known?: Scene): Promise<Scene> {
  const running = await startPortal({ flaws });
  open.push(running);
  const [a, b] = await Promise.all([running.as('a'), running.as('b')]);
  if (known !== undefined) return { ...known, running, a, b, anonymous: running.anonymous };
  const [pathsOfA, pathsOfB] = await Promise.all([ownPaths(a), ownPaths(b)]);
  const first = (paths: readonly string[]) => (piece: string | RegExp) => {
    const path = paths.find((one) => (typeof piece === 'string' ? one.includes(piece) : piece.test(one)));
    if (path === undefined) throw new Error(`No path with ${piece}`);
    return path;
  };
  const organisationOfB = (await b('/api/v1/me')).json.organisation.id;
  return { running, a, b, anonymous: running.anonymous, ofA: first(pathsOfA), ofB: first(pathsOfB), organisationOfB };
}

beforeAll(async () => {
  clean = await sceneWith([]);
  valuesOfB = await valuesSeenBy(clean.b, clean.running.portal.seeded);
});
afterAll(async () => {
  for (const running of open) await running.close();
});

describe('flaws of the portal', () => {
  it('are all shown here', () => {
    const shown = [...Object.keys(leaks), ...Object.keys(marks), 'sign-in-500'];
    expect(shown.sort()).toEqual(portalFlaws.map(({ id }) => id).sort());
  });

  it.each(Object.entries(leaks) as [FlawId, Ask][])('%s leaks values of B', async (id, ask) => {
    expect(found(await ask(clean), valuesOfB)).toEqual([]);
    expect(found(await ask(await sceneWith([id], clean)), valuesOfB).length).toBeGreaterThanOrEqual(2);
  });

  it.each(Object.entries(marks).map(([id, [ask, shows]]) => [id, ask, shows] as [FlawId, Ask, (got: Got) => boolean]))(
    '%s shows',
    async (id, ask, shows) => {
      expect(shows(await ask({ ...clean, a: await clean.running.as('a') }))).toBe(false);
      expect(shows(await ask(await sceneWith([id], clean)))).toBe(true);
    },
  );

  it('error-stack-trace shows for an address that cannot be read, too', async () => {
    const { anonymous } = await sceneWith(['error-stack-trace'], clean);
    expect((await anonymous('/%E0%A4%A')).text).toMatch(/^URIError: .*\n {4}at /);
  });

  it('sign-in-500 shows', async () => {
    const running = await startPortal({ flaws: ['sign-in-500'] });
    open.push(running);
    await expect(running.as('a')).rejects.toThrow('500');
  });
});
