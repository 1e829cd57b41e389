import type { IdentityName } from '../../../model/identity.ts';
import type { WriteTrial } from '../../write-evidence.ts';
import { rowsWhere, tableRows } from '../tenancy/table-reads.ts';
import type { RawView } from '../tenancy/view.ts';
import type { WriteBench } from './prove-record.ts';
import { changeAddress } from './table-candidates.ts';
import { adaptedRow, rowToPlant, type TableRow } from './row-to-plant.ts';

export interface TableSubject {
  /** Address of the table, without a filter. */
  readonly table: string;
  readonly owner: IdentityName;
  readonly asker: IdentityName;
  /** A row of the owner's, and its column with a text that people write. */
  readonly row: TableRow;
  readonly text: string;
  /** Columns of it that say whose it is, or below whose record it stands. */
  readonly foreign: readonly string[];
  /** Of the owner's row the columns that name its user, with the asker's own user. */
  readonly person: TableRow;
  /** A row of the asker's own. */
  readonly own?: TableRow;
}
export interface RowBench extends Pick<WriteBench, 'journal' | 'mark' | 'wait' | 'write'> {
  /** Reads an address of the table as one of the two. */
  readonly look: (as: IdentityName, url: string) => Promise<RawView>;
}
export interface RowProof {
  /** Whether the asker's rows got to the owner, by an insert or by moving one of its own; none where that was not tried. */
  readonly planted: readonly WriteTrial[];
  readonly restored: boolean | null;
  readonly deleted?: WriteTrial;
}

const settleMs = 2200;
const mostTries = 4;

/**
 * Rows that are made for it, found again and deleted by the mark in their text: the owner plants one, the asker deletes it, else the
 * owner does, which shows that both work. Then the asker plants one with the owner's values, and moves one of its own there. Only what
 * the owner reads counts: the database answers 201 and 204 whether or not a row was touched. undefined: the owner cannot do it itself.
 */
export async function proveRow(subject: TableSubject, bench: RowBench): Promise<RowProof | undefined> {
  const { table, owner, asker, row, text } = subject;
  const rowAt = (mark: string) => rowsWhere(table, text, mark);
  // Where the filter is not obeyed, what is meant for one row would be done to all.
  const none = await bench.look(owner, rowAt(bench.mark()));
  if (none.status >= 300 || !['empty', 'data'].includes(none.outcome) || tableRows(none.content.json).length > 0)
    return undefined;
  const control = await planted(row, owner, [owner]);
  if (control.entries.size === 0) return undefined;
  const deleted = await deletion(control.mark);
  if ((await clear(control)) === false || !deleted) return { planted: [], restored: false };
  const trials: WriteTrial[] = [];
  let restored: boolean | null = null;
  for (const { way, sent, moved } of ways()) {
    const made = await planted(sent, asker, [owner, asker]);
    let { status, outcome } = made;
    // What the asker cannot make for itself it cannot move.
    if (moved && (await reads(asker, made.mark)) === undefined) {
      await clear(made);
      continue;
    }
    if (moved) {
      const form = { method: 'PATCH', url: changeAddress(rowAt(made.mark)), body: JSON.stringify(moved), contentType };
      ({ status, outcome } = await bench.write(asker, form));
    }
    const changed = await isOwners(made.mark);
    trials.push({ way, status, outcome, changed });
    const back = await clear(made);
    if (changed === true || back === false) {
      restored = back;
      break;
    }
  }
  return { planted: trials, restored, deleted };

  function* ways(): Generator<{ way: string; sent: TableRow; moved?: TableRow }> {
    yield { way: 'POST', sent: row };
    const { own, person, foreign } = subject;
    const rest = foreign.filter((name) => !(name in person));
    if (rest.length > 0 && Object.keys(person).length > 0)
      yield { way: 'POST in the name of its own user', sent: { ...row, ...person } };
    const differing = (names: readonly string[]) =>
      Object.fromEntries(names.filter((name) => own?.[name] !== row[name]).map((name) => [name, row[name]]));
    const [all, some] = [differing(foreign), differing(rest)];
    if (!own || Object.keys(all).length === 0) return;
    yield { way: 'PATCH that moves its own row', sent: own, moved: all };
    if (Object.keys(some).length > 0 && Object.keys(some).length < Object.keys(all).length)
      yield { way: 'PATCH that moves its own row and stays its user', sent: own, moved: some };
  }

  /** Plants a row, as the database takes it; no entry of the journal stays open where none of these reads it afterwards. */
  async function planted(like: TableRow, as: IdentityName, readers: readonly IdentityName[]) {
    const mark = bench.mark();
    const entries = new Map<IdentityName, string>();
    for (const one of readers)
      entries.set(
        one,
        await bench.journal.plan({
          identity: as,
          method: 'POST',
          url: table,
          what: `${as} plants a row to be deleted again`,
          undo: { method: 'DELETE', url: changeAddress(rowAt(mark)), as: one, look: { url: rowAt(mark), mark } },
        }),
      );
    let sent: TableRow | undefined = rowToPlant(like, text, mark);
    let answer: RawView | undefined;
    for (let tries = 0; sent && tries < mostTries; tries++) {
      answer = await bench.write(as, { method: 'POST', url: table, body: JSON.stringify(sent), contentType });
      if (answer.status < 400 || answer.status >= 500) break;
      sent = adaptedRow(sent, like, answer.content.json, mark);
    }
    const { status = 0, outcome = 'failed' } = answer ?? {};
    let found = await Promise.all(readers.map((one) => reads(one, mark)));
    if (status < 400 && found.every((one) => one === undefined)) {
      await bench.wait(settleMs);
      found = await Promise.all(readers.map((one) => reads(one, mark)));
    }
    if (found.some((one) => one !== undefined)) return { mark, entries, status, outcome };
    for (const id of entries.values()) await bench.journal.settle(id, { state: 'refused', status });
    return { mark, entries: new Map<IdentityName, string>(), status, outcome };
  }

  /** The asker deletes the owner's planted row, else the owner does; undefined where not even the owner can. */
  async function deletion(mark: string): Promise<WriteTrial | undefined> {
    const url = changeAddress(rowAt(mark));
    const id = await bench.journal.plan({
      identity: asker,
      method: 'DELETE',
      url,
      what: `${asker} deletes a row of ${owner}, which the audit had planted`,
    });
    const { status, outcome } = await bench.write(asker, { method: 'DELETE', url });
    const gone = async () => tableRows((await answered(owner, rowAt(mark)))?.content.json ?? [{}]).length === 0;
    let isGone = await gone();
    if (!isGone && status < 400) {
      await bench.wait(settleMs);
      isGone = await gone();
    }
    await bench.journal.settle(id, { state: 'refused', status });
    if (isGone) return { way: 'DELETE', status, outcome, changed: true };
    await bench.write(owner, { method: 'DELETE', url });
    return (await gone()) ? { way: 'DELETE', status, outcome, changed: false } : undefined;
  }

  /** Deletes what was planted as each who may have it, and makes sure. */
  async function clear({ mark, entries }: { mark: string; entries: ReadonlyMap<IdentityName, string> }) {
    let all = true;
    for (const [as, id] of entries) {
      if ((await reads(as, mark)) !== undefined)
        await bench.write(as, { method: 'DELETE', url: changeAddress(rowAt(mark)) });
      const view = await answered(as, rowAt(mark));
      const gone = view !== undefined && tableRows(view.content.json).length === 0;
      if (!gone) all = false;
      const detail = gone ? 'no row with the mark is left' : 'the planted row could not be deleted';
      await bench.journal.settle(id, { state: gone ? 'undone' : 'cannot-undo', detail });
    }
    return entries.size === 0 ? null : all;
  }

  /** What the owner reads there is the owner's by its values: a row that became the asker's own is a value not taken. */
  async function isOwners(mark: string): Promise<boolean | null> {
    const view = await answered(owner, rowAt(mark));
    if (!view) return null;
    const told = subject.foreign.filter((name) => !(name in subject.person));
    const names = told.length > 0 ? told : subject.foreign;
    return tableRows(view.content.json).some((one) => names.every((name) => one[name] === row[name]));
  }

  async function reads(as: IdentityName, mark: string): Promise<TableRow | undefined> {
    return tableRows((await answered(as, rowAt(mark)))?.content.json ?? [])[0];
  }

  async function answered(as: IdentityName, url: string): Promise<RawView | undefined> {
    const view = await bench.look(as, url);
    return view.status < 300 && ['data', 'empty'].includes(view.outcome) ? view : undefined;
  }
}

const contentType = 'application/json';
