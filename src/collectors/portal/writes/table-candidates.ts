import { policyFor } from '../policy.ts';
import type { Setting } from '../tenancy/setting.ts';
import { isTableRead, rowAddress, tableRows } from '../tenancy/table-reads.ts';
import type { RawView } from '../tenancy/view.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { mayNotWrite } from './bench.ts';
import type { Parties, WriteCandidate } from './candidate.ts';
import { textFieldOf } from './text-field.ts';
import { jsonWay, recordPlace, type WriteTarget } from './write-target.ts';

const perTable = 2;
const tableLimit = 8;

/**
 * Rows of the owner's in tables that the pages read straight from the database (PostgREST): changed by PATCH with the row's id for a
 * filter. A policy that lets everybody update answers as one does that lets nobody: 204, or 200 with no row. What the owner reads tells.
 */
export function tableCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const found = new Map<string, WriteCandidate[]>();
  const read = setting.exchanges.filter((one) => one.identity === owner && one.status < 300 && isTableRead(one));
  // A row that a page asked for by itself is one that people open and change.
  const single = (address: string) => (/[?&]id=eq\./.test(address) ? 0 : 1);
  for (const exchange of [...read].sort((one, other) => single(one.url) - single(other.url))) {
    const { pathname, host } = new URL(exchange.url);
    const known = found.get(pathname) ?? [];
    if (!found.has(pathname) && found.size >= tableLimit) continue;
    if (mayNotWrite(setting, 'PATCH', pathname)) continue;
    if (policyFor(setting.context.target.config.policy, 'PATCH', pathname)?.scope === 'shared') continue;
    for (const row of tableRows(exchangeContent(exchange).json)) {
      const id = typeof row.id === 'string' || typeof row.id === 'number' ? String(row.id) : '';
      if (known.length >= perTable || id === '' || known.some((one) => one.reference === id)) continue;
      if (isMet(setting, asker, pathname, id)) continue;
      const url = rowAddress(exchange.url, id);
      known.push({
        host,
        method: 'PATCH',
        template: pathname,
        enough: true,
        read: { method: 'GET', url, like: exchange },
        reference: id,
        targetOf: (view) => rowTarget(url, view),
        sample: (field) => JSON.stringify({ [field]: 'CHANGED' }),
      });
    }
    found.set(pathname, known);
  }
  return [...found.values()].flat();
}

/** Whether the asker was given a row of this table with this id. */
function isMet(setting: Setting, asker: Parties['asker'], table: string, id: string): boolean {
  return setting.exchanges.some(
    (one) =>
      one.identity === asker &&
      one.status < 300 &&
      new URL(one.url).pathname === table &&
      tableRows(exchangeContent(one).json).some((row) => String(row.id) === id),
  );
}

/** The one row of an answer, as a record; anything else shows none. */
export function oneRow(view: RawView): RawView {
  const [row, ...more] = view.outcome === 'data' ? tableRows(view.content.json) : [];
  const content = { ...view.content, json: more.length === 0 ? row : undefined };
  return row && more.length === 0 ? { ...view, content } : { ...view, content, outcome: 'empty' };
}

/** `columns` are asked for by name; the filter names the row. */
export function changeAddress(rowUrl: string): string {
  const url = new URL(rowUrl);
  url.searchParams.delete('select');
  return url.href;
}

function rowTarget(url: string, view: RawView): WriteTarget | undefined {
  const field = textFieldOf(oneRow(view).content);
  if (!field) return undefined;
  const place = recordPlace(field);
  const [name = ''] = field.keys.slice(-1);
  return {
    place: {
      ...place,
      now: (later) => place.now(oneRow(later)),
      isAsBefore: (later) => place.isAsBefore(oneRow(later)),
    },
    ways: [jsonWay('PATCH', changeAddress(url), (value) => ({ [name]: value }))],
    more: () => [],
  };
}
