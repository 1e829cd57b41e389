import { describe, expect, test } from 'vitest';
import { correctedSpf } from '../../../src/parse/spf/corrected-spf.ts';
import { spfTreeLines, summariseSpf } from '../../../src/parse/spf/spf-lint.ts';
import { looksLikeSpf, readSpfTree } from '../../../src/parse/spf/spf-tree.ts';
import { lookUpIn } from './zone.ts';

const read = async (record: string, rest = '') => {
  const lookUp = lookUpIn(`example.org TXT ${record}\n${rest}`);
  const tree = await readSpfTree('example.org', lookUp);
  return { tree, asked: lookUp.asked, ...summariseSpf(tree) };
};

describe('the look-up tree', () => {
  test('names and counts every look-up, includes inside includes too', async () => {
    const { tree, lookUps, includes, all } = await read(
      'v=spf1 a mx include:one.example -all',
      'one.example TXT v=spf1 include:two.example ?all\ntwo.example TXT v=spf1 ip4:192.0.2.0/24 -all\nexample.org A 192.0.2.1\nexample.org MX 10 m.example',
    );
    expect({ lookUps, includes, all }).toEqual({ lookUps: 4, includes: ['one.example', 'two.example'], all: '-' });
    expect(spfTreeLines(tree)).toEqual([
      '1. a (1 found)',
      '2. mx (1 found)',
      '3. include:one.example',
      '· 4. include:two.example',
      '· · ip4:192.0.2.0/24',
      '· · -all',
      '· ?all',
      '-all',
    ]);
  });
  test('what stands behind all, and a redirect beside it, costs nothing', async () => {
    const { lookUps, voidLookUps, broken, ignored } = await read('v=spf1 -all a:x.example redirect=y.example');
    expect(lookUps).toBe(0);
    expect(ignored).toEqual(['a:x.example', 'redirect=y.example']);
    expect([...voidLookUps, ...broken]).toEqual([]);
  });
  test('the all of a redirect decides', async () => {
    expect((await read('v=spf1 redirect=x.example', 'x.example TXT v=spf1 ~all')).all).toBe('~');
  });
  test('a macro is counted and not followed, but %{d} is the domain', async () => {
    const { asked, lookUps } = await read(
      'v=spf1 exists:%{i}.x.example include:_spf.%{d} -all',
      '_spf.example.org TXT v=spf1 -all',
    );
    expect(lookUps).toBe(2);
    expect(asked).toEqual(['example.org TXT', '_spf.example.org TXT']);
  });
  test('+all below an include lets everybody in, below a negative one it does not', async () => {
    const open = 'x.example TXT v=spf1 +all';
    expect((await read('v=spf1 include:x.example -all', open)).everybody).toEqual(['include:x.example → +all']);
    expect((await read('v=spf1 -include:x.example -all', open)).everybody).toEqual([]);
  });
  test('a name without addresses is void, a name that gives no answer is trouble', async () => {
    const { voidLookUps, trouble } = await read(
      'v=spf1 a:gone.example a:slow.example include:late.example -all',
      'slow.example A !\nlate.example TXT !',
    );
    expect(voidLookUps).toEqual(['a:gone.example']);
    expect(trouble).toEqual(['slow.example', 'late.example']);
  });
  test('a repeated include counts where the domain itself repeats it', async () => {
    const zone =
      'a.example TXT v=spf1 include:c.example -all\nb.example TXT v=spf1 include:c.example -all\nc.example TXT v=spf1 -all';
    expect((await read('v=spf1 include:a.example include:b.example -all', zone)).repeated).toEqual([]);
    expect((await read('v=spf1 include:a.example include:c.example -all', zone)).repeated).toEqual(['c.example']);
  });
  test('bad input: an SPF include loop → said as a loop, asked once', async () => {
    const { broken, asked } = await read(
      'v=spf1 include:b.example -all',
      'b.example TXT v=spf1 include:example.org -all',
    );
    expect(broken).toEqual([
      { what: 'loop', detail: 'include:b.example → include:example.org leads back to example.org' },
    ]);
    expect(asked).toHaveLength(2);
  });
  test('bad input: an SPF record with 500 includes → 500 look-ups counted, at most 80 names asked', async () => {
    const terms = Array.from({ length: 500 }, (_, at) => `include:i${at}.example`).join(' ');
    const zone = Array.from({ length: 500 }, (_, at) => `i${at}.example TXT v=spf1 -all`).join('\n');
    const { lookUps, asked, tree } = await read(`v=spf1 ${terms} -all`, zone);
    expect(lookUps).toBe(500);
    expect(asked.length).toBe(80);
    expect(spfTreeLines(tree).length).toBeLessThanOrEqual(61);
  });
  test('bad input: an SPF record of 4 KB → read whole, every address in it', async () => {
    const { tree, broken } = await read(
      `v=spf1 ${Array.from({ length: 230 }, (_, at) => `ip4:192.0.2.${at}`).join(' ')} -all`,
    );
    expect(tree.branches).toHaveLength(231);
    expect(broken).toEqual([]);
  });
});

describe('records that were meant as SPF', () => {
  test.each([
    '"v=spf1 -all"',
    ' v=spf1 -all',
    'v=spf1; a -all',
    'v = spf1 -all',
    'spf1 a -all',
    'v=spf2 -all',
    'spf2.0/pra -all',
  ])('%s', (text) => expect(looksLikeSpf(text)).toBe(true));
  test.each(['google-site-verification=x', 'notes: v=spf1 is one record', 'v=DMARC1; p=none', ''])('not %s', (text) =>
    expect(looksLikeSpf(text)).toBe(false),
  );
});

describe('the corrected record', () => {
  const there = ['late.example', 'a.example', 'b.example'].map((name) => `${name} TXT v=spf1 ip4:198.51.100.9 -all`);
  const corrected = async (record: string, rest = '') =>
    correctedSpf((await read(record, [rest, ...there].join('\n'))).tree);
  test.each([
    ['v=spf1 ip4:192.0.2.1 +all', 'v=spf1 ip4:192.0.2.1 ~all'],
    ['v=spf1 ip4:192.0.2.1 ip4:192.0.2 -all', 'v=spf1 ip4:192.0.2.1 -all'],
    ['v=spf1 ptr a:gone.example ip4:192.0.2.1 ip4:192.0.2.1', 'v=spf1 ip4:192.0.2.1 ~all'],
    [
      'v=spf1 include:gone.example ip4:192.0.2.1 ~all include:late.example',
      'v=spf1 ip4:192.0.2.1 include:late.example ~all',
    ],
    ['v=spf1 redirect=late.example -all', 'v=spf1 include:late.example -all'],
    ['v=spf1 include: a.example ~ all', 'v=spf1 include:a.example ~all'],
    ['v=spf1 include:a.exampleinclude:b.example -all', 'v=spf1 include:a.example include:b.example -all'],
    [
      'v=spf1 ipv4:192.0.2.1, ip4:2001:db8::1; 192.0.2.9 a:192.0.2.7 –all',
      'v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 ip4:192.0.2.9 ip4:192.0.2.7 -all',
    ],
    ['v=spf1 include=a.example ip4=192.0.2.0/24 -all.', 'v=spf1 include:a.example ip4:192.0.2.0/24 -all'],
    ['v=spf1 ip4:192.0.2.1/0 -all', 'v=spf1 ip4:192.0.2.1 -all'],

    ['v=spf1 ip4:192.0.2.1 ~all include:gone.example', 'v=spf1 ip4:192.0.2.1 ~all'],
    ['v=spf1 redirect=gone.example', undefined],
    ['v=spf1 +all', undefined],
  ])('%s → %s', async (record, expected) => expect(await corrected(record)).toBe(expected));
  test('several records become one', async () => {
    const text = await corrected(
      'v=spf1 include:a.example ~all',
      'example.org TXT v=spf1 include:A.example ip4:192.0.2.1 -all',
    );
    // Their endings disagree: nobody is refused who was let through before.
    expect(text).toBe('v=spf1 include:A.example ip4:192.0.2.1 ~all');
    expect(await corrected('v=spf1 include:gone.example ~all', 'example.org TXT v=spf1 ip4:192.0.2.1 ~all')).toBe(
      'v=spf1 ip4:192.0.2.1 ~all',
    );
  });
});
