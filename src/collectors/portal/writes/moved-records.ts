import { isItem, itemAddress } from '../../../parse/item-address.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { plainPath } from '../crawl/page-key.ts';
import { hostOfUrl } from '../entry.ts';
import { isReplayable, type Operation } from '../operations/operation-map.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { isTableRead } from '../tenancy/table-reads.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { EmitWrite, Parties } from './candidate.ts';
import { metAs } from './owner-value.ts';
import { type MoveSubject, proveMove } from './prove-move.ts';
import { withoutIds } from './reproduce-write.ts';
import { tellMove } from './tell-move.ts';
import { idOfRow, includedIn, type Row, referencesIn, rowIn, rowsIn, textOf } from './rows.ts';

const kindLimit = 4;
const lookLimit = 4;
const parentLimit = 6;

/** Records of the asker's own, whose body says below which record of another kind they stand: moved below the owner's. */
export async function movedRecords(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const tried = new Set<string>();
  let moves = 0;
  for (const operation of [...setting.map.operations].sort(
    (one, other) => Number(isItem(other.template)) - Number(isItem(one.template)),
  )) {
    if (!isReplayable(operation) || operation.method !== 'GET' || operation.answers !== 'api') continue;
    for (const { row, read, id, isIncluded } of recordedRows(operation, asker)) {
      const text = textOf(row);
      const url = addressOf(setting, operation, row, read.url, id, isIncluded);
      if (!text || url === undefined) continue;
      for (const { name, value: own } of referencesIn(row)) {
        const template = isIncluded
          ? plainPath(new URL(url).pathname)
          : isItem(operation.template)
            ? operation.template
            : `${operation.template.replace(/\/$/, '')}/{id}`;
        const key = `${operation.host}${withoutIds(template)} ${name}`;
        if (tried.has(key) || moves >= kindLimit) continue;
        tried.add(key);
        const parent = await foreignParent(setting, operation, name, parties);
        if (!parent) continue;
        moves++;
        setting.context.progress(`moves as ${asker}: ${template} by ${name}`);
        const { reference, looks } = parent;
        const isOwners = (value: string) =>
          value !== String(reference) && setting.knows(owner, value) && !setting.knows(asker, value);
        const subject: MoveSubject = { url, id, owner, asker, name, own, foreign: reference, isOwners };
        const bench = {
          ...benchAt(setting, read, asker),
          looks: looks.map((one) => () => setting.ask(one, owner)),
        };
        const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
        const { result: proof, alive } = await betweenProbes(probes, () => proveMove(subject, bench), setting.renew);
        if (!proof) continue;
        const shared = proof.moved !== 'no' && (await metAnyway(setting, String(reference), owner, asker));
        const { host } = operation;
        tellMove(setting, parties, emit, proof, alive, { host, url, template, name, read, shared });
      }
    }
  }
}

function recordedRows(operation: Operation, as: IdentityName) {
  return (operation.by.get(as) ?? []).flatMap(({ exchange }) => {
    if (exchange.status !== 200 || isTableRead(exchange)) return [];
    const { json } = exchangeContent(exchange);
    const path = new URL(exchange.url).pathname;
    const rows = isItem(operation.template) ? [rowIn(json)] : rowsIn(json);
    const own = rows.flatMap((row) => {
      const id = row && idOfRow(row);
      if (!row || id === undefined || (isItem(operation.template) && !path.includes(id))) return [];
      return [{ row, id, read: requestOf(exchange), isIncluded: false }];
    });
    const along = includedIn(json).flatMap((row) => {
      const id = idOfRow(row);
      return id === undefined ? [] : [{ row, id, read: requestOf(exchange), isIncluded: true }];
    });
    return [...own, ...along];
  });
}

/** Where the record is changed: where it says it lives, where it is read, or behind its list, which is a guess. */
function addressOf(
  setting: Setting,
  operation: Operation,
  row: Row,
  read: string,
  id: string,
  isIncluded: boolean,
): string | undefined {
  const { links } = row;
  const self = links !== null && typeof links === 'object' && 'self' in links ? links.self : undefined;
  const said = typeof self === 'string' && URL.canParse(self, read) ? new URL(self, read) : undefined;
  const bare = new URL(read);
  bare.search = '';
  const isSaid = said?.host === bare.host && said.pathname.includes(id);
  // Where something that came along lives, only it itself can say.
  if (isIncluded && !isSaid) return undefined;
  const url = isSaid
    ? `${said.origin}${said.pathname}`
    : isItem(operation.template)
      ? bare.href
      : itemAddress(read, id);
  const isGuess = !isSaid && !isItem(operation.template);
  if (isGuess && setting.context.world.scope.refuses('guess', hostOfUrl(url)) !== undefined) return undefined;
  const { pathname } = new URL(url);
  return mayNotWrite(setting, 'PATCH', pathname) || hasFurtherEffect(pathname.split(id)[0] ?? '') ? undefined : url;
}

/** What the owner's records of this kind stand below: read by the owner at its own address, and refused to the asker there. */
async function foreignParent(setting: Setting, { by }: Operation, name: string, { owner, asker }: Parties) {
  const values = (by.get(owner) ?? [])
    .filter(({ exchange }) => exchange.status === 200)
    .flatMap(({ exchange }) => {
      const { json } = exchangeContent(exchange);
      return [...rowsIn(json), ...includedIn(json), ...[rowIn(json) ?? {}]].flatMap(referencesIn);
    })
    .filter((one) => one.name === name && !isTenantName(name))
    .map(({ value }) => value);
  const unmet = [...new Set(values)].filter(
    (one) => !metAs(setting, asker, name, String(one)) && !metAs(setting, asker, 'id', String(one)),
  );
  for (const reference of unmet.slice(0, parentLimit)) {
    const value = String(reference);
    const reads = setting.exchanges.filter(
      (one) => one.identity === owner && one.method === 'GET' && one.status === 200 && one.afterSignIn,
    );
    const at = reads.filter((one) => new URL(one.url).pathname.split('/').includes(value));
    const seen = reads.filter((one) => exchangeContent(one).leaves.some((leaf) => leaf.value === value));
    const looks = [...new Map([...at, ...seen].map((one) => [one.url, requestOf(one)])).values()].slice(0, lookLimit);
    if (at.length > 0 && (await isRefused(setting, looks.slice(0, at.length), asker))) return { reference, looks };
  }
  return undefined;
}

/** What all may read is a common thing, and may be named by all. */
async function isRefused(setting: Setting, at: readonly PlainRequest[], asker: IdentityName): Promise<boolean> {
  for (const one of at) if ((await setting.ask(one, asker)).outcome === 'denied') return true;
  return false;
}
