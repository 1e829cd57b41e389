import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId, plainPath } from '../crawl/page-key.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName, singleOf } from '../tenancy/known-references.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import { type EmitWrite, type Parties, readOf } from './candidate.ts';
import { keptRecord } from './kept-record.ts';
import { proveMove } from './prove-move.ts';
import { isPeople, kindLimit, parentLimit } from './parent-field.ts';
import { type SentWrite, sentOf } from './sent-change.ts';
import { tellMove } from './tell-move.ts';
import { isRecord } from './text-field.ts';

interface SentMove {
  readonly sent: SentWrite;
  readonly id: string;
  /** The text that a page lets people change. */
  readonly typed: string;
  readonly name: string;
  readonly own: string | number;
}

/**
 * Records of the asker's own that a page changes by a request in which it says as well below what the record stands: the same request with
 * a record of the owner's there. What is changed at an address is mostly read there too.
 */
export async function movedBySent(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const tried = new Set<string>();
  for (const { sent, id, typed, name, own } of movesIn(setting, asker)) {
    const path = new URL(sent.url).pathname;
    const template = plainPath(path);
    const key = `${template} ${name}`;
    if (tried.has(key) || tried.size >= kindLimit) continue;
    if (mayNotWrite(setting, 'PATCH', path) || hasFurtherEffect(path.replace(id, ''))) continue;
    const like = setting.exchanges.findLast(
      (one) =>
        one.identity === asker && one.method === 'GET' && one.status === 200 && exchangeContent(one).kind === 'json',
    );
    const parent = like && (await foreignParent(setting, name, parties));
    if (!parent) continue;
    tried.add(key);
    setting.context.progress(`moves as ${asker}: ${template} by ${name}`);
    const read = readOf(like, sent.url);
    const { reference, looks } = parent;
    const foreign = typeof own === 'number' ? Number(reference) : reference;
    const isOwners = (value: string) =>
      value !== reference && setting.knows(owner, value) && !setting.knows(asker, value);
    const subject = { url: sent.url, id, owner, asker, name, own, foreign, typed, isOwners };
    const bench = { ...benchAt(setting, read, asker), looks: looks.map((one) => () => setting.ask(one, owner)) };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result: proof, alive } = await betweenProbes(probes, () => proveMove(subject, bench), setting.renew);
    if (!proof) continue;
    const shared = proof.moved !== 'no' && reference.length >= 6 && (await metAnyway(setting, reference, owner, asker));
    const { url } = sent;
    tellMove(setting, parties, emit, proof, alive, { host: new URL(url).host, url, template, name, read, shared });
  }
}

/** What the shield held back of the asker's pages: a typed text of one record, and beside it what names a record of another kind. */
function movesIn(setting: Setting, asker: IdentityName): readonly SentMove[] {
  return (setting.session(asker)?.recorder.held ?? []).flatMap((held): SentMove[] => {
    const sent = sentOf(held);
    const id = sent && new URL(sent.url).pathname.split('/').findLast(looksLikeId);
    const body = sent && id !== undefined && /^(PATCH|PUT)$/.test(sent.method) ? bodyOf(sent.body) : undefined;
    const { mark } = held;
    if (!sent || !body || mark === undefined || id === undefined) return [];
    const typed = Object.entries(body).find(([, value]) => typeof value === 'string' && value.includes(mark))?.[0];
    if (typed === undefined) return [];
    return Object.entries(body).flatMap(([name, own]) =>
      name !== typed && namesRecord(name, own) ? [{ sent, id, typed, name, own }] : [],
    );
  });
}

const namesRecord = (name: string, value: unknown): value is string | number =>
  (typeof value === 'number'
    ? Number.isInteger(value) && value > 0
    : typeof value === 'string' && looksLikeId(value)) &&
  !isTenantName(name) &&
  !isPeople.test(name) &&
  !/^(version|revision|count|amount|quantity|qty|price|year|order|position|rank)$/i.test(name);

function bodyOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(body);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** A record of the kind that the field is called by, at an address of the owner's own, which the asker is kept from. */
async function foreignParent(setting: Setting, name: string, { owner, asker }: Parties) {
  const kind = singleOf(name.replace(/_?(id|uuid|slug|ref)$/i, ''));
  const at = (identity: IdentityName) =>
    setting.exchanges
      .filter((one) => one.identity === identity && one.method === 'GET' && one.status === 200)
      .flatMap((one) => {
        const parts = new URL(one.url).pathname.split('/').filter((part) => part !== '');
        const last = parts.at(-1) ?? '';
        const isIt =
          looksLikeId(last) && singleOf(parts.at(-2) ?? '') === kind && exchangeContent(one).leaves.length > 0;
        return isIt ? [last] : [];
      });
  const met = new Set(at(asker));
  const theirs = [...new Set(at(owner))].filter((one) => !met.has(one));
  for (const reference of theirs.slice(0, parentLimit)) {
    const looks = await keptRecord(setting, reference, '', owner, asker);
    if (looks) return { reference, looks };
  }
  return undefined;
}
