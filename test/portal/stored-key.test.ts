import { expect, it } from 'vitest';
import type { CollectContext } from '../../src/collectors/collector.ts';
import type { Credential, WhoAmI } from '../../src/collectors/portal/sessions/who-am-i.ts';
import { opensAlone } from '../../src/collectors/portal/sessions/stored-key.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import { recordedJson } from './recorded.ts';

const url = 'https://hours.example.test/api/records';
const mine = '7a1ec740566cac06902aed3c1d54983a468e6109';
const earlier = '0c52b9d1e7f84a36b5c8d90e1f2a3b4c5d6e7f80';

interface Portal {
  /** What the pages of the walk sent. */
  readonly sent: string;
  /** What the portal takes. */
  readonly takes: (headers: readonly Credential[]) => boolean;
  /** Another customer's pages sent this. */
  readonly other?: string;
}

function opens({ sent, takes, other }: Portal, before?: string) {
  const sessionOf = (identity: 'a' | 'b', authorization: string) => ({
    recorder: { exchanges: [recordedJson(url, [{ key: 'k81' }], { identity, requestHeaders: { authorization } })] },
  });
  const main = sessionOf('a', sent) as unknown as Session;
  const all = new Map<string, Session>([
    ['a', main],
    ['b', sessionOf('b', other ?? 'Token ffffaaaa0000bbbb1111cccc2222dddd') as unknown as Session],
  ]);
  const askFor = async (_exchange: unknown, given: readonly Credential[]) => ({
    outcome: takes(given) ? 'data' : 'denied',
  });
  return opensAlone(
    { value: mine, ...(before === undefined ? {} : { before }) },
    { askFor } as unknown as WhoAmI,
    [undefined, main],
    { live: { get: (slot: unknown) => (slot === sessionsSlot ? all : undefined) } } as unknown as CollectContext,
  );
}
const sentMine = (given: readonly Credential[]) => given.some(({ value }) => value === `Token ${mine}`);

it('a key without meaning that pages send in a header opens the account where it is answered alone', async () => {
  expect(await opens({ sent: `Token ${mine}`, takes: sentMine })).toBe(true);
});

it('one that is made anew for each session is put where the walk sent its own', async () => {
  expect(await opens({ sent: `Token ${earlier}`, takes: sentMine }, earlier)).toBe(true);
  expect(await opens({ sent: `Token ${earlier}`, takes: sentMine })).toBe(false);
});

it('what is refused alone, what is answered to nobody as well, and what every customer sends opens nothing', async () => {
  expect(await opens({ sent: `Token ${mine}`, takes: () => false })).toBe(false);
  expect(await opens({ sent: `Token ${mine}`, takes: () => true })).toBe(false);
  expect(await opens({ sent: `Token ${mine}`, takes: sentMine, other: `Token ${mine}` })).toBe(false);
});
