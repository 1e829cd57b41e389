import { describe, expect, test } from 'vitest';
import { foreignOriginCollector } from '../../src/collectors/foreign-origins/collect-foreign-origins.ts';
import { strangeOrigins } from '../../src/collectors/foreign-origins/strange-origins.ts';
import type { HttpRequest } from '../../src/world/world.ts';
import { type Answer, runJob, trouble } from './network-setting.ts';

const subject = 'api.example.com';
const json = [['content-type', 'application/json']] as const;
const allows = (origin: string, more: readonly (readonly [string, string])[] = []): Answer => ({
  status: 200,
  headers: [...json, ['access-control-allow-origin', origin], ['access-control-allow-credentials', 'true'], ...more],
  body: '{}',
});
const refused: Answer = { status: 200, headers: json, body: '{}' };
const originOf = ({ headers = [] }: HttpRequest) => headers.find(([name]) => name === 'origin')?.[1] ?? '';

const page = (status = 200, more: object = {}) => ({
  kind: 'net.page',
  subject,
  value: {
    host: subject,
    role: 'api',
    responses: [{ url: `https://${subject}/`, host: subject, status, contentType: 'application/json', headers: [] }],
    end: 'answer',
    ...more,
  },
});

describe('foreign origins, asked as nobody', () => {
  const look = async (
    answer: (origin: string, method: string, url: URL) => Answer | ReturnType<typeof trouble>,
    earlier: readonly { readonly subject: string; readonly value: unknown }[] = [page()],
  ) => {
    const job = await runJob(
      foreignOriginCollector,
      subject,
      {
        hosts: [subject, 'app.example.com'],
        http: (url, request) => answer(originOf(request), request.method ?? 'GET', url),
      },
      earlier,
    );
    const seen = job.value('session.cors');
    const found = seen && 'looks' in seen ? seen : undefined;
    const trials = found?.looks.flatMap((one) => one.trials) ?? [];
    return { ...job, found, open: [...new Set(trials.filter((one) => one.allowed === 'this').map((one) => one.what))] };
  };

  test('whatever origin asks is let in: every trial says so, with what the host serves', async () => {
    const { found, open, asked } = await look((origin) => allows(origin));
    expect(found).toMatchObject({ identity: 'anonymous', signs: ['listed as api', 'answers JSON'], byToken: false });
    expect(open).toEqual(['foreign', 'null', 'ends-like', 'begins-like', 'plain-http']);
    expect(asked.every(({ permit }) => permit === 'look')).toBe(true);
  });

  test.each([
    ['null', (origin: string) => origin === 'null'],
    ['ends-like', (origin: string) => origin.startsWith('https://') && origin.endsWith('example.com')],
    ['begins-like', (origin: string) => origin.startsWith('https://app.example.com')],
    ['plain-http', (origin: string) => origin === 'http://app.example.com'],
  ])('a comparison that lets in %s alone', async (what, lets) => {
    const { open } = await look((origin) => (lets(origin) ? allows(origin) : refused));
    expect(open).toEqual([what]);
  });

  test('one fixed origin, a wildcard, and any origin without credentials are nothing', async () => {
    const star: Answer = { ...refused, headers: [...json, ['access-control-allow-origin', '*']] };
    for (const answer of [() => allows('https://app.example.com'), () => star, () => refused])
      expect((await look(answer)).found).toBeUndefined();
    const bare = (origin: string): Answer => ({
      ...refused,
      headers: [...json, ['access-control-allow-origin', origin]],
    });
    expect((await look(bare)).found).toBeUndefined();
  });

  test('a preflight alone counts where it allows PUT', async () => {
    const methods = (list: string) => [['access-control-allow-methods', list]] as const;
    const strict = (list: string) => (origin: string, method: string) =>
      method === 'OPTIONS' ? allows(origin, methods(list)) : refused;
    const { found } = await look(strict('GET, PUT'));
    expect(found?.looks[0]?.trials[0]).toMatchObject({ what: 'foreign', allowed: 'no', preflightLetsIn: true });
    expect((await look(strict('GET, HEAD'))).found).toBeUndefined();
  });

  test('what scripts of a visited page ask the host for is asked too', async () => {
    const visit = {
      kind: 'net.visit',
      subject: 'app.example.com',
      value: {
        host: 'app.example.com',
        pages: [
          {
            path: '/',
            by: 'anonymous',
            loads: 2,
            insecure: [],
            asks: ['https://other.example.net/x', `https://${subject}/v1/session`],
          },
        ],
      },
    };
    const { found, asked } = await look(
      (origin, _method, url) => (url.pathname === '/v1/session' ? allows(origin) : refused),
      [page(), visit],
    );
    expect(found?.looks.map(({ url, trials }) => [new URL(url).pathname, trials[0]?.allowed])).toEqual([
      ['/', 'no'],
      ['/v1/session', 'this'],
    ]);
    expect(asked.every(({ url }) => new URL(url).hostname === subject)).toBe(true);
  });

  test('what WordPress lets everybody in at by design says nothing', async () => {
    const pages = [
      { path: '/', by: 'anonymous', loads: 2, insecure: [], asks: [`https://${subject}/wp-json/wp/v2/posts`] },
    ];
    const visit = { kind: 'net.visit', subject, value: { host: subject, pages } };
    const { found } = await look(
      (origin, _method, url) => (url.pathname.startsWith('/wp-json/') ? allows(origin) : refused),
      [page(), visit],
    );
    expect(found).toBeUndefined();
  });

  test('a token that is asked for in an answer is noted', async () => {
    const { found } = await look((origin) => ({
      ...allows(origin, [['www-authenticate', 'Bearer realm="api"']]),
      status: 401,
    }));
    expect(found?.looks[0]?.trials.every(({ asksForToken }) => asksForToken)).toBe(true);
  });

  test('a bearer token that is asked for is no cookie', async () => {
    const asks = page(401, {
      responses: [
        {
          url: `https://${subject}/`,
          host: subject,
          status: 401,
          contentType: 'application/json',
          headers: [['www-authenticate', 'Bearer realm="api"']],
        },
      ],
    });
    expect((await look((origin) => allows(origin), [asks])).found).toMatchObject({ byToken: true });
  });

  test('a page that scripts make, without a cookie, is a file for everybody', async () => {
    const shell = {
      html: { title: 'Portal', metaCsp: [], metaReferrer: [], insecureLoads: [], loads: 1, shell: true },
    };
    const files = {
      responses: [{ url: `https://${subject}/`, host: subject, status: 200, contentType: 'text/html', headers: [] }],
    };
    const { found } = await look((origin) => allows(origin), [page(200, { role: 'app', ...files, ...shell })]);
    expect(found).toMatchObject({ signs: [] });
  });

  test('a host that an account was used at is left to that', async () => {
    const proved = {
      kind: 'session.cors',
      subject: `app.example.com ${subject}`,
      value: { host: subject, ownStanding: 'in', trials: [] },
    };
    const { asked } = await look((origin) => allows(origin), [page(), proved]);
    expect(asked).toEqual([]);
  });

  test('bad input: no answer, a redirect, a gateway in front → nothing is said', async () => {
    for (const answer of [
      () => trouble('unreachable'),
      (origin: string): Answer => ({ ...allows(origin), status: 302 }),
      (origin: string): Answer => ({ ...allows(origin), status: 502 }),
    ]) {
      const { found, gap } = await look(answer);
      expect(found).toBeUndefined();
      expect(gap('session.cors')).toBeUndefined();
    }
  });

  test('bad input: an origin that is let in once and not again → not let in', async () => {
    let times = 0;
    const { found } = await look((origin) => (times++ === 0 ? allows(origin) : refused));
    expect(found).toBeUndefined();
  });
});

test('an address has no lookalikes', () => {
  expect(strangeOrigins('127.0.0.1', [], 'abc').map(({ what }) => what)).toEqual(['foreign', 'null']);
});
