import { afterEach, describe, expect, it } from 'vitest';
import type { Administrators } from '../../src/collectors/access-evidence.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';
import { createLive } from '../../src/collectors/live.ts';
import { administratorsCollector } from '../../src/collectors/portal/access/administrators.ts';
import type { Exchange } from '../../src/collectors/portal/recorder.ts';
import { type Session, sessionsSlot } from '../../src/collectors/portal/session.ts';
import { sharedAdmin } from '../../src/checks/auth/shared-admin/check.ts';
import { type RunningPortal, startPortal, type Variant } from '../range/portal-harness.ts';

let running: RunningPortal | undefined;
afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** What the admin's pages would have recorded, read for who administers. */
async function read(body: string, type: string, user: string): Promise<readonly Administrators[]> {
  const exchange: Exchange = {
    identity: 'admin',
    method: 'GET',
    url: 'https://admin.example.test/api/users',
    resource: 'fetch',
    requestHeaders: {},
    status: 200,
    responseHeaders: { 'content-type': type },
    body: Buffer.from(body),
    afterSignIn: true,
    page: 'https://admin.example.test/users',
  };
  const live = createLive();
  const session = { identity: 'admin', credentials: { user, password: '' }, recorder: { exchanges: [exchange] } };
  live.set(sessionsSlot, new Map([['admin', session as unknown as Session]]));
  const found: Administrators[] = [];
  const emit = (_kind: string, _subject: string, value: Administrators) => found.push(value);
  await administratorsCollector.collect('administrators', { live, emit } as unknown as CollectContext);
  return found;
}

async function ofPortal(variant: Variant): Promise<readonly Administrators[]> {
  running = await startPortal(variant);
  const { text } = await (await running.as('admin'))('/api/v1/admin/users');
  return await read(text, 'application/json', running.portal.accounts.admin.user);
}
const codeOf = (value: Administrators) => {
  const answer = sharedAdmin.judge(
    { 'access.administrators': value },
    { now: new Date(), limits: {}, environmentOf: () => 'production', subject: value.operation },
  );
  return 'code' in answer ? answer.code : '';
};
const table = (rows: readonly (readonly string[])[]) =>
  `<!doctype html><table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

describe('who administers, by the lists that an admin sees', () => {
  it('finds a group among the staff of the range', async () => {
    const [list] = await ofPortal({ flaws: ['staff-share-an-account'] });
    expect(list).toMatchObject({ administrators: 1, shared: [{ name: 'office@…', kind: 'group' }], ownLeftOut: true });
    expect(list && codeOf(list)).toBe('group-account');
  });

  it('leaves a customer’s own administrators to the customer', async () => {
    const [list] = await ofPortal({ decoys: ['customer-admin-with-a-role-name'] });
    expect(list).toMatchObject({ administrators: 1, shared: [] });
    expect(list && codeOf(list)).toBe('names-alone');
  });

  it('counts nobody besides the audit’s own in the clean range', async () => {
    const [list] = await ofPortal({});
    expect(list && codeOf(list)).toBe('nobody-else');
  });

  it('knows its own row by the user name that signs in, where the row has another address too', async () => {
    const rows = [
      ['admin', 'System', 'Admin', 'office@desk.example', 'yes'],
      ['vera', 'Vera', 'Boss', 'vera@desk.example', 'no'],
      ['anna', 'Anna', 'One', 'anna@eins.example', 'no'],
    ];
    const [list] = await read(table(rows), 'text/html', 'admin');
    expect(list).toMatchObject({ administrators: 0, shared: [], ownLeftOut: true });
    const [other] = await read(table(rows), 'text/html', 'somebody');
    expect(other).toMatchObject({ administrators: 1, shared: [{ name: 'office@…' }], ownLeftOut: false });
  });

  it('knows its own row where the cell of its name offers what can be done with it, and fails nobody where it does not', async () => {
    const rows = [
      ['operator Edit | View', 'admin@desk.example', 'Administrator'],
      ['anna Edit | Delete', 'anna@eins.example', 'Author'],
    ];
    const [list] = await read(table(rows), 'text/html', 'operator');
    expect(list).toMatchObject({ administrators: 0, shared: [], ownLeftOut: true });
    const [other] = await read(table(rows), 'text/html', 'somebody');
    expect(other).toMatchObject({ administrators: 1, ownLeftOut: false });
    expect(other && codeOf(other)).toBe('nobody-else');
  });

  it('reads a table in another language, without the declared account in it', async () => {
    const rows = [
      ['Vera Chef', 'vera@haus.example', 'Administrator'],
      ['', 'admin@haus.example', 'Administrator'],
      ['Anna Eins', 'team@eins.example', 'Kunde'],
    ];
    const [list] = await read(table(rows), 'text/html', 'somebody@else.example');
    expect(list).toMatchObject({ administrators: 2, shared: [{ name: 'admin@…', kind: 'role' }] });
    expect(list && codeOf(list)).toBe('role-account');
  });

  it('bad input: A list of users without roles → showed no list of users with roles', async () => {
    await expect(
      read(
        table([
          ['a@one.example', 'Ann'],
          ['b@one.example', 'Ben'],
        ]),
        'text/html',
        'x@y.example',
      ),
    ).rejects.toThrow('showed no list of users with roles');
  });
});
