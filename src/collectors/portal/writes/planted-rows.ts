import { GapError, gap } from '../../../model/gap.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { isTableRead, rowAddress, tableRows } from '../tenancy/table-reads.ts';
import { learnedOf } from '../tenancy/tenant-values.ts';
import { sideEffectWords } from '../words.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { EmitWrite, Parties } from './candidate.ts';
import { metAs } from './owner-value.ts';
import { proveRow, type RowBench, type TableSubject } from './prove-row.ts';
import { notPutBack, reproduce } from './reproduce-write.ts';
import { asList, rowHeaders } from './row-headers.ts';
import type { TableRow } from './row-to-plant.ts';
import { oneRow } from './table-candidates.ts';
import { isIdKey, textFieldOf } from './text-field.ts';
import { userOf } from './user-of.ts';

const tableLimit = 4;
/** What is written down here sets something going, or is written down by the portal itself. */
const setsOff = /(^|_)(logs?|audits?|events?|history|queue|outbox|hooks?|subscriptions?|invoices?|sessions?)($|_)/i;

/**
 * Tables that the pages read straight from the database (PostgREST): rows made for it, planted below what is the owner's, moved there,
 * and deleted, by the asker. Policies for INSERT, UPDATE and DELETE are written one by one, and each may be the one that is missing.
 */
export async function plantedRows(setting: Setting, { owner, asker }: Parties, emit: EmitWrite): Promise<void> {
  const { context } = setting;
  for (const like of tablesOf(setting, owner).slice(0, tableLimit)) {
    const { pathname, host } = new URL(like.url);
    const subject = await subjectOf(setting, like, owner, asker);
    if (!subject) continue;
    context.progress(`rows planted in ${pathname}`);
    const read: PlainRequest = { method: 'GET', url: subject.table, like };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result, alive } = await betweenProbes(
      probes,
      () => proveRow(subject, rowBench(setting, read, owner)),
      setting.renew,
    );
    if (!result) continue;
    const { planted, deleted, restored } = result;
    const base = { owner, asker, host, template: pathname, control: true };
    const by = (method: string) => reproduce(setting, read, subject.table, method, '{}', asker);
    if (planted.length > 0) {
      const hit = planted.some(({ changed }) => changed === true);
      const shared = hit && (await allMet(setting, subject));
      const method = planted.find(({ changed }) => changed === true)?.way.startsWith('PATCH') ? 'PATCH' : 'POST';
      emit(
        {
          ...base,
          method: 'POST',
          object: 'child',
          trials: planted,
          restored,
          ...(shared ? { shared } : {}),
          reproduce: by(method),
        },
        alive,
      );
    }
    if (deleted)
      emit(
        {
          ...base,
          method: 'DELETE',
          object: 'planted',
          trials: [deleted],
          restored: null,
          reproduce: reproduce(setting, read, `${subject.table}?id=eq.ID`, 'DELETE', undefined, asker),
        },
        alive,
      );
    if (restored === false)
      throw new GapError(
        deleted
          ? notPutBack(pathname)
          : gap(
              'inconclusive',
              `A row that was planted in ${pathname} as ${owner.toUpperCase()} could not be deleted again, so nothing more was planted.`,
              'Run launch-ready undo, look at the row by hand, then exclude the table (writes.never).',
              10,
            ),
      );
  }
}

/** One reading of each table that may be written to. */
function tablesOf(setting: Setting, owner: IdentityName): readonly Exchange[] {
  const found = new Map<string, Exchange>();
  for (const one of setting.exchanges) {
    if (one.identity !== owner || one.status >= 300 || !isTableRead(one)) continue;
    const { pathname } = new URL(one.url);
    const name = pathname.split('/').at(-1) ?? '';
    if (found.has(pathname) || setsOff.test(name) || sideEffectWords.test(name) || hasFurtherEffect(name)) continue;
    if (['POST', 'PATCH', 'DELETE'].some((method) => mayNotWrite(setting, method, pathname))) continue;
    if (policyFor(setting.context.target.config.policy, 'POST', pathname)?.scope === 'shared') continue;
    if (tableRows(exchangeContent(one).json).length > 0) found.set(pathname, one);
  }
  return [...found.values()];
}

async function subjectOf(
  setting: Setting,
  like: Exchange,
  owner: IdentityName,
  asker: IdentityName,
): Promise<TableSubject | undefined> {
  const table = new URL(like.url);
  const row = await wholeRow(setting, like, owner);
  const self = setting.session(owner)?.self ?? [];
  // Who has an account is nobody's to make.
  const isPerson = (one: TableRow) =>
    Object.values(one).some((value) => typeof value === 'string' && self.some((name) => value.includes(name)));
  const text = row && textFieldOf({ kind: 'json', json: row, leaves: [], text: '' })?.keys.at(-1);
  if (!row || text === undefined || isPerson(row)) return undefined;
  const learned = new Set(learnedOf(setting, owner, asker).map(({ key }) => key));
  const foreign = Object.entries(row)
    .filter(
      ([name, value]) =>
        !isIdKey(name) &&
        /^(string|number)$/.test(typeof value) &&
        (isTenantName(name) || learned.has(name) || /_(id|uuid)$|[a-z]Id$/.test(name)) &&
        !metAs(setting, asker, name, String(value)),
    )
    .map(([name]) => name);
  if (foreign.length === 0) return undefined;
  const [mine, theirs] = [userOf(setting, owner), userOf(setting, asker)];
  const person = Object.fromEntries(
    foreign
      .filter((name) => mine !== undefined && theirs !== undefined && row[name] === mine)
      .map((name) => [name, theirs]),
  );
  const ofAsker = setting.exchanges.find(
    (one) =>
      one.identity === asker &&
      one.status < 300 &&
      isTableRead(one) &&
      new URL(one.url).pathname === table.pathname &&
      tableRows(exchangeContent(one).json).length > 0,
  );
  const own = ofAsker && (await wholeRow(setting, ofAsker, asker));
  table.search = '';
  return { table: table.href, owner, asker, row, text, foreign, person, ...(own ? { own } : {}) };
}

/** The first row of a reading with all its columns. */
async function wholeRow(setting: Setting, like: Exchange, as: IdentityName): Promise<TableRow | undefined> {
  const [first] = tableRows(exchangeContent(like).json);
  const id = first && (typeof first.id === 'string' || typeof first.id === 'number') ? String(first.id) : undefined;
  if (id === undefined) return undefined;
  const view = oneRow(await setting.ask({ method: 'GET', url: rowAddress(like.url, id), like, extra: asList }, as));
  return view.outcome === 'data' ? tableRows(view.content.json)[0] : undefined;
}

function rowBench(setting: Setting, read: PlainRequest, owner: IdentityName): RowBench {
  const { journal, mark, wait, write } = benchAt(setting, read, owner);
  return {
    journal,
    mark,
    wait,
    write: (as, form) => write(as, { ...form, headers: rowHeaders(read.like) }),
    look: (as, url) => setting.ask({ ...read, url, extra: asList }, as),
  };
}

/** Whether the asker meets all of it in its own lists: what stands below it is nobody's alone then. */
async function allMet(setting: Setting, { row, foreign, person, owner, asker }: TableSubject): Promise<boolean> {
  const names = foreign.filter((name) => !(name in person));
  for (const name of names.length > 0 ? names : foreign)
    if (!(await metAnyway(setting, String(row[name]), owner, asker))) return false;
  return true;
}
