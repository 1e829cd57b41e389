import { expect, it } from 'vitest';
import { notTried } from '../../src/collectors/portal/colleague/decide-as-colleague.ts';
import { withBeside } from '../../src/collectors/portal/colleague/beside.ts';
import { ownerPages } from '../../src/collectors/portal/colleague/owner-pages.ts';
import { type OfferBench, proveOffer } from '../../src/collectors/portal/colleague/prove-offer.ts';
import { mightyRole, reservedWords, roleWords } from '../../src/collectors/portal/colleague/role-words.ts';
import { sentOffer } from '../../src/collectors/portal/colleague/sent-offer.ts';
import type { FunctionTrial } from '../../src/collectors/write-evidence.ts';
import type { PlannedWrite, Settled } from '../../src/world/journal.ts';

/** A field of a customer's that A may change, and A2 where the server forgets to ask. */
function toy({ open = false, keeps = false, lags = 0 } = {}) {
  const journal: (PlannedWrite & { settled: Settled['state'][] })[] = [];
  const waits: number[] = [];
  let value = 'member';
  let shown = value;
  let stale = 0;
  const bench: OfferBench = {
    journal: {
      plan: async (write) => String(journal.push({ ...write, settled: [] }) - 1),
      settle: async (id, { state }) => void journal[Number(id)]?.settled.push(state),
      entries: async () => [],
    },
    async read() {
      if (stale > 0) stale -= 1;
      else shown = value;
      return shown;
    },
    async send(as, next) {
      if (as === 'a2' && !open) return { status: 403, outcome: 'denied' };
      if (keeps && next === 'member' && value !== 'member') return { status: 200, outcome: 'data' };
      value = next;
      stale = lags;
      return { status: 200, outcome: 'data' };
    },
    undo: (text) => ({ method: 'POST', url: 'https://app.example.com/team/12/role', body: `role=${text}`, as: 'a' }),
    wait: async (ms) => void waits.push(ms),
  };
  return { bench, journal, now: () => value };
}
const subject = {
  owner: 'a',
  asker: 'a2',
  method: 'POST',
  url: 'https://app.example.com/team/12/role',
  what: 'the role of A2',
  former: 'member',
  others: ['owner', 'owner'],
} as const;

it.each([
  ['is refused it', {}, { status: 403, changed: false, restored: null }],
  ['does it', { open: true }, { status: 200, changed: true, restored: true }],
  ['does it, and the page shows it late', { open: true, lags: 2 }, { changed: true, restored: true }],
])('the owner changes a role and puts it back; its colleague %s', async (_what, kind, expected) => {
  const { bench, journal, now } = toy(kind);
  expect(await proveOffer(subject, bench)).toMatchObject(expected);
  expect(now()).toBe('member');
  expect(journal.map(({ undo }) => undo?.body)).toEqual(['role=member', 'role=member']);
  expect(journal.every(({ settled }) => settled.at(-1) === 'undone' || settled.at(-1) === 'refused')).toBe(true);
});

it('what the owner cannot put back is not tried as anybody else', async () => {
  const { bench, journal } = toy({ open: true, keeps: true });
  expect(await proveOffer(subject, bench)).toMatchObject({ changed: null, restored: false });
  expect(journal.map(({ identity, settled }) => [identity, settled.at(-1)])).toEqual([['a', 'cannot-undo']]);
});

const held = (body: string, type: string) => ({
  method: 'POST',
  url: 'https://app.example.com/x',
  body,
  type,
  page: 'https://app.example.com/team',
});
it.each([
  ['a form', 'role=owner&_csrf=x', 'application/x-www-form-urlencoded', 'role=member&_csrf=x'],
  ['JSON', '{"role":"owner","note":"kept"}', 'application/json', '{"role":"member","note":"kept"}'],
  [
    'GraphQL',
    '{"query":"mutation R($r: String!) { changeRole(role: $r) { ok } }","variables":{"r":"owner"}}',
    'application/json',
    '{"query":"mutation R($r: String!) { changeRole(role: $r) { ok } }","variables":{"r":"member"}}',
  ],
])('what %s would have sent takes another value', (_what, body, type, changed) => {
  expect(sentOffer([held(body, type)], 'owner')?.bodyWith('member')).toBe(changed);
});
it('a request that says it twice, or not at all, is not taken for it', () => {
  expect(sentOffer([held('role=owner&again=owner', 'application/x-www-form-urlencoded')], 'owner')).toBeUndefined();
  expect(sentOffer([held('{"seen":true}', 'application/json')], 'owner')).toBeUndefined();
});

it('pages of people and settings come first, once each, and no records', () => {
  const at = (path: string) => `https://app.example.com${path}`;
  const pages = ['/', '/orders', '/orders/1042', '/#/r?x=1', '/einstellungen', '/team?tab=1', '/team', '/billing'];
  expect(ownerPages(pages.map(at))).toEqual(
    ['/team', '/einstellungen', '/billing', '/', '/orders', '/#/r?x=1'].map(at),
  );
});

const trial = (template: string, changed: boolean, status: number): Omit<FunctionTrial, 'alive'> => ({
  method: 'POST',
  template,
  host: 'app.example.com',
  privileged: 'a',
  asker: 'a2',
  telling: 0,
  attempts: [],
  pageHides: null,
  declaredFor: [],
  reproduce: '',
  write: { way: 'the request of the page', status, outcome: changed ? 'data' : 'denied', changed },
  within: { does: 'change', field: 'address', page: 'without', said: false, restored: changed ? true : null },
});
it('what the server refuses beside it stands with what it lets through', () => {
  const [open, closed] = withBeside([trial('/company', true, 200), trial('/team/invite', false, 403)], []);
  expect(open?.within?.beside).toEqual({ what: 'POST /team/invite', status: 403 });
  expect(closed?.within?.beside).toBeUndefined();
  const [alone] = withBeside([trial('/company', true, 200)], []);
  expect(alone?.within?.beside).toBeUndefined();
  const [paged] = withBeside(
    [trial('/company', true, 200)],
    [{ page: 'https://app.example.com/billing', status: 403 }],
  );
  expect(paged?.within?.beside?.what).toBe('GET /billing');
});

it.each([
  ['en', 'Owner', true],
  ['de', 'Inhaberin', true],
  ['fr', 'propriétaire', true],
  ['fr', 'gerant', true],
  ['es', 'Administradora', true],
  ['it', 'Titolare', true],
  ['nl', 'Beheerder', true],
  ['ja', '管理者', true],
  ['en', 'Ownership transfer', false],
  ['en', 'Paid', false],
])('%s: "%s" is a role: %s', (_language, word, isRole) => {
  expect(new RegExp(roleWords.source, 'iu').test(word)).toBe(isRole);
  if (isRole) expect(mightyRole.test(word)).toBe(true);
});

it.each([
  ['Only owners may invite colleagues.', true],
  ['Réservé au propriétaire du compte', true],
  ['Operazione riservata al titolare.', true],
  ['Nur Inhaber können das ändern', true],
  ['The owner of this project is Anna', false],
])('%s', (text, isReserved) => {
  expect(reservedWords.test(text)).toBe(isReserved);
});

it('what only an owner’s page offers and no record could be made for is said', () => {
  const actions = ['Approve', 'Reject', 'Close'].map(
    (label) => ({ label, page: 'https://x.test/wishes', page2: 'without', said: false }) as const,
  );
  const within = { does: 'decide', field: 'Approve', page: 'without', said: false, restored: null } as const;
  expect(notTried(actions, [{ within }])?.detail).toContain('(“Reject”)');
  expect(notTried(actions.slice(0, 1), [{ within }])).toBeUndefined();
});
