import { checkHost } from '../../src/parse/spf/check-host.ts';
import type { SpfLookUp } from '../../src/parse/spf/look-up.ts';
import { peerSpf } from './peer-spf.ts';

/** Terms as people write them, right and wrong. */
const terms =
  'ip4:192.0.2.7 ip4:192.0.2.0/24 ip4:192.0.2.0/0 ip4:1.2.3 ip4:192.0.2.7/32/8 ip4:192.0.2.07 ip6:2001:db8::1 ip6:::ffff:1.2.3.4 ip6:2001:db8::/129 a a/24 a//64 a/24//64 a/24/64 a:x.example a:x.example/33 a:x.example. a:x..example a:%{d} a:%{i}._spf.%{d2} mx mx:x.example mx/0 mx// mx:x.example/24//48 ptr ptr:x.example ptr/24 exists:%{ir}.%{v}.x.example exists:%{p}.x.example exists:%{s}.x.example exists:a%%b.example exists:a%-b.example exists:%{l1r+}.x.example exists:%{d0}.x.example exists:%{}.x.example include:y.example include:z.example include:none.example include:loop.example include:slow.example include:%{o} include:x.example/24 redirect=y.example redirect=none.example exp=e.example exp=%{c}.example foo=bar foo=% foo all. ALL: - =x a:1.2.3.4 a:foo a:foo.b- a:foo.b-c v=spf1 -all ~all ?all all +ALL'.split(
    ' ',
  );
const answers: Readonly<Record<string, readonly string[]>> = {
  't.example A': ['192.0.2.7'],
  't.example AAAA': ['2001:db8::1'],
  't.example MX': ['10 x.example'],
  'x.example A': ['192.0.2.9', '203.0.113.9'],
  'y.example TXT': ['v=spf1 ip4:203.0.113.0/24 ~all'],
  'z.example TXT': ['v=spf1 a:q1.example a:q2.example -all'],
  'none.example A': ['192.0.2.1'],
  'loop.example TXT': ['v=spf1 include:t.example -all'],
  'e.example TXT': ['see %{i}'],
  '7.2.0.192.in-addr.arpa PTR': ['x.example'],
  '9.113.0.203.in-addr.arpa PTR': ['x.example'],
};
const addresses = ['192.0.2.7', '203.0.113.9', '2001:db8::1', '198.51.100.3'];

export interface RandomComparison {
  readonly asked: number;
  readonly differences: readonly string[];
}

/** Records put together at random, the same for the same seed, each asked of both. */
export async function compareOnRandomRecords(count: number, seed: number): Promise<RandomComparison> {
  let state = seed;
  const below = (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff;
    return state % limit;
  };
  const pick = (list: readonly string[]) => list[below(list.length)] ?? '';
  const differences: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const words = Array.from(
      { length: 1 + below(4) },
      () => `${below(4) === 0 ? pick(['-', '~', '?', '+']) : ''}${pick(terms)}`,
    );
    const record = `v=spf1 ${words.join(pick([' ', '  ']))}`;
    const question = { ip: pick(addresses), helo: 'h.example', sender: 'ann.lee@t.example' };
    const [ours, theirs] = [
      (await checkHost(question, lookUpWith(record))).result,
      await peerSpf(question, lookUpWith(record), true),
    ];
    if (ours !== theirs) differences.push(`${ours}, mailauth ${theirs}: ${record} (${question.ip})`);
  }
  return { asked: count, differences };
}

function lookUpWith(record: string): SpfLookUp {
  return async (name, type) => {
    if (name === 'slow.example') return { status: 'trouble', records: [] };
    const found = `${name} ${type}` === 't.example TXT' ? [record] : answers[`${name} ${type}`];
    if (found) return { status: 'ok', records: found };
    const exists = Object.keys(answers).some((key) => key.startsWith(`${name} `));
    return { status: exists ? 'nodata' : 'nxdomain', records: [] };
  };
}
