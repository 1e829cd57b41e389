import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leakSigns } from '../../src/parse/leak-signs.ts';
import { readableText } from '../../src/parse/readable-text.ts';

const kindsOf = (body: string, type: string, status: number, sent: string[] = []) =>
  leakSigns(readableText(body, type), status, sent).map(({ kind }) => kind);

describe('internals in error answers', () => {
  test.each<[string, string, string, number]>([
    [
      'stack trace (JavaScript)',
      '<pre>TypeError: x<br> &nbsp; &nbsp;at Layer.handle (/srv/app/node_modules/express/lib/router/layer.js:95:5)<br> &nbsp; &nbsp;at next (/srv/app/index.js:1:2)</pre>',
      'text/html',
      500,
    ],
    [
      'stack trace (JavaScript)',
      JSON.stringify({ error: { stack: 'Error: no\n    at async run (file:///app/dist/main.js:10:3)' } }),
      'application/json',
      400,
    ],
    [
      'stack trace (Python)',
      '<pre>Traceback (most recent call last):\n  File "/srv/app/views.py", line 3, in show</pre>',
      'text/html',
      500,
    ],
    [
      'stack trace (PHP)',
      '<b>Warning</b>: include(/var/www/x.php): failed to open stream in <b>/var/www/index.php</b> on line <b>41</b>',
      'text/html',
      404,
    ],
    [
      'stack trace (Java)',
      'java.lang.NullPointerException\n\tat com.acme.Portal.show(Portal.java:42)\n',
      'text/plain',
      500,
    ],
    [
      'stack trace (.NET)',
      '   at Acme.Web.Home.Show(Int32 id) in C:\\build\\Home.cs:line 12\n   at Acme.Web.Run()',
      'text/plain',
      500,
    ],
    ['stack trace (Ruby)', "/srv/app/lib/portal.rb:12:in `show'", 'text/plain', 500],
    ['stack trace (Go)', 'goroutine 19 [running]:\nmain.show()\n\t/src/main.go:12 +0x1d', 'text/plain', 500],
    [
      'debug page (Django)',
      '<p>You’re seeing this error because you have <code>DEBUG = True</code></p>',
      'text/html',
      404,
    ],
    ['SQL error', '{"message":"invalid input syntax for type uuid: \\"x\\""}', 'application/json', 400],
    ['SQL statement', '{"query":"SELECT r.id FROM public.resources r WHERE r.path = 1"}', 'application/json', 404],
    ['connection string', 'cannot reach postgres://web:pw@db.example:5432/content', 'text/plain', 500],
    ['internal address', 'connect ECONNREFUSED 10.20.4.12:5432', 'text/plain', 502],
    ['internal host name', 'getaddrinfo ENOTFOUND db-primary', 'text/plain', 500],
    ['file path', "ENOENT: no such file, open '/srv/www/views/missing.html.js'", 'text/plain', 404],
    ['server setting', 'DB_PASSWORD=hunter2hunter2', 'text/plain', 500],
  ])('%s', (kind, body, type, status) => {
    expect(kindsOf(body, type, status)).toContain(kind);
  });

  test.each<[string, string, string, number]>([
    [
      'words alone',
      '<h1>Error 404: an exception to our rule</h1><p>Reference 7c9e6679-7425-40de-944b-e07fc1f90ae7, line 7 of 9, at your service.</p>',
      'text/html',
      404,
    ],
    [
      'an ordinary sentence with select and from',
      '<p>Please select one from below, or update your settings. You can delete items from the list where needed.</p>',
      'text/html',
      404,
    ],
    [
      'links to scripts and styles',
      '<script src="/app/static/main.js"></script><link href="/srv/x.css"><p>Not found</p>',
      'text/html',
      404,
    ],
    [
      'paths of the site',
      '{"error":"not found","path":"/api/users/7","docs":"https://example.com/app/help.html"}',
      'application/json',
      404,
    ],
    ['a version number', 'Server 10.2.3.4 is not here; nginx/1.27.1', 'text/plain', 404],
    [
      'words about databases',
      '<p>Our database is not available. The server refused. Try again at 10:45.</p>',
      'text/html',
      500,
    ],
    ['an ordinary page about SQL', '<p>SELECT name FROM customers WHERE id = 1</p>', 'text/html', 200],
    [
      'a JSON problem',
      '{"type":"about:blank","title":"Not Found","status":404,"instance":"/errors/123e4567"}',
      'application/problem+json',
      404,
    ],
  ])('no alarm for %s', (_why, body, type, status) => {
    expect(kindsOf(body, type, status)).toEqual([]);
  });

  test('what we sent ourselves is no sign', () => {
    const body = 'Cannot open /srv/lr-1/main.js';
    expect(kindsOf(body, 'text/plain', 404)).toEqual(['file path']);
    expect(kindsOf(body, 'text/plain', 404, ['/srv/lr-1/main.js'])).toEqual([]);
  });

  test('samples hold no password, token or mail address', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{12,30}$/), (secret) => {
        const body = `mongodb://root:${secret}@db.internal:27017 DB_PASSWORD=${secret} ida@${secret}.example`;
        for (const { sample } of leakSigns(body, 500, [])) expect(sample).not.toContain(secret);
      }),
    );
  });

  test('bad input: an error answer of any bytes → read without a throw', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 2_000 }),
        fc.constantFrom('text/html', 'application/json', ''),
        (body, type) => {
          kindsOf(body, type, 500);
        },
      ),
    );
  });

  test('bad input: a long line made to slow the search down → done all the same', () => {
    const long = [
      'select '.repeat(20_000),
      'at '.repeat(60_000),
      `${'a.'.repeat(80_000)}internal`,
      `/home/${'x/'.repeat(60_000)}`,
      '    at ('.repeat(30_000),
    ];
    for (const body of long) expect(kindsOf(body, 'text/plain', 500).length).toBeLessThan(5);
  });
});
