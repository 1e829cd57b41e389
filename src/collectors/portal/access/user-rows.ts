import type { AnswerContent } from '../tenancy/answer-text.ts';

/** One person of a list: leaves by path (`role.name`), texts and truths as they stood there. */
export type UserRow = Readonly<Record<string, string>>;

const mail = /^[^\s@<>"]{1,64}@[^\s@<>"]+\.[a-z]{2,}$/i;
const mailInside = /[^\s@<>"'(),;:]{1,64}@[a-z0-9.-]+\.[a-z]{2,}/i;
const rowsAtMost = 2000;

/** The address or user name of a row. */
export function userOf(row: UserRow): string | undefined {
  const leaves = Object.entries(row);
  return (
    leaves.find(([, value]) => mail.test(value))?.[1] ??
    leaves.find(([path, value]) => /(^|\.)(user_?name|login|user)$/i.test(path) && value.length < 80)?.[1]
  );
}

/** Lists of people in an answer: arrays of objects of which each has an address or a user name, or rows of a table. */
export function userRows(content: AnswerContent, body: string): readonly UserRow[] {
  if (content.kind === 'json') return jsonRows(content.json, 0).slice(0, rowsAtMost);
  return content.kind === 'html' ? tableRows(body) : [];
}

function jsonRows(value: unknown, depth: number): UserRow[] {
  if (value === null || typeof value !== 'object' || depth > 6) return [];
  if (!Array.isArray(value)) return Object.values(value).flatMap((one) => jsonRows(one, depth + 1));
  // Relay wraps each row: {"node": {…}}.
  const items = value.map((one) => (isObject(one) && isObject(one.node) ? one.node : one)).filter(isObject);
  const rows = items.map((one) => leavesOf(one));
  const people = rows.filter((row) => userOf(row) !== undefined);
  if (people.length > 0 && people.length >= rows.length / 2) return people;
  return value.flatMap((one) => jsonRows(one, depth + 1));
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function leavesOf(object: Readonly<Record<string, unknown>>, prefix = '', depth = 0): Record<string, string> {
  const leaves: Record<string, string> = {};
  for (const [key, value] of Object.entries(object)) {
    const path = `${prefix}${key}`;
    if (isObject(value) && depth < 2) Object.assign(leaves, leavesOf(value, `${path}.`, depth + 1));
    else if (Array.isArray(value))
      leaves[path] = value
        .slice(0, 20)
        .map((one) => (isObject(one) ? String(one.name ?? one.slug ?? one.key ?? one.id ?? '') : String(one)))
        .sort()
        .join(', ');
    else if (['string', 'number', 'boolean'].includes(typeof value)) leaves[path] = String(value).slice(0, 200);
  }
  return leaves;
}

/** Rows of tables that hold one address: cell by cell. Choices of a select that are not chosen are no values. */
function tableRows(source: string): readonly UserRow[] {
  return [...source.matchAll(/<tr[\s>][\s\S]*?<\/tr>/gi)].slice(0, rowsAtMost).flatMap(([row]) => {
    const shown = row.replace(/<option(?![^>]*\sselected)[^>]*>[^<]*(<\/option>)?/gi, '');
    const cells = [...shown.matchAll(/<t[dh][\s>]([\s\S]*?)<\/t[dh]>/gi)].map(([, cell = '']) =>
      cell
        .replace(/^[^<]*?>/, '')
        .replace(/<[^>]+>/g, ' ')
        .replace(/&amp;/g, '&')
        .replace(/\s+/g, ' ')
        .trim(),
    );
    const address = mailInside.exec(cells.join(' '))?.[0];
    if (address === undefined || cells.length < 2) return [];
    return [{ email: address, ...Object.fromEntries(cells.map((cell, at) => [`cell ${at + 1}`, cell])) }];
  });
}
