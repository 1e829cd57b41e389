import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMetaPolicies, parsePolicies, scriptNonces } from '../../src/parse/csp.ts';
import { cspStrength } from '../../src/parse/csp-strength.ts';
import { framingOf } from '../../src/parse/frame-ancestors.ts';

const strengthOf = (...values: string[]) => cspStrength(parsePolicies(values));

describe('content security policy', () => {
  test('commas and several headers are several policies; the first of equal directives counts', () => {
    const policies = parsePolicies(["script-src a.example; SCRIPT-SRC b.example, img-src 'self'", ' ; ;']);
    expect(policies.map((policy) => [...policy])).toEqual([[['script-src', ['a.example']]], [['img-src', ["'self'"]]]]);
  });

  test('a meta policy is one, and framing, sandbox and reports do not count in it', () => {
    const [policy] = parseMetaPolicies(["default-src 'self'; frame-ancestors 'none'; sandbox; report-uri /r"]);
    expect([...(policy ?? [])].map(([name]) => name)).toEqual(['default-src']);
    expect(parseMetaPolicies(["frame-ancestors 'none'"])).toEqual([]);
  });

  test.each([
    ["script-src 'self'", true],
    ["script-src 'self' 'unsafe-inline'", false],
    ["script-src 'unsafe-inline' 'nonce-abc='", true],
    ["script-src 'unsafe-inline' 'nonce-a b'", false],
    ["script-src 'unsafe-inline' 'sha256-abc='", true],
    ["script-src 'unsafe-inline' 'strict-dynamic'", true],
    ["script-src-elem 'self'; script-src 'unsafe-inline'", false],
    ["default-src 'none'", true],
    ["img-src 'self'", false],
    ['sandbox', true],
    ['sandbox allow-scripts', false],
  ])('%s blocks inline script: %s', (policy, blocks) => {
    expect(strengthOf(policy).blocksInline).toBe(blocks);
  });

  test.each([
    ["script-src 'self' https://cdn.example.net", true],
    ['script-src https:', false],
    ['script-src *', false],
    ['script-src http://*', false],
    ['script-src https://*:443', false],
    ['script-src *.com', false],
    ['script-src *.co.uk', false],
    ['script-src *.example.com', true],
    ["script-src 'nonce-abc' 'strict-dynamic' https:", true],
    ["script-src 'self' data:", false],
  ])('%s limits where script comes from: %s', (policy, limits) => {
    expect(strengthOf(policy).limitsHosts).toBe(limits);
  });

  test('hosts with JSONP count only while no other policy shuts them out', () => {
    const open = "script-src 'self' https://ajax.googleapis.com";
    expect(strengthOf(open).bypassHosts).toEqual(['https://ajax.googleapis.com']);
    expect(strengthOf(open, "script-src 'self'").bypassHosts).toEqual([]);
  });

  test('another policy never makes the whole weaker', () => {
    const source = fc.constantFrom(
      "'self'",
      "'unsafe-inline'",
      'https:',
      '*',
      "'nonce-abc'",
      "'strict-dynamic'",
      'a.example',
    );
    const directive = fc.tuple(
      fc.constantFrom('script-src', 'default-src', 'object-src', 'base-uri', 'img-src', 'script-src-attr'),
      fc.array(source, { maxLength: 3 }),
    );
    const policy = fc
      .array(directive, { minLength: 1, maxLength: 4 })
      .map((all) => all.map(([name, list]) => `${name} ${list.join(' ')}`).join(';'));
    fc.assert(
      fc.property(fc.array(policy, { minLength: 1, maxLength: 3 }), policy, (before, added) => {
        const [one, both] = [strengthOf(...before), strengthOf(...before, added)];
        for (const key of ['limitsScript', 'blocksInline', 'limitsHosts', 'limitsObjects', 'limitsBase'] as const)
          expect(!one[key] || both[key], key).toBe(true);
      }),
    );
  });

  test('nonces are those of script elements', () => {
    expect(scriptNonces(parsePolicies(["style-src 'nonce-no'; script-src 'nonce-yes1'"]))).toEqual(['yes1']);
  });

  test('bad input: Content-Security-Policy of any bytes → read without a throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (value) => void strengthOf(value)));
  });
});

describe('framing', () => {
  test.each([
    [["frame-ancestors 'none'"], true],
    [['frame-ancestors'], true],
    [['frame-ancestors *'], false],
    [['frame-ancestors https:'], false],
    [['frame-ancestors *', "frame-ancestors 'self'"], true],
    [['frame-ancestors https://*.example.com'], true],
  ])('%j limits it: %s', (values, limited) => {
    expect(framingOf(parsePolicies(values))?.limited).toBe(limited);
  });
  test('a policy without the directive says nothing', () => {
    expect(framingOf(parsePolicies(["default-src 'none'"]))).toBeUndefined();
  });
});
