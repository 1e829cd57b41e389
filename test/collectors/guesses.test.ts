import { describe, expect, test } from 'vitest';
import { errorCollector } from '../../src/collectors/errors/collect-errors.ts';
import { exposureCollector } from '../../src/collectors/exposure/collect-exposure.ts';
import { type Answer, html, runJob, type Setting, trouble, counter } from './network-setting.ts';

const subject = 'app.example.com';
const home: Answer = { status: 200, headers: html, body: '<title>Portal</title><script src="/app.js"></script>' };
const missing: Answer = { status: 404, headers: html, body: '<h1>Not found</h1>' };
const text = (body: string, type = 'text/plain'): Answer => ({ status: 200, headers: [['content-type', type]], body });

describe('exposed paths', () => {
  const look = (
    answers: Readonly<Record<string, Answer>>,
    otherwise: Setting['http'] = () => missing,
    more: Setting = {},
  ) =>
    runJob(exposureCollector, subject, {
      http: (url, request) => answers[url.pathname] ?? (url.pathname === '/' ? home : otherwise(url, request)),
      ...more,
    });
  const found = async (...args: Parameters<typeof look>) => {
    const { value } = await look(...args);
    return value('net.exposure')
      ?.probes.filter(({ outcome }) => outcome === 'present')
      .map(({ path }) => path);
  };

  test('nothing there, asked by GET with the permit to guess, a bounded number of times', async () => {
    const { value, asked } = await look({});
    expect(value('net.exposure')).toMatchObject({ fakesEverything: false });
    expect(value('net.exposure')?.probes.every(({ outcome }) => outcome === 'absent')).toBe(true);
    expect(
      asked
        .filter(({ url }) => new URL(url).pathname !== '/' && !url.endsWith('/app.js'))
        .every(({ permit }) => permit === 'guess'),
    ).toBe(true);
    expect(asked.every(({ method }) => method === undefined || method === 'GET')).toBe(true);
    expect(asked.length).toBeLessThan(80);
  });

  test('an environment file is found by its content and masked', async () => {
    const { value } = await look({ '/.env': text('APP=portal\nSESSION_SECRET=tulip-harbour-77\n') });
    const probe = value('net.exposure')?.probes.find(({ path }) => path === '/.env');
    expect(probe).toMatchObject({
      outcome: 'present',
      kind: 'environment-file',
      proof: 'SESSION_SECRET=[16 characters]',
    });
  });

  test('bad input: one page for every path → nothing is taken for a file', async () => {
    const { value } = await look({}, () => home);
    expect(value('net.exposure')?.probes.filter(({ outcome }) => outcome === 'present')).toEqual([]);
  });

  test('bad input: bait in every folder → marked as faked', async () => {
    const bait: Setting['http'] = (url) => (url.pathname.endsWith('/.env') ? text('DB_PASSWORD=bait\n') : missing);
    expect((await look({}, bait)).value('net.exposure')?.fakesEverything).toBe(true);
  });

  test('bad input: a firewall that wakes up after a few guesses → blocked midway', async () => {
    const next = counter();
    const { value } = await look({}, () => (next() > 20 ? { status: 403, headers: html, body: 'Forbidden' } : missing));
    expect(value('net.exposure')?.blockedMidway).toContain('404 first and 403 later');
  });

  test('bad input: 429 for every unknown path → gap refused', async () => {
    const { gap } = await look({}, () => ({ status: 429, headers: html, body: 'Too many requests' }));
    expect(gap('net.exposure')?.reason).toBe('refused');
  });

  test('bad input: silence for every unknown path → gap timed-out', async () => {
    const { gap } = await look({}, () => trouble('timed-out'));
    expect(gap('net.exposure')?.reason).toBe('timed-out');
  });

  test('bad input: a few silences → no more is asked, and the rest is no answer', async () => {
    const { value, asked } = await look({}, (url) =>
      url.pathname.startsWith('/lr-') ? missing : trouble('timed-out'),
    );
    const troubles = value('net.exposure')?.probes.filter(({ outcome }) => outcome === 'trouble').length ?? 0;
    expect(troubles).toBeGreaterThan(20);
    expect(asked.length).toBeLessThan(30);
  });

  test('a host that only redirects is asked for the core paths', async () => {
    const { asked, value } = await look(
      { '/': { status: 301, headers: [['location', 'https://www.example.com/']] } },
      (url) => ({ status: 301, headers: [['location', `https://www.example.com${url.pathname}`]] }),
    );
    expect(asked.length).toBeLessThan(30);
    expect(value('net.exposure')?.shortened).toBe('only-redirects');
  });

  test('each of many hosts is asked for what robots try first, and that is said', async () => {
    const phpinfo = text('<title>PHP 8.3.1 - phpinfo()</title><h1>PHP Version 8.3.1</h1>', 'text/html');
    const list = text('<h1>Index of /backup</h1><a href="../">../</a><a href="db.tar.gz">db.tar.gz</a>', 'text/html');
    const hosts = [subject, ...Array.from({ length: 100 }, (_, at) => `h${at}.example.com`)];
    const { value, asked } = await look({ '/phpinfo.php': phpinfo, '/backup/': list }, undefined, { hosts });
    const seen = value('net.exposure');
    expect(seen?.shortened).toBe('many-hosts');
    expect(seen?.probes.filter(({ outcome }) => outcome === 'present').map(({ path }) => path)).toEqual([
      '/backup/',
      '/phpinfo.php',
    ]);
    expect(asked.length).toBeLessThan(35);
  });

  test('the source map that a script names, or that lies beside it', async () => {
    const map = JSON.stringify({
      version: 3,
      sources: ['src/main.ts'],
      sourcesContent: ['export const a = 1'],
      mappings: 'AAAA',
    });
    expect(
      await found({
        '/app.js': text('x\n//# sourceMappingURL=maps/app.map'),
        '/maps/app.map': text(map, 'application/json'),
      }),
    ).toEqual(['/maps/app.map']);
    expect(await found({ '/app.js': text('x'), '/app.js.map': text(map, 'application/json') })).toEqual([
      '/app.js.map',
    ]);
    expect(
      await found({ '/app.js': text(`x\n//# sourceMappingURL=data:application/json;base64,${btoa(map)}`) }),
    ).toEqual(['/app.js']);
    expect(await found({ '/app.js': text('x'), '/app.js.map': home })).toEqual([]);
  });

  test('scripts of other hosts are left alone', async () => {
    const { asked } = await look({ '/': { ...home, body: '<script src="https://cdn.example.net/a.js"></script>' } });
    expect(asked.filter(({ url }) => !url.startsWith('https://app.example.com/'))).toEqual([]);
  });
});

describe('error answers', () => {
  const look = (http: Setting['http'], more: Setting = {}) =>
    runJob(errorCollector, subject, {
      http: (url, request) => (url.pathname === '/' && url.search === '' ? home : (http?.(url, request) ?? missing)),
      ...more,
    });
  const trace = 'Error: no view\n    at Router.resolve (/srv/www/lib/router.js:118:13)\n';

  test('without the permit for odd input nothing is posted', async () => {
    const { asked, value } = await look(() => missing, { refuses: ['abuse'] });
    expect(asked.filter(({ method }) => method === 'POST')).toEqual([]);
    expect(
      value('net.errors')?.probes.every(({ signs, trouble: why }) => signs.length === 0 && why === undefined),
    ).toBe(true);
    expect(asked.length).toBeLessThan(13);
  });
  test('with it the unreadable body is posted, to a path that does not exist', async () => {
    const { asked } = await look(() => missing);
    const posted = asked.filter(({ method }) => method === 'POST');
    expect(posted.map(({ permit, url }) => [permit, /\/api\/lr-[0-9a-f]+$/.test(url)])).toEqual([['abuse', true]]);
  });
  test('a trace is found and kept short', async () => {
    const { value } = await look((url) =>
      url.pathname.includes('%') ? { status: 500, headers: [['content-type', 'text/plain']], body: trace } : missing,
    );
    const telling = value('net.errors')?.probes.filter(({ signs }) => signs.length > 0);
    expect(telling?.map(({ name }) => name)).toEqual(['broken percent encoding']);
    expect(telling?.[0]?.signs[0]?.kind).toBe('stack trace (JavaScript)');
  });
  test('an answer that repeats what was sent shows nothing', async () => {
    const { value } = await look(
      (url) => ({ status: 404, headers: html, body: `<p>Cannot GET ${url.pathname} at /srv${url.pathname}.js</p>` }),
      {},
    );
    expect(
      value('net.errors')
        ?.probes.flatMap(({ signs }) => signs)
        .filter(({ kind }) => kind !== 'file path'),
    ).toEqual([]);
  });
  test('what the home page shows anyway is no sign of an error', async () => {
    const docs: Answer = { ...home, body: `<h1>For developers</h1><pre>${trace}</pre>` };
    const { value } = await runJob(errorCollector, subject, { http: () => docs });
    expect(value('net.errors')?.probes.flatMap(({ signs }) => signs)).toEqual([]);
  });
  test('bad input: a gateway in place of the portal → gap refused', async () => {
    const { gap } = await runJob(errorCollector, subject, {
      http: () => ({ status: 503, headers: html, body: 'busy' }),
    });
    expect(gap('net.errors')?.reason).toBe('refused');
  });
  test('bad input: every request that has to fail is limited → gap refused', async () => {
    const { gap } = await look((url) => (url.pathname === '/' ? { status: 429 } : { status: 429 }));
    expect(gap('net.errors')?.reason).toBe('refused');
  });
  test('bad input: silence for unknown paths → recorded as trouble, the rest left out', async () => {
    const { value, asked } = await look((url) =>
      url.pathname === '/' || url.pathname.includes('%') ? missing : trouble('timed-out'),
    );
    expect(value('net.errors')?.probes.find(({ name }) => name === 'unknown page')?.trouble).toContain('timed-out');
    expect(asked.length).toBeLessThan(20);
  });
});
