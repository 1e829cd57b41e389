import { describe, expect, test } from 'vitest';
import {
  fieldsOf,
  getWays,
  postWays,
  tokenNames,
  withText,
} from '../../src/collectors/portal/cross-site/form-bodies.ts';
import { type ForgeryBench, proveForgery, type Sight } from '../../src/collectors/portal/cross-site/prove-forgery.ts';

const url = 'https://app.example.com/notes';
const json = { method: 'POST', url, body: '{"title":"Lrtext","tags":["x"]}', contentType: 'application/json' };
const form = {
  method: 'POST',
  url,
  body: 'authenticity_token=abcDEF1234&title=Lrtext+Check',
  contentType: 'application/x-www-form-urlencoded',
};

describe('what a page elsewhere can send', () => {
  test('JSON goes as text, as a form and in parts, never as application/json', () => {
    const ways = postWays(json, {});
    expect(ways.map(({ contentType }) => contentType?.split(';')[0])).toEqual([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
    ]);
    expect(fieldsOf(json)).toEqual([
      ['title', 'Lrtext'],
      ['tags[0]', 'x'],
    ]);
  });

  test('a token is left out, made up, and taken from another session', () => {
    expect(tokenNames(form)).toEqual(['authenticity_token']);
    const ways = postWays(form, { authenticity_token: 'of-the-other' });
    expect(ways.map(({ token }) => token)).toEqual(['left out', 'made up', 'of another session']);
    expect(ways[0]?.body).toBe('title=Lrtext+Check');
    expect(new URLSearchParams(ways[1]?.body).get('authenticity_token')).toMatch(/^(?!abcDEF1234).{10}$/);
    expect(ways[2]?.body).toContain('of-the-other');
  });

  test('another verb is named in a field, and an address carries the fields', () => {
    const ways = postWays({ ...json, method: 'PATCH' }, {});
    expect(ways.every(({ method, url: at }) => method === 'POST' && at.endsWith('?_method=PATCH'))).toBe(true);
    expect(getWays(form).map(({ url: at }) => at)).toEqual([
      `${url}?title=Lrtext+Check`,
      `${url}?_method=POST&title=Lrtext+Check`,
    ]);
  });

  test('the text of the audit is exchanged, also where a field cut it', () => {
    const cut = { ...json, body: '{"title":"Lrabcdef Check","code":"Lrabcdef"}' };
    expect(withText(cut, 'Lrabcdef Check', 'lr0123456789').body).toBe('{"title":"lr0123456789","code":"lr012345"}');
  });
});

interface Portal {
  readonly takesForged: (body: string, at: number) => boolean;
  readonly deletes?: boolean;
  readonly ownStatus?: number;
}

function benchOf({ takesForged, deletes = true, ownStatus = 201 }: Portal) {
  const rows = new Map<number, string>();
  const journal: string[] = [];
  let marks = 0;
  let forged = 0;
  const sight = (status: number, json?: unknown): Sight => ({
    status,
    outcome: status < 300 ? 'data' : 'denied',
    text: JSON.stringify(json ?? ''),
    json,
  });
  const add = (text: string): Sight => {
    const id = rows.size + 1 + forged * 10;
    rows.set(id, text);
    return { ...sight(201, { id }), created: `${url}/${id}` };
  };
  const read = async (): Promise<Sight> => sight(200, { items: [...rows].map(([id, text]) => ({ id, text })) });
  const bench: ForgeryBench = {
    journal: {
      plan: async () => `${journal.push('planned')}`,
      settle: async (_id, { state }) => void journal.push(state),
      entries: async () => [],
    },
    owner: 'b',
    sendOwn: async ({ body }) => (ownStatus < 300 ? add(body) : sight(ownStatus)),
    sendForged: async ({ body = '' }) => {
      forged += 1;
      return takesForged(body, forged) ? add(body) : sight(403);
    },
    read: async (at) => {
      const text = rows.get(Number(at.split('/').at(-1)));
      return text === undefined ? sight(404) : sight(200, { text });
    },
    lists: [{ url, read }],
    remove: async (at) => {
      if (deletes) rows.delete(Number(at.split('/').at(-1)));
      return sight(deletes ? 204 : 405);
    },
    mark: () => `lrmark${marks++}`,
    wait: async () => undefined,
  };
  return { bench, rows, journal };
}

const subject = {
  write: json,
  text: 'Lrtext',
  what: 'a note',
  ways: [0, 1].map((at) => ({ from: 'foreign' as const, make: (write: typeof json) => postWays(write, {})[at] })),
};

describe('what a forged request did', () => {
  test('a portal that takes it is told by reading back twice, and everything is deleted again', async () => {
    const { bench, rows, journal } = benchOf({ takesForged: () => true });
    const proof = await proveForgery(subject, bench);
    expect(proof).toMatchObject({ control: true, restored: true, trials: [{ changed: true, status: 201 }] });
    expect(rows.size).toBe(0);
    expect(journal.filter((state) => state === 'undone')).toHaveLength(3);
  });

  test('a portal that refuses it changes nothing in any way', async () => {
    const proof = await proveForgery(subject, benchOf({ takesForged: () => false }).bench);
    expect(proof.trials.map(({ changed }) => changed)).toEqual([false, false]);
  });

  test('bad input: a forged request that is taken once and refused the second time → neither', async () => {
    const { bench } = benchOf({ takesForged: (_body, at) => at === 1 });
    expect((await proveForgery(subject, bench)).trials[0]?.changed).toBe(null);
  });

  test('bad input: the portal’s own request is refused when repeated → no control, nothing forged', async () => {
    const { bench } = benchOf({ takesForged: () => true, ownStatus: 409 });
    expect(await proveForgery(subject, bench)).toEqual({ control: false, trials: [], restored: true });
  });

  test('bad input: objects that cannot be deleted → one way only, and it is said', async () => {
    const { bench } = benchOf({ takesForged: () => false, deletes: false });
    const proof = await proveForgery(subject, bench);
    expect(proof.restored).toBe(false);
    expect(proof.trials).toHaveLength(1);
  });
});
