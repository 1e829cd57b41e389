import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHsts } from '../../src/parse/hsts.ts';

describe('Strict-Transport-Security (RFC 6797 §6.1)', () => {
  test.each([
    ['max-age=31536000', 31_536_000, false],
    ['max-age="31536000"', 31_536_000, false],
    ['MAX-AGE=0 ; includeSubDomains', 0, true],
    [' ; max-age = 5 ;; INCLUDESUBDOMAINS ; preload', 5, true],
    ['max-age=1; unknown="a;b"; other', 1, false],
  ])('%s can be read', (value, maxAgeSeconds, includeSubDomains) => {
    expect(parseHsts(value)).toMatchObject({ maxAgeSeconds, includeSubDomains });
  });

  test.each([
    '',
    'includeSubDomains',
    'max-age',
    'max-age=',
    'max-age=1 year',
    'max-age=-1',
    'max-age=1.5',
    'max-age=1; max-age=2',
    'max-age=1, max-age=2',
    'max-age=1; includeSubDomains=true',
    'max-age="1',
    'max age=1',
  ])('%j has to be ignored', (value) => {
    expect(parseHsts(value)).toBeNull();
  });

  test('any max-age in any capitals comes back, quoted or not, wherever it stands', () => {
    const others = fc.subarray(['includeSubDomains', 'preload', 'x=1', 'y="a;b"', '']);
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), others, fc.nat(4), (seconds, quote, around, at) => {
        const own = quote ? `Max-Age="${seconds}"` : `max-AGE=${seconds}`;
        const parts = [...around.slice(0, at), own, ...around.slice(at)];
        const read = parseHsts(parts.join(';'));
        expect(read?.maxAgeSeconds).toBe(seconds);
        expect(read?.includeSubDomains).toBe(around.includes('includeSubDomains'));
      }),
    );
  });

  test('bad input: Strict-Transport-Security of any bytes → null or a whole number of seconds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (value) => {
        const read = parseHsts(value);
        expect(read === null || Number.isSafeInteger(read.maxAgeSeconds)).toBe(true);
      }),
    );
  });
});
