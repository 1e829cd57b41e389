import { describe, expect, test } from 'vitest';
import { missingPageCollector } from '../../src/collectors/missing-page/collect-missing-page.ts';
import { securityTxtCollector } from '../../src/collectors/security-txt/collect-security-txt.ts';
import { storageCollector } from '../../src/collectors/storage/collect-storage.ts';
import { type Answer, html, runJob, type Setting, trouble } from './network-setting.ts';

const subject = 'app.example.com';
const missing: Answer = { status: 404, headers: html, body: '<link rel="stylesheet" href="/a.css"><h1>Not found</h1>' };
const text = (body: string, type = 'text/plain'): Answer => ({ status: 200, headers: [['content-type', type]], body });
const place = '/.well-known/security.txt';
const sound = 'Contact: mailto:security@example.com\nExpires: 2027-05-01T00:00:00Z\n';

describe('security.txt', () => {
  const look = async (answers: Readonly<Record<string, Answer>>, http?: Setting['http']) =>
    await runJob(securityTxtCollector, subject, {
      http: (url, request) => answers[url.pathname] ?? http?.(url, request) ?? missing,
    });
  const file = async (body: string) => (await look({ [place]: text(body) })).value('net.security-txt')?.file;

  test('fields, in any case, with comments and line ends of both kinds', async () => {
    const read = await file(`# us\r\nCONTACT: https://example.com/report\r\nexpires: 2027-05-01T00:00:00+02:00\r\n`);
    expect(read).toMatchObject({ problems: [], expires: '2027-04-30T22:00:00.000Z' });
  });
  test.each([
    ['no Expires', 'Contact: mailto:a@example.com\n', 'no Expires field'],
    ['two of them', `${sound}Expires: 2027-06-01T00:00:00Z\n`, 'more than one Expires field'],
    [
      'a day without a time',
      'Contact: mailto:a@example.com\nExpires: 2027-05-01\n',
      'an Expires that is no date by RFC 3339',
    ],
    [
      'a bare address',
      'Contact: a@example.com\nExpires: 2027-05-01T00:00:00Z\n',
      'a Contact that is no mailto:, tel: or https:// address',
    ],
    ['a policy in clear', `${sound}Policy: http://example.com/p\n`, 'a policy address without https'],
  ])('bad input: %s → named', async (_what, body, problem) => {
    expect((await file(body))?.problems).toContain(problem);
  });
  test('the signed form is read inside its signature', async () => {
    const signed = `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n${sound}-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`;
    expect(await file(signed)).toMatchObject({ signed: true, problems: [] });
  });
  test('bad input: a page that answers every path → no file', async () => {
    const { value } = await look({}, () => ({ status: 200, headers: html, body: '<h1>App</h1>' }));
    expect(value('net.security-txt')).toMatchObject({ state: 'other-page' });
  });
  test('a file that the server calls a page is a file all the same', async () => {
    const { value } = await look({ [place]: { ...text(sound), headers: html } });
    expect(value('net.security-txt')).toMatchObject({ state: 'file', contentType: 'text/html' });
  });
  test('at the old place only', async () => {
    const { value } = await look({ '/security.txt': text(sound) });
    expect(value('net.security-txt')).toMatchObject({ state: 'file', legacyOnly: true });
  });
  test('bad input: silence → gap timed-out', async () => {
    const { gap } = await look({}, () => trouble('timed-out'));
    expect(gap('net.security-txt')?.reason).toBe('timed-out');
  });
});

describe('what is shown where nothing is', () => {
  const look = (http: NonNullable<Setting['http']>, refuses: readonly string[] = ['guess']) =>
    runJob(missingPageCollector, subject, { http, refuses });
  test('without ownership only files that every visitor’s tools ask for, by GET', async () => {
    const { asked, value } = await look(() => missing);
    expect(asked.map(({ url }) => new URL(url).pathname)).toEqual(['/robots.txt', '/sitemap.xml', place]);
    expect(asked.every(({ permit, method }) => permit === 'look' && (method ?? 'GET') === 'GET')).toBe(true);
    expect(value('net.missing-page')?.samples.every(({ kind }) => kind === 'page')).toBe(true);
  });
  test('bad input: every such file is there, and guessing is not granted → gap no-consent', async () => {
    const { gap } = await look(() => text('User-agent: *\n'));
    expect(gap('net.missing-page')?.reason).toBe('no-consent');
  });
  test.each([
    [
      'nginx',
      '<center><h1>404 Not Found</h1></center><hr><center>nginx/1.18.0 (Ubuntu)</center>',
      'nginx/1.18.0 (Ubuntu)',
    ],
    [
      'Apache',
      '<p>The requested URL was not found on this server.</p><address>Apache/2.4.58 (Debian) Server at x Port 443</address>',
      'Apache/2.4.58 (Debian) Server at x Port 443',
    ],
    ['Express', '<pre>Cannot GET /robots.txt</pre>', undefined],
  ])('the stock page of %s', async (by, body, version) => {
    const { value } = await look(() => ({ status: 404, headers: html, body }));
    expect(value('net.missing-page')?.samples[0]).toMatchObject({ kind: 'stock', by, ...(version ? { version } : {}) });
  });
  test.each([
    ['soft', html, '<title>Page not found</title><h1>Sorry</h1>'],
    ['soft', [['content-type', 'text/plain']] as const, 'Not found'],
    ['catch-all', html, '<title>Hub</title><div id="root"></div>'],
    ['data', [['content-type', 'application/json']] as const, '{"ok":false,"error":"NOT_FOUND"}'],
  ])('what is not there is answered with 200: %s', async (kind, headers, body) => {
    const hub: Answer = { status: 200, headers: html, body: '<title>Hub</title><h1>Log on</h1>' };
    const { value } = await look(({ pathname }) => (pathname === '/' ? hub : { status: 200, headers, body }), []);
    expect(value('net.missing-page')?.samples.find(({ path }) => path.startsWith('/('))?.kind).toBe(kind);
  });
  test('bad input: a firewall in front of every path → gap refused', async () => {
    const { gap } = await look(() => ({ status: 429, headers: html, body: 'Too many requests' }));
    expect(gap('net.missing-page')?.reason).toBe('refused');
  });
});

describe('buckets that the pages use', () => {
  const bucket = 'acme-files.s3.eu-west-1.amazonaws.com';
  const home = `<img src="https://${bucket}/a.png"><img src="https://cdn.example.net/b.png">`;
  const look = (answer: Answer | ReturnType<typeof trouble>, body = home) =>
    runJob(
      storageCollector,
      subject,
      { http: (url) => (url.hostname === bucket ? answer : { status: 200, headers: html, body }) },
      [
        {
          subject,
          value: {
            host: subject,
            end: 'answer',
            html: { title: '', metaCsp: [], metaReferrer: [], insecureLoads: [], loads: 2, scripts: [] },
            responses: [
              { url: `https://${subject}/`, host: subject, status: 200, contentType: 'text/html', headers: [] },
            ],
          },
        },
      ],
    );
  const denied: Answer = {
    status: 403,
    headers: [['content-type', 'application/xml']],
    body: '<Error><Code>AccessDenied</Code></Error>',
  };

  test('one list request of one entry, without a header, and nothing at other hosts', async () => {
    const { asked, value } = await look(denied);
    const abroad = asked.filter(({ url }) => new URL(url).hostname !== subject);
    expect(abroad).toMatchObject([{ url: `https://${bucket}/?list-type=2&max-keys=1`, thirdParty: 'storage-list' }]);
    expect(abroad[0]?.headers).toBeUndefined();
    expect(value('net.storage')?.state).toBe('refused');
  });
  test('a list, and a bucket that nobody has', async () => {
    const listed = await look({
      status: 200,
      body: '<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>',
    });
    expect(listed.value('net.storage')?.state).toBe('listed');
    const gone = await look({ status: 404, body: '<Error><Code>NoSuchBucket</Code></Error>' });
    expect(gone.value('net.storage')?.state).toBe('no-such-bucket');
  });
  test('bad input: a page in the words of a list, with 403 → refused', async () => {
    const { value } = await look({ ...denied, body: 'ListBucketResult is not for you' });
    expect(value('net.storage')?.state).toBe('refused');
  });
  test('bad input: 503 twice, or silence → unclear, with the gap', async () => {
    expect((await look({ status: 503 })).value('net.storage')).toMatchObject({ state: 'unclear', status: 503 });
    expect((await look(trouble('timed-out'))).value('net.storage')).toMatchObject({
      state: 'unclear',
      gap: { reason: 'timed-out' },
    });
  });
  test('without a sign-in no bucket at all settles nothing', async () => {
    const { gap } = await look(denied, '<h1>Portal</h1>');
    expect(gap('net.storage')?.reason).toBe('not-configured');
  });
});
