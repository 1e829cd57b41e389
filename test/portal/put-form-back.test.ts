import { expect, it } from 'vitest';
import { formerOf, formShowing } from '../../src/collectors/portal/canaries/put-form-back.ts';
import { type UndoAsk, undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import type { JournalEntry } from '../../src/world/journal.ts';

const page = 'https://desk.example/events/regatta/';
const sentTo = `${page}comment/`;
const mark = 'Checkfubabodesove';

/** The page of an event with one field for a remark on it: what is sent replaces what was there. */
function event(first: string, { refuses = false, creates = false, verb = 'POST' } = {}) {
  const state = { remark: first, rows: [] as string[], sent: 0 };
  const html = () =>
    `<form ${verb === 'POST' ? `method="post" action="${sentTo}"` : `hx-put="${sentTo}"`}><input type="hidden" name="token" value="t${state.sent}"><textarea name="remark">${creates ? '' : state.remark}</textarea><button>Save</button></form>${state.rows.join()}`;
  const ask: UndoAsk = async ({ method, url, body = '' }) => {
    if (method === 'GET' && url === page) return { status: 200, text: html(), source: html() };
    if (method !== verb) return { status: 405, text: '' };
    const form = new URLSearchParams(body);
    if (form.get('token') !== `t${state.sent}` || refuses) return { status: 403, text: '' };
    state.sent += 1;
    if (creates) state.rows.push(form.get('remark') ?? '');
    else state.remark = form.get('remark') ?? '';
    return { status: 302, text: '' };
  };
  return { state, html, ask };
}
const planted = (source: string): JournalEntry => {
  const former = formerOf(source, page, sentTo);
  return {
    id: 'x',
    at: '',
    identity: 'b',
    method: 'POST',
    url: sentTo,
    what: 'canary planted',
    mark,
    settled: [{ state: 'done', status: 302, list: page }],
    ...(former ? { former } : {}),
  };
};

it.each([
  ['', 'POST'],
  ['Bring the long tables.', 'POST'],
  ['Bring the long tables.', 'PUT'],
])('a form that edits in place is put back to %j (%s)', async (first, verb) => {
  const { state, html, ask } = event(first, { verb });
  const entry = planted(html());
  state.remark = `${mark} and more`;
  expect(formShowing(html(), entry)).toBeDefined();
  expect(await undoEntry(entry, ask)).toMatchObject({ done: true });
  expect([state.remark, (await undoEntry(entry, ask)).done, state.remark]).toEqual([first, false, first]);
});

it('says so where it cannot be put back', async () => {
  const { state, html, ask } = event('Bring the long tables.', { refuses: true });
  const entry = planted(html());
  state.remark = mark;
  expect(await undoEntry(entry, ask)).toMatchObject({ done: false, tried: true });
});

it('sends nothing through a form that makes new objects', async () => {
  const { state, html, ask } = event('', { creates: true });
  const entry = planted(html());
  state.rows.push(mark);
  await undoEntry(entry, ask);
  expect(state.sent).toBe(0);
});
