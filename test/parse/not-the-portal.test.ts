import { expect, test } from 'vitest';
import type { Headers } from '../../src/parse/header-list.ts';
import { notThePortal } from '../../src/parse/not-the-portal.ts';

const html: Headers = [['content-type', 'text/html; charset=utf-8']];
const page = (title: string, body: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`;
const kindOf = (status: number, text: string, headers: Headers = html) =>
  notThePortal({ status, headers, text })?.kind ?? null;

test.each<[string, number, string, Headers, string]>([
  ['a gateway', 502, page('502 Bad Gateway', '<h1>502 Bad Gateway</h1>'), html, 'gateway'],
  [
    'a gateway that speaks JSON',
    503,
    '{"message":"no healthy upstream"}',
    [['content-type', 'application/json']],
    'gateway',
  ],
  ['a limit', 429, '', [], 'rate-limit'],
  ['a platform that says it in the title', 404, page('No such app', '<iframe src="//x"></iframe>'), html, 'unclaimed'],
  [
    'a firewall that refuses with 200',
    200,
    page(
      'Request Rejected',
      'The requested URL was rejected. Please consult with your administrator.<br><br>Your support ID is: 1234567890',
    ),
    html,
    'challenge',
  ],
  [
    'a challenge by script with 429',
    429,
    '<html><body><script>window.KPSDK={};</script><script src="/ips.js"></script></body></html>',
    html,
    'challenge',
  ],
  ['a marked challenge', 403, page('x', ''), [...html, ['CF-Mitigated', 'challenge']], 'challenge'],
  [
    'a challenge by its title',
    503,
    page('Just a moment...', '<noscript>Enable JavaScript and cookies to continue</noscript>'),
    html,
    'challenge',
  ],
  [
    'a challenge that answers 200',
    200,
    page('Hello', '<p>Please verify you are human to go on.</p>'),
    html,
    'challenge',
  ],
  [
    'a firewall that refuses',
    403,
    page('Access Denied', "You don't have permission. Reference #18.2d351ab8.1557333295.a4e16ab"),
    html,
    'challenge',
  ],
  ['a parked name', 200, page('example.com', '<p>This domain is for sale. Buy this domain.</p>'), html, 'parked'],
  ['unclaimed hosting', 404, page('Site not found', "<p>There isn't a GitHub Pages site here.</p>"), html, 'unclaimed'],
  [
    'a welcome page',
    200,
    page('Welcome to nginx!', '<p>If you see this page, the nginx web server is successfully installed.</p>'),
    html,
    'default-page',
  ],
  ['a hotel network', 511, '', [], 'captive'],
])('bad input: %s → not the portal', (_why, status, text, headers, kind) => {
  expect(kindOf(status, text, headers)).toBe(kind);
});

test.each<[string, number, string]>([
  ['an ordinary page', 200, page('Portal', '<h1>Welcome</h1><p>Your projects.</p>')],
  [
    'a sign-in with a captcha',
    200,
    page(
      'Sign in',
      '<form><input type=email><input type=password> I am not a robot. Please verify you are human.</form>',
    ),
  ],
  ['a 404 of the portal', 404, page('Not found', '<p>Please check you are at the right address.</p>')],
  ['a 403 of the portal', 403, page('No access', '<p>Your role does not allow this.</p>')],
  ['a 500 of the portal', 500, page('Error', '<p>Something went wrong. Reference 1234.</p>')],
  ['a long article about robots', 200, page('Blog', `<p>${'How do you prove you are human? '.repeat(60)}</p>`)],
  [
    'a page with the edge’s own script',
    200,
    page('Portal', '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><h1>Home</h1>'),
  ],
])('%s is the portal', (_why, status, text) => {
  expect(kindOf(status, text)).toBeNull();
});
