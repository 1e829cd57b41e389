import { expect, it } from 'vitest';
import { mapOperations } from '../../src/collectors/portal/operations/operation-map.ts';
import { collectOrdinaryReads } from '../../src/collectors/portal/tenancy/ordinary-read.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { recordedJson } from './recorded.ts';
import { viewed } from './viewed.ts';

const at = (path: string) => `https://portal.example${path}`;
const papers = [
  { id: 66042, number: 'INV-6042', sum: 'GBP 1,180.50 due in May' },
  { id: 66044, number: 'INV-6044', sum: 'GBP 2,390.25 due in June' },
];
/** A page that says what was searched for. */
const said = (word: string, found: readonly unknown[]) => ({ title: `Results for “${word}”`, found });
const exchanges = [
  ...papers.map((one) => recordedJson(at(`/api/invoices/${one.id}`), one)),
  recordedJson(at('/api/search?q=INV-6042'), said('INV-6042', [papers[0]])),
  recordedJson(at('/api/search?q=maud'), said('maud', []), { identity: 'a' }),
];

/** What was put on record of a portal whose search looks at everybody's records, or at the asker's own. */
async function found(looksAtAll: boolean) {
  const emitted: {
    readonly template: string;
    readonly variants: readonly { readonly view: { holds: unknown[] } }[];
  }[] = [];
  const ask = async ({ url }: PlainRequest, as: string) => {
    const { pathname, searchParams } = new URL(url);
    const word = searchParams.get('q') ?? '';
    if (pathname === '/api/search')
      return viewed(
        as,
        200,
        said(word, as === 'b' || looksAtAll ? papers.filter(({ number }) => number === word) : []),
      );
    const one = papers.find(({ id }) => pathname.endsWith(`${id}`));
    return as === 'b' && one ? viewed(as, 200, one) : viewed(as, 404, { detail: 'Not found' });
  };
  const setting = {
    map: mapOperations(exchanges),
    exchanges,
    context: {
      progress: () => undefined,
      emit: (_kind: string, _subject: string, record: never) => emitted.push(record),
      world: { mark: (text: string) => text, randomHex: () => '7f3a9c', vault: { redact: (text: string) => text } },
      target: { config: {} },
    },
    ask,
    probe: async () => ({ isAlive: async () => true, session: { identity: 'a' } }),
    canariesOf: () => [],
    session: () => undefined,
    frames: () => false,
    gaveAway: () => false,
    knows: () => false,
    renew: async () => undefined,
  } as unknown as Setting;
  await collectOrdinaryReads(setting, 'b', 'a');
  const search = emitted.find(({ template }) => template === '/api/search');
  return search?.variants.filter(({ view }) => view.holds.length > 0).length;
}

it('papers found by their numbers are proof by what else their rows say; a heading that says the number is none', async () => {
  expect(await found(true)).toBeGreaterThanOrEqual(2);
  expect(await found(false)).toBe(0);
});
