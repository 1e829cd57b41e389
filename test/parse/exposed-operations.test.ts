import { describe, expect, test } from 'vitest';
import type { Recognise } from '../../src/parse/exposed-file.ts';
import { health, metrics, openConsole, publicConsole, serviceAccount } from '../../src/parse/exposed-operations.ts';

const answer = (text: string, type = 'application/json') => ({ body: new TextEncoder().encode(text), text, type });
const page = (text: string) => answer(text, 'text/html');
const measured = '# HELP http_requests Requests.\n# TYPE http_requests counter\nhttp_requests_total{code="200"} 1027\n';

test.each<[string, Recognise, string, 'fail' | 'warn']>([
  ['measurements', metrics, measured, 'warn'],
  ['a health endpoint with a connection string', health, '{"db":{"url":"postgres://u:p@db/x"}}', 'fail'],
  ['one with the address of its database', health, '{"db":"connected to 10.20.4.7:5432"}', 'fail'],
  ['one with a trace', health, '{"error":"Traceback (most recent call last)"}', 'fail'],
  ['one that names its database host', health, '{"db":{"at":"db-1.prod.internal"}}', 'warn'],
  [
    'Spring’s details',
    health,
    '{"status":"UP","components":{"db":{"status":"UP","details":{"database":"PostgreSQL"}}}}',
    'warn',
  ],
  [
    'a service account',
    serviceAccount,
    '{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----"}',
    'fail',
  ],
])('%s is recognised', (_name, recognise, text, weight) => {
  const found = recognise(answer(text, recognise === metrics ? 'text/plain' : 'application/json'));
  expect(found?.minor === true ? 'warn' : found && 'fail').toBe(weight);
});

test.each<[string, Recognise, string]>([
  ['a queue', openConsole, '<title>Bull Dashboard</title><div id="root"></div>'],
  ['Sidekiq', openConsole, '<title>[PRODUCTION] Sidekiq</title><span>Processed</span>'],
  ['Rails', openConsole, '<h2>Routes</h2><p>Routes match in priority from top to bottom</p>'],
  ['phpMyAdmin', publicConsole, '<title>phpMyAdmin</title><input type="password" name="pma_password">'],
  ['Adminer', publicConsole, '<title>Login - Adminer</title>'],
  ['GraphiQL', publicConsole, '<title>GraphiQL</title>'],
])('the console %s is recognised', (_name, recognise, text) => {
  expect(recognise(page(text))).not.toBeNull();
});

describe('no alarm', () => {
  test.each<[string, Recognise, string]>([
    ['health that says ok', health, '{"status":"ok","checks":{"database":"ok","redis":{"status":"up","ms":3}}}'],
    [
      'health with a version, a commit and the time',
      health,
      '{"status":"UP","version":"1.4.2","commit":"5f0a7c1","time":"2026-11-23T08:00:00Z"}',
    ],
    ['health with parts and no details', health, '{"status":"UP","components":{"db":{"status":"UP"}}}'],
    ['a public address of the product', health, '{"status":"ok","docs":"https://docs.example.com/health"}'],
    ['an ordinary API answer', health, '{"data":[],"message":"not found"}'],
    ['comments that are no measurements', metrics, '# HELP wanted\n# TYPE what you like\n'],
    ['a page about measurements', openConsole, '<title>How we use Sidekiq</title><p>A story.</p>'],
    ['a console behind its sign-in', openConsole, '<title>Bull Dashboard</title><input name=p type="password">'],
    ['a page of the portal', publicConsole, '<title>Queries</title><p>We like GraphQL</p>'],
    ['a web application’s Firebase settings', serviceAccount, '{"apiKey":"x","projectId":"y"}'],
  ])('for %s', (_name, recognise, text) => {
    expect(recognise(answer(text, recognise === metrics ? 'text/plain' : 'application/json'))).toBeNull();
  });
});
