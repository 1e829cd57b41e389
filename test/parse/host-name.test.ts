import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareNameOf, coversName, isPlatformName, registrable, splitHost, urlHost } from '../../src/parse/host-name.ts';
import { compareAddresses, maskedUrl, resolveLocation } from '../../src/parse/web-address.ts';

test.each([
  ['app.example.com', 'app.example.com', true],
  ['APP.example.com.', 'app.EXAMPLE.com', true],
  ['*.example.com', 'app.example.com', true],
  ['*.example.com', 'a.b.example.com', false],
  ['*.example.com', 'example.com', false],
  ['a*.example.com', 'app.example.com', false],
  ['*.*.example.com', 'a.b.example.com', false],
  ['*.com', 'example.com', false],
  ['*', 'example', false],
  ['', '', false],
])('certificate name %j covers %j: %s', (pattern, host, covers) => {
  expect(coversName(pattern, host)).toBe(covers);
});

test('a wildcard stands for exactly one label', () => {
  const label = fc.stringMatching(/^[a-z0-9]{1,10}$/);
  fc.assert(
    fc.property(fc.array(label, { minLength: 1, maxLength: 4 }), (labels) => {
      expect(coversName('*.example.com', `${labels.join('.')}.example.com`)).toBe(labels.length === 1);
    }),
  );
});

test('hosts with and without ports', () => {
  expect(splitHost('App.Example.com:8443')).toEqual({ host: 'app.example.com', port: 8443 });
  expect(splitHost('[::1]:3000')).toEqual({ host: '::1', port: 3000 });
  expect(splitHost('2001:db8::7')).toEqual({ host: '2001:db8::7' });
  expect(urlHost('[::1]:3000')).toBe('[::1]:3000');
  expect(urlHost('2001:db8::7')).toBe('[2001:db8::7]');
});

test('www pairs', () => {
  expect(bareNameOf('example.co.uk')).toBe('example.co.uk');
  expect(bareNameOf('www.example.com')).toBe('example.com');
  expect(bareNameOf('app.example.com')).toBeUndefined();
  expect(bareNameOf('127.0.0.1')).toBeUndefined();
  expect(bareNameOf('shop.pages.dev')).toBeUndefined();
  expect(isPlatformName('shop.pages.dev')).toBe(true);
  expect(registrable('a.b.example.co.uk')).toBe('example.co.uk');
});

test('a Location is resolved as browsers do, and only http(s) is followed', () => {
  expect(resolveLocation('/a?b#c', 'https://x.example/d')?.href).toBe('https://x.example/a?b');
  expect(resolveLocation('//y.example', 'https://x.example/')?.href).toBe('https://y.example/');
  expect(resolveLocation('javascript:alert(1)', 'https://x.example/')).toBeUndefined();
  expect(resolveLocation('http://', 'https://x.example/')).toBeUndefined();
});

test('query values are not kept, except those of our own probe', () => {
  expect(maskedUrl('https://u:p@x.example/a?lr=1&code=secret')).toBe('https://x.example/a?lr=1&code=…');
});

test('the same place', () => {
  const kept = (from: string, to: string) => compareAddresses(from, to);
  expect(kept('http://x.example/a/?lr=1', 'https://x.example:443/a?lr=1&x=2')).toEqual({
    sameHost: true,
    samePath: true,
    sameQuery: true,
  });
  expect(kept('http://x.example/a?lr=1', 'https://x.example/')).toEqual({
    sameHost: true,
    samePath: false,
    sameQuery: false,
  });
});
