import { join } from 'node:path';
import { type Journal, openJournal } from '../../src/world/journal.ts';
import { counter } from '../collectors/network-setting.ts';

/** A journal in this folder, of a clock that stands still, whose entries are numbered. */
export function plainJournal(folder: string): Journal {
  const next = counter();
  return openJournal(
    join(folder, 'journal.jsonl'),
    () => new Date(0),
    () => `w${next()}`,
  );
}
