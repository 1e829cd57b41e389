import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readFrameOptions } from '../../src/parse/frame-options.ts';
import { openToAll, parsePermissionsPolicy } from '../../src/parse/permissions-policy.ts';
import { readMetaReferrer, readReferrerPolicy, referrerPolicies } from '../../src/parse/referrer-policy.ts';
import { parseDictionary } from '../../src/parse/structured-dictionary.ts';

test.each([
  [[], 'absent'],
  [['DENY'], 'deny'],
  [['sameorigin '], 'same-origin'],
  [['SAMEORIGIN, sameorigin'], 'same-origin'],
  [['DENY', 'SAMEORIGIN'], 'conflict'],
  [['ALLOW-FROM https://example.com'], 'allow-from'],
  [['ALLOWALL'], 'ignored'],
  [[''], 'ignored'],
] as const)('X-Frame-Options %j is %s', (values, read) => {
  expect(readFrameOptions(values)).toBe(read);
});

describe('Referrer-Policy', () => {
  test('the last known word counts, over all headers', () => {
    const junk = fc
      .stringMatching(/^[a-z]{1,8}$/)
      .filter((word) => !(referrerPolicies as readonly string[]).includes(word));
    fc.assert(
      fc.property(
        fc.constantFrom(...referrerPolicies),
        fc.constantFrom(...referrerPolicies),
        fc.array(junk),
        (one, two, words) => {
          expect(readReferrerPolicy([`${one}, ${words.join(',')}`, two.toUpperCase(), ...words])).toBe(two);
        },
      ),
    );
    expect(readReferrerPolicy(['strict'])).toBeUndefined();
  });
  test('meta tags know the old spellings', () => {
    expect(readMetaReferrer(['always'])).toBe('unsafe-url');
    expect(readMetaReferrer(['never', 'nonsense'])).toBe('no-referrer');
  });
});

describe('structured dictionaries (RFC 9651)', () => {
  test.each([
    ['camera=()', { camera: [] }],
    ['camera=(self "https://a.example"), usb=*', { camera: ['self', 'https://a.example'], usb: ['*'] }],
    ['a=1;p=2, b, c=?0, d="x\\"y"', { a: ['1'], b: ['?1'], c: ['?0'], d: ['x"y'] }],
    ['camera=(self);report-to="r", camera=()', { camera: [] }],
    ['', {}],
  ])('%j', (text, members) => {
    const read = [...(parseDictionary(text) ?? [])].map(([key, items]) => [key, items.map((item) => item.text)]);
    expect(Object.fromEntries(read)).toEqual(members);
  });
  test.each(["camera 'none'", 'camera=(self', 'a=1,', 'Camera=()', 'a=(self,b)', 'a==1', "a='x'"])(
    '%j has to be ignored as a whole',
    (text) => {
      expect(parseDictionary(text)).toBeNull();
    },
  );
  test('bad input: Permissions-Policy of any bytes → null or a map', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        const read = parsePermissionsPolicy([value]);
        expect(read === null || read instanceof Map).toBe(true);
      }),
    );
  });
  test('only powerful features that are open to all are named', () => {
    expect(openToAll(parsePermissionsPolicy(['camera=*, fullscreen=*, usb=(self)']) ?? new Map())).toEqual(['camera']);
  });
});
