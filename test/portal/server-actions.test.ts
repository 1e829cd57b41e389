import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type UndoAsk, undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import { sentOffer } from '../../src/collectors/portal/colleague/sent-offer.ts';
import type { HeldRequest } from '../../src/collectors/portal/held-request.ts';
import { withoutCall } from '../../src/collectors/portal/operations/calling-headers.ts';
import { proveRecord, type WriteForm } from '../../src/collectors/portal/writes/prove-record.ts';
import { changesOf, sampleOf, sentOf, writtenAs } from '../../src/collectors/portal/writes/sent-change.ts';
import { sentTarget } from '../../src/collectors/portal/writes/sent-target.ts';
import { type Journal, openJournal, outstanding } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';
import { viewed } from './viewed.ts';
import { action, heldServerForm, mark, page } from './held-server-form.ts';

/** And of one that is called with arguments. */
const ofCall: HeldRequest = {
  ...heldServerForm,
  type: 'text/plain;charset=UTF-8',
  body: JSON.stringify(['job_7f3a21', `Replace the east gutter ${mark}`]),
};
const changeOf = (held: HeldRequest) => {
  const sent = sentOf(held);
  return sent && changesOf(sent)[0];
};

/** A job of B's on a page that the server draws: its title stands there, and no data name it. */
function portal(guarded: boolean) {
  let title = 'Replace the east gutter';
  const draw = () =>
    `<html><body><h1>${title}</h1><p>Status: open</p><a href="/jobs/job_7f3a21/log">Log of job_7f3a21</a></body></html>`;
  return {
    title: () => title,
    draw,
    handle(as: string, { method, headers = [], body = '', contentType = '' }: Partial<WriteForm>) {
      const called = headers.find(([name]) => name === 'next-action')?.[1];
      const given = /multipart/.test(contentType)
        ? /name="_1_title"\r\n\r\n([^\r\n]*)/.exec(body)?.[1]
        : body.startsWith('[')
          ? (JSON.parse(body) as string[])[1]
          : undefined;
      // A POST that calls nothing draws the page, as Next does.
      if (method === 'POST' && called === action && given !== undefined && (as === 'b' || !guarded)) title = given;
      return draw();
    },
  };
}

const view = (as: 'a' | 'b', body: string) => viewed(as, 200, body);

let folder: string;
let journal: Journal;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lr-actions-'));
  const next = counter();
  journal = openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date(0),
    () => `w${next()}`,
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function prove(held: HeldRequest, server: ReturnType<typeof portal>) {
  const change = changeOf(held);
  const next = counter();
  return proveRecord(
    { url: page, owner: 'b', asker: 'a', what: 'a job' },
    {
      journal,
      read: async () => view('b', server.draw()),
      write: async (as, form) => view(as as 'a' | 'b', server.handle(as, form)),
      mark: () => `lr${String(next()).padStart(10, '0')}`,
      wait: async () => undefined,
    },
    (seen) => change && sentTarget(change, seen),
  );
}

describe('functions of the server, called by a header', () => {
  it.each([
    ['a form', heldServerForm],
    ['arguments', ofCall],
  ])('change a text that the page shows, by %s', async (_what, held) => {
    const open = portal(false);
    const proof = await prove(held, open);
    expect(proof?.trials[0]).toMatchObject({ changed: true });
    expect(proof?.restored).toBe(true);
    expect(open.title()).toBe('Replace the east gutter');
    expect(await outstanding(await journal.entries())).toEqual([]);
    const closed = await prove(held, portal(true));
    expect(closed?.control).toBe(true);
    expect(closed?.trials.every((one) => one.changed === false)).toBe(true);
  });

  it('are named by the record and by what they are', () => {
    for (const held of [heldServerForm, ofCall]) {
      const change = changeOf(held);
      expect(change?.id.value).toBe('job_7f3a21');
      expect(change && writtenAs(change.sent)).toMatch(/#action-60fd19e3dc$/);
    }
  });

  it('without their header nothing is called, so nothing is shown', async () => {
    const { headers: _dropped, ...bare } = heldServerForm;
    expect(await prove(bare, portal(false))).toBeUndefined();
  });

  it('are called again when a change is taken back', async () => {
    const server = portal(false);
    const change = changeOf(heldServerForm);
    const target = change && sentTarget(change, view('b', server.draw()));
    const undo = await target?.ways[0]?.form('Replace the east gutter', 'b');
    server.handle('b', (await target?.ways[0]?.form('Something else', 'b')) ?? {});
    expect(server.title()).toBe('Something else');
    const id = await journal.plan({
      identity: 'b',
      method: 'POST',
      url: page,
      what: 'a change',
      ...(undo ? { undo: { ...undo, locks: { url: page }, as: 'b' } } : {}),
    });
    const entry = (await journal.entries()).find((one) => one.id === id);
    const ask: UndoAsk = async (request) => {
      server.handle('b', request as Partial<WriteForm>);
      return { status: 200, text: server.draw() };
    };
    expect(entry && (await undoEntry(entry, ask)).done).toBe(true);
    expect(server.title()).toBe('Replace the east gutter');
  });

  it('keep what they call where an owner’s choice is sent by a colleague', () => {
    const offer = sentOffer([{ ...ofCall, body: JSON.stringify([7, 'owner']) }], 'owner');
    expect(offer?.calls).toEqual([['next-action', action]]);
    expect(offer?.bodyWith('member')).toBe('[7,"member"]');
    expect(offer?.contentType).toBe('text/plain;charset=UTF-8');
  });

  it('are printed with what a person needs, and without what people wrote', () => {
    const [form, call] = [heldServerForm, ofCall].map(changeOf).map((one) => one && sampleOf(one));
    expect(form).toContain('name="_1_title"\r\n\r\nCHANGED');
    expect(form).toContain('name="_1_id"\r\n\r\njob_7f3a21');
    expect(form).toContain('[null,"$K1"]');
    expect(call).toBe('["job_7f3a21","CHANGED"]');
    const more = { ...ofCall, body: JSON.stringify(['job_7f3a21', `East gutter ${mark}`, 'Call Mrs Amory first']) };
    const third = changeOf(more);
    expect(third && sampleOf(third)).not.toContain('Amory');
  });

  it('lend what they call to no other request', () => {
    expect(withoutCall({ requestHeaders: { accept: '*/*', 'next-action': action } }).requestHeaders).toEqual({
      accept: '*/*',
    });
  });
});
