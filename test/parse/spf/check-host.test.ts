import { describe, expect, test } from 'vitest';
import { checkHost } from '../../../src/parse/spf/check-host.ts';
import { lookUpIn } from './zone.ts';

const ask = async (zone: string, more: { ip?: string; sender?: string; helo?: string } = {}) =>
  await checkHost(
    { ip: '192.0.2.7', helo: 'out.sender.example', sender: 'ann.lee@example.org', seconds: 1_764_000_000, ...more },
    lookUpIn(zone),
  );
const result = async (record: string, rest = '', more = {}) =>
  (await ask(`example.org TXT ${record}\n${rest}`, more)).result;

describe('the initial steps (RFC 7208 §4.3 to §4.5)', () => {
  test('a domain without a record, without a name, or that is none → none', async () => {
    expect((await ask('example.org TXT other')).result).toBe('none');
    expect((await ask('')).result).toBe('none');
    for (const sender of ['a@localhost', 'a@[192.0.2.7]', 'a@two..dots.example', `a@${'x'.repeat(64)}.example`])
      expect((await ask('', { sender })).result, sender).toBe('none');
  });
  test('no answer → temperror, two records → permerror', async () => {
    expect((await ask('example.org TXT !')).result).toBe('temperror');
    expect((await ask('example.org TXT v=spf1 -all\nexample.org TXT v=spf1 +all')).result).toBe('permerror');
  });
  test('only the exact version counts, in any case', async () => {
    expect(await result('v=spf10 -all')).toBe('none');
    expect(await result('V=SPF1 -ALL')).toBe('fail');
    expect(await result('v=spf1')).toBe('neutral');
  });
  test('a bounce is judged by its HELO name, a sender without a local part is postmaster', async () => {
    const zone = 'out.sender.example TXT v=spf1 exists:%{l}.is.example -all\npostmaster.is.example A 127.0.0.2';
    expect((await ask(zone, { sender: '' })).result).toBe('pass');
    expect((await ask(zone, { sender: '@out.sender.example' })).result).toBe('pass');
  });
});

describe('mechanisms', () => {
  test.each([
    ['ip4:192.0.2.7 -all', 'pass'],
    ['ip4:192.0.2.0/24 -all', 'pass'],
    ['ip4:192.0.2.8/31 -all', 'fail'],
    ['-ip4:192.0.2.7 +all', 'fail'],
    ['~ip4:192.0.2.7 -all', 'softfail'],
    ['?ip4:192.0.2.7 -all', 'neutral'],
    ['ip6:2001:db8::/32 -all', 'fail'],
    ['a -all', 'pass'],
    ['a/30 -all', 'pass'],
    ['a:other.example.org -all', 'fail'],
    ['mx -all', 'pass'],
    ['exists:%{ir}.list.example -all', 'pass'],
    ['include:good.example -all', 'pass'],
    ['include:bad.example ~all', 'softfail'],
    ['ptr:sender.example -all', 'pass'],
    ['redirect=good.example', 'pass'],
    ['redirect=good.example ?all', 'neutral'],
  ])('%s → %s', async (terms, expected) => {
    const rest = `
      example.org A 192.0.2.6
      example.org A 192.0.2.7
      other.example.org A 198.51.100.1
      example.org MX 10 mx.example.org
      mx.example.org A 192.0.2.7
      7.2.0.192.list.example A 127.0.0.2
      good.example TXT v=spf1 ip4:192.0.2.7 -all
      bad.example TXT v=spf1 -all
      7.2.0.192.in-addr.arpa PTR out.sender.example
      out.sender.example A 192.0.2.7`;
    expect(await result(`v=spf1 ${terms}`, rest)).toBe(expected);
  });
  test('an IPv6 sender matches ip6 and AAAA; a mapped IPv4 address is IPv4', async () => {
    const ip = '2001:db8:0:1::25';
    expect(await result('v=spf1 ip6:2001:db8:0:1::/64 -all', '', { ip })).toBe('pass');
    expect(await result('v=spf1 a//64 -all', 'example.org AAAA 2001:db8:0:1::1', { ip })).toBe('pass');
    expect(await result('v=spf1 ip4:192.0.2.7 -all', '', { ip: '::ffff:192.0.2.7' })).toBe('pass');
  });
  test('an include that ends in an error ends everything; none and several records are permanent errors', async () => {
    expect(await result('v=spf1 include:x.example +all', 'x.example TXT !')).toBe('temperror');
    expect(await result('v=spf1 include:x.example +all')).toBe('permerror');
    expect(await result('v=spf1 include:x.example +all', 'x.example TXT v=spf1 -all\nx.example TXT v=spf1 ~all')).toBe(
      'permerror',
    );
    expect(await result('v=spf1 redirect=x.example')).toBe('permerror');
  });
  test('a PTR name that cannot be looked up matches nothing and is no error', async () => {
    expect(await result('v=spf1 ptr -all', '7.2.0.192.in-addr.arpa PTR !')).toBe('fail');
  });
});

describe('mistakes anywhere are permanent errors, also behind a term that fits (§4.6)', () => {
  test.each([
    'ip4:192.0.2.7 ip4:192.0.2',
    'ip4:192.0.2.7 ip4:192.0.2.07',
    'ip4:192.0.2.7 ip4:192.0.2.0/33',
    'ip4:192.0.2.7 ip4:192.0.2.0/024',
    'ip4:192.0.2.7 ip6:2001:db8::1%eth0',
    'ip4:192.0.2.7 ip6:2001:db8::/129',
    'ip4:192.0.2.7 a:/24',
    'ip4:192.0.2.7 a:localhost',
    'ip4:192.0.2.7 a:example.123',
    'ip4:192.0.2.7 include',
    'ip4:192.0.2.7 include:',
    'ip4:192.0.2.7 all:x.example',
    'ip4:192.0.2.7 ipv4:192.0.2.1',
    'ip4:192.0.2.7 exists:%{x}.example',
    'ip4:192.0.2.7 exists:%{c}.example',
    'ip4:192.0.2.7 exists:%{d0}.example',
    'ip4:192.0.2.7 exists:50%.example',
    'ip4:192.0.2.7 redirect=a.example redirect=b.example',
    'ip4:192.0.2.7 exp=a.example exp=b.example',
    'ip4:192.0.2.7 -redirect=a.example',
    'ip4:192.0.2.7\tip4:192.0.2.8',
    'ip4:192.0.2.7 café',
  ])('%s', async (terms) => {
    expect(await result(`v=spf1 ${terms} -all`)).toBe('permerror');
  });
  test('what nobody knows is passed over when it has the form of a modifier', async () => {
    expect(await result('v=spf1 ip4:192.0.2.7 note=hello%%there x-y.z= -all')).toBe('pass');
  });
});

describe('limits (§4.6.4)', () => {
  const hosts = (count: number) => Array.from({ length: count }, (_, at) => `h${at}.example A 198.51.100.1`).join('\n');
  const terms = (count: number) => Array.from({ length: count }, (_, at) => `a:h${at}.example`).join(' ');
  test('ten look-ups are counted, the eleventh is a permanent error', async () => {
    expect(await result(`v=spf1 ${terms(10)} ~all`, hosts(10))).toBe('softfail');
    expect(await result(`v=spf1 ${terms(11)} ~all`, hosts(11))).toBe('permerror');
    expect(await result(`v=spf1 ip4:192.0.2.7 ${terms(11)} ~all`, hosts(11))).toBe('pass');
  });
  test('those inside includes count, exp and the macro p do not', async () => {
    const zone = `example.org TXT v=spf1 include:x.example ${terms(9)} exp=why.example -all\nx.example TXT v=spf1 -all\n${hosts(9)}\nwhy.example TXT no`;
    expect(await ask(zone)).toMatchObject({ result: 'fail', lookUps: 10, explanation: 'no' });
  });
  test('two that find nothing are allowed, the third is a permanent error; a term counts once', async () => {
    expect((await ask('example.org TXT v=spf1 a:g1.example a:g2.example -all')).voidLookUps).toBe(2);
    expect(await result('v=spf1 a:g1.example mx:g2.example exists:g3.example -all')).toBe('permerror');
  });
  test('more than ten mail servers are a permanent error, more than ten PTR names are passed over', async () => {
    const mx = Array.from({ length: 11 }, (_, at) => `example.org MX 10 m${at}.example`).join('\n');
    expect(await result('v=spf1 mx -all', mx)).toBe('permerror');
    const ptr = Array.from({ length: 12 }, (_, at) => `7.2.0.192.in-addr.arpa PTR p${at}.sender.example`).join('\n');
    expect(await result('v=spf1 ptr:sender.example -all', `${ptr}\np11.sender.example A 192.0.2.7`)).toBe('fail');
  });
  test('bad input: an SPF record that includes itself → permerror after ten look-ups, no endless run', async () => {
    const lookUp = lookUpIn('example.org TXT v=spf1 include:example.org -all');
    const verdict = await checkHost({ ip: '192.0.2.7', helo: 'h.example', sender: 'a@example.org' }, lookUp);
    expect(verdict.result).toBe('permerror');
    expect(lookUp.asked.length).toBe(11);
  });
});

describe('macros (§7)', () => {
  test.each([
    ['%{s}', 'ann.lee@example.org'],
    ['%{o}', 'example.org'],
    ['%{d}', 'example.org'],
    ['%{d1}', 'org'],
    ['%{dr}', 'org.example'],
    ['%{l}', 'ann.lee'],
    ['%{l-}', 'ann.lee'],
    ['%{lr}', 'lee.ann'],
    ['%{l1r.}', 'ann'],
    ['%{i}', '192.0.2.7'],
    ['%{ir}', '7.2.0.192'],
    ['%{v}', 'in-addr'],
    ['%{h}', 'out.sender.example'],
    ['%{c}', '192.0.2.7'],
    ['%{t}', '1764000000'],
    ['%{r}', 'unknown'],
    ['%{p}', 'out.sender.example'],
    ['%{S}', 'ann.lee%40example.org'],
    ['100%%%_%-', '100% %20'],
  ])('%s is %s', async (text, expected) => {
    const zone = `example.org TXT v=spf1 exp=why.example -all\nwhy.example TXT ${text}
      7.2.0.192.in-addr.arpa PTR out.sender.example\nout.sender.example A 192.0.2.7`;
    expect((await ask(zone)).explanation).toBe(expected);
  });
  test('an explanation that is broken, doubled or not there is left out', async () => {
    for (const why of ['why.example TXT %{z}', 'why.example TXT a\nwhy.example TXT b', 'why.example TXT !', '']) {
      const verdict = await ask(`example.org TXT v=spf1 exp=why.example -all\n${why}`);
      expect(verdict).toMatchObject({ result: 'fail' });
      expect(verdict.explanation).toBeUndefined();
    }
  });
  test('a name that grows too long loses labels from the left', async () => {
    const sender = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}@example.org`;
    const left = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.list.example`;
    expect(await result('v=spf1 exists:%{l}.list.example -all', `${left} A 127.0.0.2`, { sender })).toBe('pass');
  });
});
