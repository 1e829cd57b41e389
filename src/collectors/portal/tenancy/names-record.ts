/**
 * A ticket of a help desk, a session of a course: words that name a key as well as a record. The number of a record is short and
 * can be counted up to; a key cannot be guessed.
 */
export function namesRecord(name: string, value: string): boolean {
  return /^(ticket|session(_?id)?)$/i.test(name) && /^(\d{1,9}|[A-Z]{2,5}-\d{1,9})$/.test(value);
}
