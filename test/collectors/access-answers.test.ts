import { describe, expect, it } from 'vitest';
import {
  lastingDifferences,
  linesOf,
  maskText,
  type Pair,
  type Seen,
} from '../../src/collectors/portal/access/compare-answers.ts';
import { takenSaid } from '../../src/collectors/portal/access/taken-words.ts';
import { userOf, userRows } from '../../src/collectors/portal/access/user-rows.ts';
import { knownPanels } from '../../src/collectors/panels/known-panels.ts';
import { readAnswer } from '../../src/collectors/portal/tenancy/answer-text.ts';

const seen = (text: readonly string[], more: Partial<Seen> = {}): Seen => ({
  status: '401',
  address: '/login',
  step: 'password',
  text: new Set(text),
  answer: new Set(),
  cookies: new Set(),
  ...more,
});
const pairs = (...list: readonly (readonly [Seen, Seen])[]): Pair[] =>
  list.map(([known, unknown], at) => ({ first: at % 2 === 0 ? 'known' : 'unknown', known, unknown }));

describe('what two answers have in common', () => {
  it('masks names, keys, numbers and times, in any spelling', () => {
    const typed = ['ann@one.example', 'ann'];
    const one = maskText(
      'No ANN%40one.example at 2026-11-20T12:00:03Z (id 6f1c2d3e-aaaa-4bbb-8ccc-0123456789ab), 3 left',
      typed,
    );
    const other = maskText(
      'No lrx@one.example at 2026-11-20T12:00:09Z (id 0a1c2d3e-aaaa-4bbb-8ccc-0123456789ff), 2 left',
      ['lrx@one.example', 'lrx'],
    );
    expect(one.replace('%40', '@')).toBe(other);
    expect(maskText('Fri, 20 Nov 2026 and Nov 20, 2026', [])).toBe(maskText('Sat, 21 Dec 2026 and Dec 3, 2026', []));
  });

  it('keeps the words that differ', () => {
    expect([...linesOf('Unknown user\n12\n', [])]).toEqual(['Unknown user']);
  });

  it('counts what comes in both orders, and nothing that comes once', () => {
    const wrong = seen(['Wrong password']);
    const nobody = seen(['Nobody has this name']);
    expect(lastingDifferences(pairs([wrong, nobody], [wrong, nobody]))).toEqual([
      { what: 'text', known: 'Wrong password', unknown: 'Nobody has this name' },
    ]);
    expect(
      lastingDifferences(pairs([seen(['Hint one']), seen(['Hint two'])], [seen(['Hint two']), seen(['Hint one'])])),
    ).toEqual([]);
    // The third and fourth try are answered alike: it is the number that counts, not the name.
    const slow = seen([], { status: '403' });
    expect(lastingDifferences(pairs([wrong, wrong], [slow, slow]))).toEqual([]);
  });
});

describe('an address that is taken', () => {
  it.each([
    'This e-mail address is already registered.',
    'error=email_already_exists',
    'Diese Adresse ist bereits vergeben.',
    'Un compte existe déjà.',
    'Este correo ya está registrado.',
    'Konto już istnieje.',
    'このメールアドレスは既に登録されています',
    '该邮箱已被注册',
  ])('%s', (line) => {
    expect(takenSaid(seen([line]))).toBe(line);
  });

  it.each([
    'If you already have an account, you get a mail that says so.',
    'Wenn schon ein Konto existiert bereits, kommt eine Mail.',
    'Please look into your mail.',
  ])('not: %s', (line) => {
    expect(takenSaid(seen([line]))).toBeUndefined();
  });
});

describe('lists of users', () => {
  const read = (body: string, type: string) => userRows(readAnswer(Buffer.from(body), type, {}), body);

  it('are read from JSON of several shapes', () => {
    const body = JSON.stringify({
      data: {
        users: { edges: [{ node: { id: 1, email: 'a@one.example', role: { name: 'Admin' }, groups: ['x', 'b'] } }] },
      },
    });
    const [row] = read(body, 'application/json');
    expect(row).toMatchObject({ email: 'a@one.example', 'role.name': 'Admin', groups: 'b, x' });
    expect(row && userOf(row)).toBe('a@one.example');
    expect(read('[{"id":1,"title":"no person"}]', 'application/json')).toEqual([]);
  });

  it('are read from tables, where a choice that is not chosen is no role', () => {
    const table =
      '<table><tr><th>Name</th><th>Mail</th></tr><tr class="r"><td>Ann</td><td>a@one.example</td><td><select><option>Admin</option><option selected>Member</option></select></td></tr></table>';
    expect(read(table, 'text/html')).toEqual([
      { email: 'a@one.example', 'cell 1': 'Ann', 'cell 2': 'a@one.example', 'cell 3': 'Member' },
    ]);
  });
});

describe('consoles of known products', () => {
  it('have two pairs at most, and none is told by an ordinary page', () => {
    const page = {
      status: 200,
      headers: {},
      text: '<html><title>Portal</title><body>Sign in to Grafana, Keycloak or Zabbix</body></html>',
    };
    for (const panel of knownPanels) {
      expect(panel.pairs.length).toBeLessThanOrEqual(2);
      expect(panel.knownBy(page), panel.product).toBeUndefined();
      expect(panel.accepted(page), panel.product).toBe(false);
      expect(panel.accepted({ status: 401, headers: {}, text: '{}' }), panel.product).toBe(false);
    }
  });
});
