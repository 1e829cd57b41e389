import { expect, it } from 'vitest';
import { actsOnRecord } from '../../src/collectors/portal/crawl/crawl-state.ts';
import { actionWords, decisionWords, neverActed } from '../../src/collectors/portal/actions/action-words.ts';
import { type ActionBench, proveAction } from '../../src/collectors/portal/actions/prove-action.ts';
import type { RecordState, StateChange } from '../../src/collectors/portal/actions/record-state.ts';
import { undoEntry } from '../../src/collectors/portal/canaries/undo-entry.ts';
import type { PlannedWrite, Settled } from '../../src/world/journal.ts';

const open: RecordState = { present: true, words: ['ladder', 'open'], buttons: ['Approve'] };
const states = {
  approved: { present: true, words: ['ladder', 'approved'], buttons: [] },
  renamed: { present: true, words: ['ladder', 'approved'], buttons: ['Approve'] },
  aged: { present: true, words: ['ladder', 'open', 'minutes', 'ago'], buttons: ['Approve'] },
  gone: { present: false, words: [], buttons: [] },
} satisfies Record<string, RecordState>;
type Next = keyof typeof states | 'open' | 'unreadable';

/** A record that the asker's request, and the owner's, leave in these states. */
function toy(asked: Next, owned: Next, { twin, restless = false }: { twin?: StateChange; restless?: boolean } = {}) {
  const journal: (PlannedWrite & { settled: Settled['state'][] })[] = [];
  const stateOf = (next: Next) => (next === 'open' ? open : next === 'unreadable' ? undefined : states[next]);
  let now: RecordState | undefined = open;
  let reads = 0;
  const bench: ActionBench = {
    journal: {
      plan: async (write) => String(journal.push({ ...write, settled: [] }) - 1),
      settle: async (id, { state }) => void journal[Number(id)]?.settled.push(state),
      entries: async () => [],
    },
    read: async () => (restless && reads++ === 0 ? states.approved : now),
    async send(as) {
      now = stateOf(as === 'a' ? asked : owned);
      return { status: as === 'a' && asked === 'open' ? 404 : 200, outcome: 'data' };
    },
    twin: async () => twin,
    wait: async () => undefined,
  };
  const subject = { owner: 'b', asker: 'a', method: 'POST', url: 'https://x.test/wishes/7/approve', what: '"Approve"' };
  return { journal, prove: () => proveAction(subject as Parameters<typeof proveAction>[0], bench) };
}
const same: StateChange = { kind: 'words', words: ['approved'] };

it.each([
  ['its controls change', toy('approved', 'approved'), { changed: true }],
  ['it is gone', toy('gone', 'gone'), { changed: true }],
  ['words change, those of a twin too', toy('renamed', 'approved', { twin: same }), { changed: true }],
  ['words change, and no twin says whether that is it', toy('renamed', 'approved'), { changed: null }],
  [
    'words change, others at a twin',
    toy('renamed', 'open', { twin: { kind: 'words', words: ['new'] } }),
    { changed: null },
  ],
  ['time passes alone, then the owner does it', toy('aged', 'approved'), { changed: false, control: true }],
  ['nothing changes, then the owner does it', toy('open', 'approved'), { status: 404, changed: false, control: true }],
  ['nothing changes, for the owner neither', toy('open', 'open'), { changed: false, control: false }],
  ['it cannot be read any more', toy('unreadable', 'approved'), { changed: null }],
])('the asker’s request, and %s', async (_what, { journal, prove }, expected) => {
  expect(await prove()).toMatchObject(expected);
  expect(journal.length).toBeGreaterThan(0);
  expect(journal.every(({ sacrificed, settled }) => sacrificed === true && settled.at(-1) === 'refused')).toBe(true);
});

it('a record that does not rest is left alone', async () => {
  const { journal, prove } = toy('approved', 'approved', { restless: true });
  expect(await prove()).toBeUndefined();
  expect(journal).toEqual([]);
});

it('a run that ended while something was done to such a record has nothing of it to take back', async () => {
  const { journal, prove } = toy('open', 'approved');
  await prove();
  const entry = { ...(journal[0] ?? expect.fail('nothing was planned')), id: '1', at: '', settled: [] };
  expect(await undoEntry(entry, () => expect.fail('something was asked'))).toMatchObject({ done: true });
});

it.each([
  'Approve',
  'Genehmigen',
  'Valider',
  'Rechazar',
  'Approva',
  'Recusar',
  'Goedkeuren',
  'Zatwierdź',
  '承認する',
  '批准',
])('%s is a decision', (label) => expect([actionWords.test(label), decisionWords.test(label)]).toEqual([true, true]));

it.each([
  'Archive',
  'Stornieren',
  'Clôturer',
  'Anular',
  'Chiudi',
  'Encerrar',
  'Afronden',
  'Zamknij',
  '取消',
  'キャンセル',
])('%s cannot be put back, and decides nothing for anybody', (label) =>
  expect([actionWords.test(label), decisionWords.test(label)]).toEqual([true, false]),
);

it.each(['Approve and pay', 'Confirm and send', 'Annehmen und senden', 'Aceptar y pagar', 'Delete', 'Confirm order'])(
  '%s reaches others, or costs, or deletes',
  (label) => expect(new RegExp(neverActed, 'iu').test(label)).toBe(true),
);

it.each([
  ['Approve', true, true],
  ['Cancel booking', true, true],
  ['Cancel', false, true],
  ['Cancel', true, false],
  ['Schließen', true, false],
  ['Approve and send', false, false],
  ['Save', true, false],
])('on the walk %s (in a form: %s) counts as such a control: %s', (text, inForm, expected) =>
  expect(actsOnRecord({ text, inForm })).toBe(expected),
);
