import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressesOf, deleteListed, deletePlanted } from '../../src/collectors/portal/canaries/delete-planted.ts';
import { createdAddress } from '../../src/collectors/portal/canaries/created-address.ts';
import { furtherPages } from '../../src/collectors/portal/canaries/further-pages.ts';
import { type UndoAsk, undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import { belowOwnParent } from '../../src/collectors/portal/writes/own-parent.ts';
import { proveDelete } from '../../src/collectors/portal/writes/prove-delete.ts';
import type { WriteBench, WriteForm } from '../../src/collectors/portal/writes/prove-record.ts';
import { openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';

const base = 'https://portal.example.test';
const page = `${base}/orders/77/`;
const mark = 'lrcanary4711';

/** Pages made at the server: 200 to every verb; deleting is a link to a page that asks once more. */
function confirming(guarded: boolean) {
  const state = { there: true };
  const answer = (as: string, { method, url }: Pick<WriteForm, 'method' | 'url'>) => {
    const html = (status: number, body: string) => ({ status, body: `<html><body>${body}</body></html>` });
    if (!state.there) return html(404, 'No such order');
    const own = as === 'b';
    if (new URL(url).pathname === '/orders/77/delete/') {
      if (!own && guarded) return html(404, 'No such order');
      if (method === 'POST') state.there = false;
      return html(
        200,
        '<form method="post"><input type="hidden" name="csrf_token" value="t1"><button>Yes</button></form>',
      );
    }
    if (!own) return html(404, 'No such order');
    return html(200, `<h1>Order 77</h1><p>${mark}</p><a href="/orders/77/delete/">Delete</a>`);
  };
  return { state, answer };
}
const asked = (as: string, { answer }: ReturnType<typeof confirming>, form: Pick<WriteForm, 'method' | 'url'>) => {
  const { status, body } = answer(as, form);
  return viewed(as, status, body);
};

describe('what was planted is taken away', () => {
  it('by the page that asks once more, where DELETE only says yes', async () => {
    const portal = confirming(true);
    const ask: UndoAsk = async (form) => {
      const { status, content, source } = asked('b', portal, form);
      return { status, text: content.text, ...(source === undefined ? {} : { source }) };
    };
    expect((await deletePlanted(page, mark, ask)).done).toBe(true);
    expect(portal.state.there).toBe(false);
  });
  it('is gone where neither its address nor its list shows it, whatever DELETE answers', async () => {
    const ask: UndoAsk = async ({ method, url }) =>
      method === 'DELETE' ? { status: 422, text: '' } : { status: url === page ? 404 : 200, text: 'Orders' };
    expect((await deletePlanted(page, mark, ask, `${base}/orders/`)).done).toBe(true);
  });
  it('by the form of the page where it is set up, which says what it does in a field', async () => {
    const setUp = `<h1>Order 77</h1><form method="post" action="."><input name="name" value="${mark}"><button>Save</button></form>
      <form method="post" action="."><input type="hidden" name="action" value="delete"><button>Confirm</button></form>`;
    const start = `<h1>${mark}</h1><a href="/orders/8/edit/">Next</a><a href="/orders/77/edit/">Settings</a>`;
    const state = { there: true, asked: [] as string[] };
    const ask: UndoAsk = async ({ method, url, body }) => {
      state.asked.push(`${method} ${url.slice(base.length)}`);
      if (!state.there) return { status: 404, text: '' };
      const isSetUp = url === `${base}/orders/77/edit/`;
      if (isSetUp && method === 'POST' && body?.includes('action=delete')) state.there = false;
      const source = isSetUp ? setUp : start;
      return { status: 200, text: source, source };
    };
    expect(await deletePlanted(`${base}/orders/77/parts/`, mark, ask)).toMatchObject({ done: true });
    expect(state.asked.some((one) => one.includes('/orders/8/'))).toBe(false);
  });
  it('with the state that the deletion is meant for, where the server asks for it', async () => {
    const made = createdAddress(`${base}/api/orders/`, '{"id":78}', undefined) ?? '';
    expect(made).toBe(`${base}/api/orders/78/`);
    const state = { there: true };
    const ask: UndoAsk = async ({ method, url, headers = [] }) => {
      if (url !== made || !state.there) return { status: 404, text: '' };
      const match = headers.find(([name]) => name === 'if-match')?.[1];
      if (method === 'DELETE' && match !== '"7-a"') return { status: match === undefined ? 428 : 412, text: '' };
      if (method === 'DELETE') state.there = false;
      return { status: 200, text: mark, etag: '"7-a"' };
    };
    expect((await deletePlanted(made, mark, ask, `${base}/api/orders/`)).done).toBe(true);
    expect(state.there).toBe(false);
  });
  it('bad input: a portal that answers 200 to DELETE and keeps it → it is still there', async () => {
    const ask: UndoAsk = async () => ({ status: 200, text: `Order 77 ${mark}`, source: `<p>${mark}</p>` });
    expect(await deletePlanted(page, mark, ask)).toMatchObject({
      done: false,
      tried: true,
      detail: expect.stringMatching(/it is still there$/),
    });
  });
  it.each([404, 405])(
    'bad input: a portal that has no delete (%s) → said so, for a person to close it',
    async (status) => {
      const ask: UndoAsk = async ({ method }) =>
        method === 'GET' ? { status: 200, text: `Ticket 77 ${mark}`, source: `<p>${mark}</p>` } : { status, text: '' };
      const { done, detail } = await deletePlanted(page, mark, ask);
      expect([done, detail]).toEqual([false, expect.stringContaining('no other way to delete it was seen')]);
    },
  );
});

it('where an object lives: an address with an id of its own, never the list; else the row that shows it', () => {
  const at = (from: string, location: string) => createdAddress(`${base}${from}`, '', location);
  expect(at('/orders', '/orders/78')).toBe(`${base}/orders/78`);
  expect(at('/index.php?action=create', 'index.php?action=view&id=338')).toBe(`${base}/index.php?action=view&id=338`);
  expect(at('/posts', '/posts/fire-doors')).toBe(`${base}/posts/fire-doors`);
  expect(at('/orders', '/orders')).toBeUndefined();
  expect(at('/customers/12/notes', '/customers/12')).toBeUndefined();
  expect(at('/orders/new/', '/orders/')).toBeUndefined();
  const list = `<table><tr><td><a href="/orders/70/">a</a></td></tr><tr><td><a href="/orders/71/edit">e</a>
    <a href="/orders/71/">${mark}</a> <a href="/orders/71/delete">x</a></td></tr></table>`;
  expect(addressesOf(list, mark, `${base}/orders/`)[0]).toBe(`${base}/orders/71/`);
  expect(addressesOf('<p>nothing of ours</p>', mark, `${base}/orders/`)).toEqual([]);
});

describe('deleting by somebody else', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deleting-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const prove = (portal: ReturnType<typeof confirming>) => {
    const next = counter();
    const bench: WriteBench = {
      journal: openJournal(
        join(folder, 'journal.jsonl'),
        () => new Date('2026-11-20T12:00:00Z'),
        () => `w${next()}`,
      ),
      read: async () => asked('b', portal, { method: 'GET', url: page }),
      write: async (as, form) => asked(as, portal, form),
      mark: () => 'lrmark',
      wait: async () => undefined,
    };
    const subject = { url: page, owner: 'b', asker: 'a', what: 'an object of b' } as const;
    return proveDelete(subject, bench, mark, async (_as, names) => new Map(names.map((name) => [name, 'own'])));
  };
  it('through the form behind a link: gone', async () => {
    expect(await prove(confirming(false))).toMatchObject({ control: true, trials: [{ changed: true }] });
  });
  it('refused where it works for the owner: not gone, and that is proven', async () => {
    expect(await prove(confirming(true))).toMatchObject({
      control: true,
      trials: [{ way: 'the form that deletes', changed: false }],
    });
  });
  it('below a parent of its own: gone where the parent alone is looked at, and proven not to be where both are', async () => {
    const at = (project: number) => `${base}/projects/${project}/comments/9`;
    const run = async (looksAtParentAlone: boolean) => {
      let stands = true;
      const parents = { a: 1, b: 2 } as const;
      const portal = {
        answer(as: string, { method, url }: Pick<WriteForm, 'method' | 'url'>) {
          const own = parents[as as 'a' | 'b'];
          const mayGo = url === at(own) && (as === 'b' || looksAtParentAlone);
          if (method === 'DELETE' && mayGo) stands = false;
          return method === 'DELETE'
            ? { status: mayGo ? 204 : 404, text: '' }
            : { status: 200, text: stands ? mark : 'none' };
        },
      };
      const view = (as: 'a' | 'b', form: Pick<WriteForm, 'method' | 'url'>) => {
        const { status, text } = portal.answer(as, form);
        return viewed(as, status, text, 'text/plain');
      };
      const next = counter();
      const bench: WriteBench = {
        journal: openJournal(
          join(folder, `below-${looksAtParentAlone}.jsonl`),
          () => new Date(0),
          () => `w${next()}`,
        ),
        read: async () => view('b', { method: 'GET', url: at(2) }),
        write: async (as, form) => view(as as 'a' | 'b', form),
        mark: () => 'lrmark',
        wait: async () => undefined,
      };
      const subject = { url: at(2), owner: 'b', asker: 'a', what: 'an object of b' } as const;
      const met = [{ identity: 'a' as const, url: `${base}/projects/1`, status: 200, afterSignIn: true }];
      const below = (url: string) => belowOwnParent(url, met, 'a', (part) => part === '2');
      return proveDelete(subject, bench, mark, async () => undefined, below);
    };
    expect(await run(true)).toMatchObject({ trials: [{ way: 'DELETE below its own parent', changed: true }] });
    expect(await run(false)).toMatchObject({ control: true, trials: [{ changed: false }, { changed: false }] });
  });
  it('a way that not even the owner can go shows nothing', async () => {
    const portal = confirming(true);
    const unmoved = {
      ...portal,
      answer: (as: string, form: Pick<WriteForm, 'method' | 'url'>) => portal.answer(as, { ...form, method: 'GET' }),
    };
    expect(await prove(unmoved)).toEqual({ control: false, trials: [] });
  });
});

it('a row ends where it ends, and who wrote it is not what was made', async () => {
  const list = `${base}/projects/4/versions`;
  const source = `<ul><li><a href="/projects/4">All</a></li><li><b>${mark}</b></li></ul><p>Members: <a href="/users/6">Bob</a></p>`;
  expect(addressesOf(source, mark, list)).toEqual([]);
  const row = `<table><tr><td><a href="/users/6">Bob</a> wrote <a href="/versions/9">${mark}</a></td></tr></table>`;
  expect(addressesOf(row, mark, list)[0]).toBe(`${base}/versions/9`);
  const sent: string[] = [];
  const ask: UndoAsk = async ({ method, url }) => {
    sent.push(`${method} ${url}`);
    return { status: 200, text: 'Bob, member since May', source: '<p>Bob, member since May</p>' };
  };
  const byBob = `<table><tr><td>${mark}</td><td><a href="/users/6">Bob</a></td></tr></table>`;
  expect(await deleteListed(byBob, mark, ask, list)).toMatchObject({ done: false });
  expect(sent).toEqual([`GET ${base}/users/6`]);
});

it('a redirect to the record that the form named is no address of what was made below it', () => {
  const notes = `${base}/notes`;
  expect(createdAddress(notes, '', '/projects/7', 'project_id=7&text=x')).toBeUndefined();
  expect(createdAddress(notes, '', '/notes/812', 'project_id=7&text=x')).toBe(`${notes}/812`);
});

it('what has no page of its own goes by the control of its row, and by no other row’s', async () => {
  const list = `${base}/categories`;
  const rowOf = (id: number, name: string) =>
    `<tr><td>${name}</td><td><a href="/users/6">Bob</a></td><td><a data-method="delete" href="/categories/${id}">x</a></td></tr>`;
  const rows = new Map([
    [1, 'Pumps'],
    [2, mark],
    [3, 'Hoists'],
  ]);
  const page = () =>
    `<select>${[...rows.values()].map((name) => `<option>${name}</option>`).join('')}</select><ul><li><a data-method="delete" href="/categories/3">all</a></li></ul><table>${[...rows].map(([id, name]) => rowOf(id, name)).join('')}</table>`;
  const ask: UndoAsk = async ({ method, url }) => {
    if (method === 'DELETE') rows.delete(Number(url.split('/').at(-1)));
    return { status: 200, text: url === list ? page() : 'Bob', source: url === list ? page() : '' };
  };
  expect(await deleteListed(page(), mark, ask, list)).toMatchObject({ done: true });
  expect([...rows.keys()]).toEqual([1, 3]);
});

it('further pages of a list are those that it links to, the last one first, and those between', () => {
  const list = `${base}/cars/`;
  const source =
    '<a href="?page=2">2</a><a href="?page=4">last</a><a href="/cars/7/">car</a><a href="?sort=name">name</a>';
  expect(furtherPages(source, list)).toEqual([4, 3, 2, 1].map((page) => `${list}?page=${page}`));
  expect(furtherPages('<a href="/cars/?q=a&amp;p=2">next</a>', `${list}?q=a`)).toEqual([
    `${list}?q=a&p=2`,
    `${list}?q=a&p=1`,
  ]);
  expect(furtherPages('<a href="/cars/7/">car</a>', list)).toEqual([]);
});

it('what was planted is found on the last page of the list that the answer led to', async () => {
  const list = `${base}/cars/`;
  let stands = true;
  const ask: UndoAsk = async ({ method, url }) => {
    if (url === `${base}/cars/13/delete/` && method === 'POST') stands = false;
    const row = `<table><tr><td><a href="/cars/13/change/">${mark}</a></td></tr></table>`;
    const shown =
      url === list
        ? '<a href="?page=2">next</a><a href="?page=3">last</a>'
        : url === `${list}?page=3` && stands
          ? row
          : url === `${base}/cars/13/change/` && stands
            ? `<p>${mark}</p><form method="post" action="/cars/13/delete/"><button>Delete</button></form>`
            : '<p>nothing</p>';
    return {
      status: stands || !url.includes('/13/') ? (method === 'DELETE' ? 405 : 200) : 404,
      text: shown,
      source: shown,
    };
  };
  const entry = {
    id: '1',
    at: '',
    identity: 'b',
    method: 'POST',
    url: `${base}/cars/new/`,
    what: 'planted',
    mark,
    settled: [{ state: 'done' as const, status: 302, list }],
  };
  expect(await undoEntry(entry, ask)).toMatchObject({ done: true });
  expect(stands).toBe(false);
});

it('a page that shows nothing of what was made there is no sign that it is gone', async () => {
  const made = `${base}/orders/78/parts/`;
  const ask: UndoAsk = async ({ url }) => ({ status: 200, text: url === made ? mark : 'New order', source: '' });
  const entry = {
    id: 'u1',
    at: '2026-11-23T12:00:00Z',
    site: base,
    identity: 'b' as const,
    method: 'POST',
    url: `${base}/orders/new/`,
    what: 'b makes an object once more',
    undo: {
      method: 'DELETE',
      url: `${base}/orders/new/`,
      as: 'b' as const,
      look: { url: `${base}/orders/new/`, mark },
      of: 'item' as const,
    },
    settled: [{ state: 'done' as const, status: 302, created: made }],
  };
  expect(await undoEntry(entry, ask)).toMatchObject({ done: false });
});

const fileEntry = (list: string) => ({
  id: 'f1',
  at: '',
  identity: 'b' as const,
  method: 'POST',
  url: `${list}/files`,
  what: 'canary planted through the upload',
  mark,
  settled: [{ state: 'done' as const, status: 303, list }],
});
const filePage = (list: string, there: () => boolean, { rowDeletes = true, further = '' } = {}): UndoAsk => {
  const row = `<li><a href="/files/f-81">${mark}.pdf</a> ${rowDeletes ? '<form method="post" action="/files/f-81/delete"><button>Delete</button></form>' : ''}</li>`;
  return async ({ url }) => {
    const source = url === list ? `<h1>Case</h1><ul>${there() ? row : ''}</ul>${further}` : there() ? mark : '';
    return { status: 200, text: source, source };
  };
};

it('a file that shows itself where it is fetched goes by the control of its row', async () => {
  const list = `${base}/cases/c-7`;
  const state = { there: true };
  const plain = filePage(list, () => state.there);
  const ask: UndoAsk = async (request) => {
    if (request.method === 'POST' && request.url === `${base}/files/f-81/delete`) state.there = false;
    return plain(request);
  };
  expect(await undoEntry(fileEntry(list), ask)).toMatchObject({ done: true });
  expect(state.there).toBe(false);
  expect(
    await undoEntry(
      fileEntry(list),
      filePage(list, () => true, { rowDeletes: false }),
    ),
  ).toMatchObject({
    done: false,
  });
});

it('what the page that listed it shows no more, on none of its further pages either, is gone', async () => {
  const list = `${base}/cases/c-7`;
  expect(
    await undoEntry(
      fileEntry(list),
      filePage(list, () => false),
    ),
  ).toMatchObject({ done: true });
  const broken: UndoAsk = async ({ url }) =>
    url === list ? { status: 200, text: '', source: '<a href="?page=2">2</a>' } : { status: 500, text: '' };
  expect(await undoEntry(fileEntry(list), broken)).toMatchObject({ done: false });
});
