import type { IdentityName } from '../../../model/identity.ts';
import { changeSlot } from '../operations/put-into.ts';
import { slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { embedsOf } from '../tenancy/embedded-tables.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { isTableRead, rowAddress, tableRows } from '../tenancy/table-reads.ts';
import { learnedOf } from '../tenancy/tenant-values.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { EmitWrite, Parties } from './candidate.ts';
import { keptRecord } from './kept-record.ts';
import { metAs } from './owner-value.ts';
import { isPeople, kindLimit, parentLimit } from './parent-field.ts';
import { proveChoice } from './prove-choice.ts';
import { asList, rowHeaders } from './row-headers.ts';
import { idOfRow, referencesIn, type Row } from './rows.ts';
import { carrierOf, type SentWrite } from './sent-change.ts';
import { changeAddress } from './table-candidates.ts';
import { tellMove } from './tell-move.ts';

/** A row of a table, read by itself or inside the row that it stands below. */
interface TableRow {
  readonly row: Row;
  readonly id: string;
  readonly table: string;
  readonly like: Exchange;
}

/**
 * Rows of the asker's own in tables that the pages read straight from the database (PostgREST): put below another row of its own and
 * back, then below the owner's. A policy for UPDATE looks at the row as it was (`using`), and may forget what it becomes (`with check`).
 */
export async function movedRows(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const [own, theirs] = [rowsOf(setting, asker), rowsOf(setting, owner)];
  const ofTenant = new Set(learnedOf(setting, owner, asker).map(({ key }) => key));
  const tried = new Set<string>();
  for (const one of own) {
    const { pathname, host } = new URL(one.table);
    if (mayNotWrite(setting, 'PATCH', pathname) || hasFurtherEffect(pathname.split('/').at(-1) ?? '')) continue;
    for (const { name, value } of referencesIn(one.row)) {
      const key = `${host}${pathname} ${name}`;
      if (tried.has(key) || tried.size >= kindLimit || isPeople.test(name) || ofTenant.has(name)) continue;
      const valuesIn = (rows: readonly TableRow[]) => [
        ...new Set(
          rows
            .filter(({ table }) => table === one.table)
            .flatMap(({ row }) => referencesIn(row).filter((other) => other.name === name))
            .map((other) => String(other.value)),
        ),
      ];
      const former = String(value);
      const another = [...valuesIn(own), ...idsBeside(own, former)].find((other) => other !== former);
      const parent = another && (await foreignParent(setting, name, valuesIn(theirs), parties));
      if (another === undefined || !parent) continue;
      tried.add(key);
      const { reference, looks } = parent;
      setting.context.progress(`moves as ${asker}: ${pathname} by ${name}`);
      const url = rowAddress(one.table, one.id);
      const read: PlainRequest = { method: 'GET', url, like: one.like, extra: asList };
      const sent: SentWrite = {
        method: 'PATCH',
        url: changeAddress(url),
        body: JSON.stringify({ [name]: typeof value === 'number' ? Number(another) : another }),
        contentType: 'application/json',
      };
      const slot = slotsOf(carrierOf(sent)).find(({ place }) => place === 'body');
      if (!slot || changeSlot(carrierOf(sent), slot, reference).body === sent.body) continue;
      const isOwners = (word: string) =>
        word !== reference && setting.knows(owner, word) && !setting.knows(asker, word);
      const bench = benchAt(setting, read, asker);
      const subject = { sent, slot, name, id: one.id, keys: [name], owner, asker, foreign: reference, isOwners };
      const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
      const { result: proof, alive } = await betweenProbes(
        probes,
        () =>
          proveChoice(subject, {
            ...bench,
            write: (as, form) => bench.write(as, { ...form, headers: rowHeaders(one.like) }),
            looks: looks.map((look) => () => setting.ask(look, owner)),
          }),
        setting.renew,
      );
      if (!proof) continue;
      const shared = proof.moved !== 'no' && (await metAnyway(setting, reference, owner, asker));
      tellMove(setting, parties, emit, proof, alive, { host, url: sent.url, template: pathname, name, read, shared });
    }
  }
}

/** The rows that this account was given: of tables, and of those that came inside them. */
function rowsOf(setting: Setting, identity: IdentityName): readonly TableRow[] {
  return setting.exchanges
    .filter((one) => one.identity === identity && one.status < 300 && isTableRead(one))
    .flatMap((like) => {
      const table = withoutQuery(like.url);
      const names = embedsOf(new URL(like.url).searchParams.get('select') ?? '');
      return tableRows(exchangeContent(like).json).flatMap((row) => [
        ...asRow(row, table, like),
        ...Object.entries(row).flatMap(([key, inner]) => {
          const embedded = names.get(key);
          if (embedded === undefined || !Array.isArray(inner)) return [];
          return tableRows(inner).flatMap((each) => asRow(each, table.replace(/[^/]+$/, embedded), like));
        }),
      ]);
    });
}

function asRow(row: Row, table: string, like: Exchange): readonly TableRow[] {
  const id = idOfRow(row);
  return id === undefined || row.id === undefined ? [] : [{ row, id, table, like }];
}

function withoutQuery(address: string): string {
  const url = new URL(address);
  url.search = '';
  return url.href;
}

/** Other rows of the table in which this id was met. */
function idsBeside(rows: readonly TableRow[], id: string): readonly string[] {
  const table = rows.find((one) => one.id === id)?.table;
  return rows.flatMap((one) => (one.table === table ? [one.id] : []));
}

/** What the owner's rows of the kind stand below, which the asker is kept from, and how the owner reads it. */
async function foreignParent(setting: Setting, name: string, values: readonly string[], { owner, asker }: Parties) {
  const unmet = values.filter((one) => !metAs(setting, asker, name, one) && !metAs(setting, asker, 'id', one));
  for (const reference of unmet.slice(0, parentLimit)) {
    const looks = await keptRecord(setting, reference, '', owner, asker);
    if (looks) return { reference, looks };
  }
  return undefined;
}
