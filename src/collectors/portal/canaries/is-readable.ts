import type { UndoAnswer } from './undo-entry.ts';

/** Gone is an answer as well: an object that was made may have been deleted since. */
export function isReadable({ status, unreadable }: UndoAnswer): boolean {
  return status === 404 || status === 410 || (status >= 200 && status < 300 && unreadable !== true);
}
