import { describe, expect, test } from 'vitest';
import { isDmarc, looksLikeDmarc, organizationalDomain, parseDmarc, treeWalkNames } from '../../src/parse/dmarc.ts';

describe('DMARC records (RFC 9989 §4.7)', () => {
  test.each(['v=DMARC1;p=none', ' v = DMARC1 ; p=none', 'V=DMARC1', 'v=DMARC1;'])('is one: %s', (text) =>
    expect(isDmarc(text)).toBe(true),
  );
  test.each(['v=dmarc1; p=none', 'p=none; v=DMARC1', '"v=DMARC1; p=none"', 'v=DMARC1 p=none', 'v=DMARC12; p=none'])(
    'is none, and was meant as one: %s',
    (text) => {
      expect(isDmarc(text)).toBe(false);
      expect(looksLikeDmarc(text)).toBe(true);
    },
  );
  test('a wildcard’s SPF record is neither', () => {
    expect(looksLikeDmarc('v=spf1 include:dmarc.example -all')).toBe(false);
  });
  test.each([
    ['v=DMARC1; p=reject', 'reject'],
    ['v=DMARC1; P=Quarantine', 'quarantine'],
    ['v=DMARC1; rua=mailto:a@b.example', 'none'],
    ['v=DMARC1; p=nonsense; rua=mailto:a@b.example', 'none'],
    ['v=DMARC1; p=reject; sp=nonsense; rua=mailto:a@b.example', 'none'],
    ['v=DMARC1; p=nonsense', undefined],
    ['v=DMARC1', undefined],
  ])('%s is acted on as %s (§4.10.1)', (text, policy) => expect(parseDmarc(text).policy).toBe(policy));
  test.each([
    ['v=DMARC1; p=none; adkim=x', 'adkim=x'],
    ['v=DMARC1; p=none; fo=3', 'fo=3'],
    ['v=DMARC1; p=none; rua=dmarc@b.example', 'mailto:'],
    ['v=DMARC1; p=none; rua=mailto:dmarc.b.example', 'no mail address'],
    ['v=DMARC1; p=none; p=reject', 'twice'],
    ['v=DMARC1; p=none, sp=none', 'no policy'],
    ['v=DMARC1; p=none; reject', 'no tag'],
  ])('%s has a problem', (text, word) => expect(parseDmarc(text).problems.join()).toContain(word));
  test('addresses lose their obsolete size and keep their domain', () => {
    const { aggregate } = parseDmarc('v=DMARC1; p=none; rua=mailto:a@B.example!10m , https://c.example/r');
    expect(aggregate).toEqual([
      { written: 'mailto:a@B.example', domain: 'b.example' },
      { written: 'https://c.example/r' },
    ]);
  });
});

describe('the tree walk (§4.10)', () => {
  test('goes up label by label, from eight labels on with a jump to seven', () => {
    expect(treeWalkNames('a.b.example.com')).toEqual(['a.b.example.com', 'b.example.com', 'example.com', 'com']);
    const long = treeWalkNames('a.b.c.d.e.f.g.h.i.example.com');
    expect(long).toHaveLength(8);
    expect(long[1]).toBe('e.f.g.h.i.example.com');
  });
  const record = (domain: string, text = 'v=DMARC1; p=none') => ({ domain, record: text });
  test('the organisation is the highest name with a record, unless one says where it is', () => {
    expect(organizationalDomain('a.b.example.com', [record('b.example.com'), record('example.com')])).toBe(
      'example.com',
    );
    expect(organizationalDomain('a.example.com', [record('a.example.com', 'v=DMARC1; p=none; psd=n')])).toBe(
      'a.example.com',
    );
    expect(organizationalDomain('a.b.bank', [{ domain: 'b.bank' }, record('bank', 'v=DMARC1; p=reject; psd=y')])).toBe(
      'b.bank',
    );
    expect(organizationalDomain('a.example.com', [{ domain: 'a.example.com' }])).toBe('a.example.com');
  });
});
