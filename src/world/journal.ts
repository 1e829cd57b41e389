import { appendFile, chmod, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { GapError, gap } from '../model/gap.ts';

/** How something is read by whoever owns it. */
interface Look {
  readonly url: string;
  /** Where the owner reads by something else than GET: a GraphQL query. */
  readonly method?: string;
  readonly body?: string;
  readonly contentType?: string;
}

/** A write on its way: in the journal on disk before it is sent (CONTRACT.md, Permits and consent). */
export interface PlannedWrite {
  readonly identity: string;
  readonly method: string;
  readonly url: string;
  /** What it is, for a person. */
  readonly what: string;
  /** Stands in the new object, so that it can be found in its list where no answer said where it lives. */
  readonly mark?: string;
  /** Done to an object that the audit had made for it: nothing is to be taken back but the object, which has an entry of its own. */
  readonly sacrificed?: true;
  /** What the typed fields of the form on this page held before: a form that edits in place is put back, not deleted. */
  readonly former?: {
    readonly page: string;
    readonly fields: readonly (readonly [name: string, value: string])[];
  };
  /** The request that restores the former state, where it is known beforehand. */
  readonly undo?: {
    readonly method: string;
    readonly url: string;
    readonly body?: string;
    readonly contentType?: string;
    /** Sent where that body is refused: the same without what the server may never have taken. */
    readonly otherwise?: string;
    /** Who takes it back, where that is not who wrote it: the owner of the object. */
    readonly as?: string;
    /** Who else may put it back: it may stand where `as` no longer reaches it, so that `as` finding nothing there proves nothing. */
    readonly orAs?: string;
    /** Read first by the same one: without the mark in the answer there is nothing to take back. */
    readonly look?: Look & { readonly mark: string };
    /** Fields of the body that are taken anew from the forms of this page: tokens against forged requests. */
    readonly fresh?: { readonly url: string; readonly fields: readonly string[] };
    /** Where the state of the record is read that the body or `If-Match` has to name. */
    readonly locks?: Look;
    readonly headers?: readonly (readonly [name: string, value: string])[];
    /** `item`: the address is that of a list, and the id of the item that holds the mark goes behind it. */
    readonly of?: 'item';
  };
}
export type Settled =
  | {
      readonly state: 'done';
      readonly status: number /** Address of the object that was created. */;
      readonly created?: string;
      /** Where the answer led, where that is no address of the object itself: most likely the list that shows it. */
      readonly list?: string;
    }
  | { readonly state: 'refused'; readonly status: number }
  | { readonly state: 'undone'; readonly detail: string }
  /** It went out and nothing of it stands at the portal: a mail. Nobody has to look for it. */
  | { readonly state: 'gone-out'; readonly detail: string }
  | {
      readonly state: 'cannot-undo';
      readonly detail: string;
      /** The request that puts it back was taken, and the former value was not read again: sent once more it proves nothing. */
      readonly inVain?: true;
    };

export interface JournalEntry extends PlannedWrite {
  readonly id: string;
  readonly at: string;
  /** The address that the run was given, where it was given one: whoever takes it back begins there. */
  readonly site?: string;
  readonly settled: readonly Settled[];
}

export interface Journal {
  /** Writes the plan to disk and returns its id; throws GapError `refused` when the disk does not take it: then nothing is sent. */
  plan(write: PlannedWrite): Promise<string>;
  settle(id: string, outcome: Settled): Promise<void>;
  /** Entries of this file, oldest first. */
  entries(): Promise<readonly JournalEntry[]>;
}

/** A journal in one file of JSON lines, readable by its owner only. A line cut off by a crash is ignored when read. */
export function openJournal(file: string, now: () => Date, newId: () => string, site?: string): Journal {
  const append = async (line: object) => {
    try {
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true });
      await chmod(file, 0o600);
    } catch (thrown) {
      const why = thrown instanceof Error ? thrown.message : String(thrown);
      throw new GapError(
        gap(
          'refused',
          `The journal ${file} cannot be written (${why}), so no write was sent.`,
          'Free some space or choose another --out folder.',
        ),
        { cause: thrown },
      );
    }
  };
  return {
    async plan(write) {
      const id = newId();
      await append({ id, at: now().toISOString(), ...(site === undefined ? {} : { site }), ...write });
      return id;
    },
    settle: (id, outcome) => append({ settles: id, at: now().toISOString(), ...outcome }),
    entries: () => readJournal(file),
  };
}

/** Entries of a journal file; an absent file is an empty journal. */
export async function readJournal(file: string): Promise<readonly JournalEntry[]> {
  const text = await readFile(file, 'utf8').catch((thrown: NodeJS.ErrnoException) => {
    if (thrown.code === 'ENOENT') return '';
    throw thrown;
  });
  const entries = new Map<string, JournalEntry & { settled: Settled[] }>();
  for (const line of text.split('\n')) {
    const parsed = parseLine(line);
    if (!parsed) continue;
    if (typeof parsed.settles === 'string') entries.get(parsed.settles)?.settled.push(parsed as unknown as Settled);
    else if (typeof parsed.id === 'string')
      entries.set(parsed.id, { ...(parsed as unknown as JournalEntry), settled: [] });
  }
  return [...entries.values()];
}

function parseLine(line: string): Record<string, unknown> | undefined {
  if (line.trim() === '') return undefined;
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

/** What still stands at the portal: planned or done, and not undone. A plan without an outcome may have been sent. */
export function outstanding(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const isOver = ({ state }: Settled) => state === 'undone' || state === 'refused' || state === 'gone-out';
  return entries.filter((entry) => !entry.settled.some(isOver));
}

/** Where no journal file was given: nothing may be written to the target. */
export const noJournal: Journal = {
  plan: () =>
    Promise.reject(
      new GapError(gap('refused', 'There is no journal, so no write was sent.', 'Run with an --out folder.')),
    ),
  settle: () => Promise.resolve(),
  entries: () => Promise.resolve([]),
};
