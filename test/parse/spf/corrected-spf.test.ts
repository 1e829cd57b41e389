import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkHost } from '../../../src/parse/spf/check-host.ts';
import { correctedSpf, isSender } from '../../../src/parse/spf/corrected-spf.ts';
import { isSpf, parseSpf } from '../../../src/parse/spf/parse-spf.ts';
import { repairTerms } from '../../../src/parse/spf/repair-terms.ts';
import { readSpfTree } from '../../../src/parse/spf/spf-tree.ts';
import { lookUpIn } from './zone.ts';

const sound =
  'ip4:192.0.2.1 ip4:198.51.100.0/24 IP6:2001:db8::/32 a:mail.example mx:mail.example/28 include:_spf.vendor.example include:%{ir}.list.vendor.example exists:%{l1r-}.%{d}.ok.example ~include:soft.example';
const odd =
  'ptr ptr:x.example ip4:192.0.2 ip4:1.2.3.4/33 ip6:zz ipv4:192.0.2.8 192.0.2.9 include: include:gone.example include=eq.example redirect=_spf.vendor.example redirect:_spf.vendor.example exp=why.example exp=why2.example foo=bar foo a/0 a//0 +all all ?all -all ~all –all -all. "-all" ip4:0.0.0.0/0 exists:fixed.example include:two.example , ; \\ \u00a0 %{z} %% v=spf1 ( )';
const zone = `_spf.vendor.example TXT v=spf1 ip4:203.0.113.0/24 -all
soft.example TXT v=spf1 ip4:203.0.113.9 -all
two.example TXT v=spf1 -all
two.example TXT v=spf1 ~all
mail.example A 192.0.2.25
mail.example MX 10 mail.example
fixed.example A 127.0.0.2`;
const termsOf = (text: string) => fc.constantFrom(...text.split(' '));
const records = fc.array(fc.array(fc.oneof({ weight: 3, arbitrary: termsOf(sound) }, termsOf(odd)), { maxLength: 9 }), {
  minLength: 1,
  maxLength: 3,
});

test('a corrected record is valid, never lets everybody in, and keeps every sound sender of the published ones', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.constantFrom(' ', '  ', ' \t'), async (lists, gap) => {
      const published = lists.map((terms) => `v=spf1 ${terms.join(gap)}`);
      const texts = published.map((text) => `example.org TXT ${text}`).join('\n');
      const corrected = correctedSpf(await readSpfTree('example.org', lookUpIn(`${texts}\n${zone}`)));
      const wanted = lists.flat().filter((term) => sound.split(' ').includes(term));
      if (corrected === undefined) {
        expect(wanted.filter(isSender)).toEqual([]);
        return;
      }
      expect(isSpf(corrected)).toBe(true);
      const { problems, terms } = parseSpf(corrected);
      expect(problems).toEqual([]);
      expect(terms.filter(({ kind }) => kind === 'all' || kind === 'redirect')).toHaveLength(1);
      expect(corrected).not.toMatch(/ \+?all| \?all|ptr|\/0( |$)/);
      const kept = terms.map(({ text }) => text.toLowerCase());
      expect(wanted.filter((term) => !kept.includes(term.toLowerCase()))).toEqual([]);
    }),
    { numRuns: 800, seed: 7 },
  );
});

const world = `${zone}
v1.example TXT v=spf1 ip4:203.0.113.0/25 ~all
own.example.org TXT v=spf1 ip4:192.0.2.32/27 -all
example.org A 192.0.2.80
example.org MX 10 mail.example`;
const published = termsOf(
  'ip4:192.0.2.1 ip4:192.0.2.16/28 ip6:2001:db8::/48 a mx a:mail.example/30 include:v1.example +include:own.example.org ?include:v1.example ~ip4:192.0.2.1 -ip4:192.0.2.17 redirect=v1.example -all ~all ?all exists:%{i}.ok.example exp=e.example include:V1.example.',
);
const addresses = ['192.0.2.1', '192.0.2.17', '192.0.2.25', '192.0.2.33', '192.0.2.80', '203.0.113.9', '2001:db8::5'];

test('who passes by a published record passes by the corrected one, and nobody is refused who was not', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(published, { minLength: 1, maxLength: 6 }), async (terms) => {
      const under = (record: string) => lookUpIn(`example.org TXT ${record}\n${world}`);
      const now = under(`v=spf1 ${terms.join(' ')}`);
      const corrected = correctedSpf(await readSpfTree('example.org', now));
      if (corrected === undefined) return;
      for (const ip of addresses) {
        const question = { ip, helo: 'h.example', sender: 'a@example.org' };
        const before = (await checkHost(question, now)).result;
        const after = (await checkHost(question, under(corrected))).result;
        if (before === 'pass') expect(after, `${ip} by ${corrected}`).toBe('pass');
        if (before === 'neutral' || before === 'softfail') expect(after, `${ip} by ${corrected}`).not.toBe('fail');
      }
    }),
    { numRuns: 400, seed: 7 },
  );
});

test.each([
  ['v=spf1 include:https://_spf.vendor.example/ mx:mail.example ~all', 'include:_spf.vendor.example'],
  ['v=spf1 ip4:192.0.2.0-192.0.2.255 -all', 'ip4:192.0.2.0/24'],
  ['v=spf1 ip4:192.0.2.8-192.0.2.13 -all', 'ip4:192.0.2.8/30 ip4:192.0.2.12/31'],
  ['v=spf1 ip4:192.0.2.* -all', 'ip4:192.0.2.0/24'],
  ['v=spf1 include:split.example -all', 'ip4:192.0.2.128/28 ip4:192.0.2.160'],
])('the senders meant by %s are kept: %s', async (record, kept) => {
  const split = 'split.example TXT v=spf1 ip4:192.0.2.128/28 -all\nsplit.example TXT v=spf1 ip4:192.0.2.160 ~all';
  const text = correctedSpf(await readSpfTree('example.org', lookUpIn(`example.org TXT ${record}\n${split}\n${zone}`)));
  expect(text).toContain(` ${kept} `);
});

test('whatever is repaired is a list of valid terms', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      for (const term of repairTerms(text)) expect(parseSpf(`v=spf1 ${term}`).problems, term).toEqual([]);
    }),
    { numRuns: 500, seed: 7 },
  );
});
