import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { IdentityName } from '../../src/model/identity.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import type { Setting } from '../../src/collectors/portal/tenancy/setting.ts';
import { proveFields } from '../../src/collectors/portal/writes/prove-fields.ts';
import { withheldFields } from '../../src/collectors/portal/writes/withheld-fields.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';

const page = 'https://homes.example.test/tenants/7/edit';
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'withheld-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

/** One form of one page: whoever may do more has the rent in it as well. `open`: the server takes the rent from anybody. */
function homes({ open = false, alike = false } = {}) {
  const tenant: Record<string, string> = { note: 'Rings twice', rent: '612.00' };
  const html = (as: IdentityName) =>
    `<form method="post" action="/tenants/7"><input type="hidden" name="_token" value="tok-${as}-5f1d0c77a9e24b60c1d2">
     <textarea name="note">${tenant.note}</textarea>${as === 'a' || alike ? `<input name="rent" value="${tenant.rent}">` : ''}<button>Save</button></form>`;
  const exchange = {
    identity: 'a',
    method: 'GET',
    url: page,
    status: 200,
    afterSignIn: true,
    requestHeaders: {},
    responseHeaders: { 'content-type': 'text/html' },
    body: Buffer.from(html('a')),
    page,
  };
  const setting = {
    exchanges: [exchange],
    context: { target: { config: {} }, world: { randomHex: () => '0815' } },
    ask: async (_request: PlainRequest, as: IdentityName) => viewed(as, 200, html(as)),
  } as unknown as Setting;
  const prove = async () => {
    const [record] = await withheldFields(setting, 'a2', 'a', () => []);
    if (!record) return undefined;
    const next = counter();
    const bench = {
      journal: await openJournal(
        join(folder, 'journal.jsonl'),
        () => new Date(0),
        () => next().toString(16).padStart(16, '0'),
      ),
      read: async () => viewed('a', 200, html('a')),
      mark: () => `lr${next().toString().padStart(8, '0')}`,
      wait: async () => undefined,
      async write(as: IdentityName, { body = '' }) {
        const sent = new URLSearchParams(body);
        if (sent.get('_token') !== `tok-${as}-5f1d0c77a9e24b60c1d2`) return viewed(as, 419, '');
        tenant.note = sent.get('note') ?? '';
        const rent = Number(sent.get('rent') ?? Number.NaN);
        // Kept as a number, and shown in the portal's own way.
        if (Number.isFinite(rent) && (open || as === 'a')) tenant.rent = rent.toFixed(2);
        return viewed(as, 302, '');
      },
    };
    const subject = { url: page, asker: 'a2' as const, what: 'its own record' };
    return proveFields(subject, bench, record.fieldsOf, async () => false);
  };
  return { tenant, prove };
}

it('a field that the page leaves out for this user, and that the server takes from it, is taken and put back', async () => {
  const { tenant, prove } = homes({ open: true });
  expect(await prove()).toMatchObject({
    control: true,
    fields: [{ field: 'rent', kind: 'withheld', readBack: 'taken', restored: true }],
  });
  expect(tenant).toEqual({ note: 'Rings twice', rent: '612.00' });
});

it('a server that leaves it out is right, and a form that is the same for both withholds nothing', async () => {
  const { tenant, prove } = homes();
  expect(await prove()).toMatchObject({ fields: [{ field: 'rent', readBack: 'as-before', restTaken: true }] });
  expect(tenant).toEqual({ note: 'Rings twice', rent: '612.00' });
  expect(await homes({ open: true, alike: true }).prove()).toBeUndefined();
});
