import type { IdentityName } from '../../../model/identity.ts';
import { looksLikeId } from '../crawl/page-key.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import { isRead } from '../operations/is-read.ts';
import { type SlotValue, slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { isTenantName, singleOf } from '../tenancy/known-references.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { EmitWrite, Parties } from './candidate.ts';
import { keptRecord } from './kept-record.ts';
import { metAs } from './owner-value.ts';
import { proveChoice, standsBelow } from './prove-choice.ts';
import { isPeople, kindLimit, parentLimit } from './parent-field.ts';
import { carrierOf, lastName, type SentWrite, sentOf, writtenAs } from './sent-change.ts';
import { tellMove } from './tell-move.ts';

/** A record of somebody's own that a page puts below another one, which was chosen from a list. */
interface ChosenParent {
  readonly sent: SentWrite;
  readonly template: string;
  readonly slot: SlotValue;
}

/**
 * Records of the asker's own that a page puts below another record by choosing it from a list ("Reassign to patient"): the same request
 * with the record that the owner's own page chose in the same place. It counts where the asker then reads what is the owner's.
 */
export async function movedByChoice(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const tried = new Set<string>();
  const theirs = chosenBy(setting, owner);
  for (const { sent, template, slot } of chosenBy(setting, asker)) {
    const name = lastName(slot.name);
    const key = `${template} ${name}`;
    if (tried.has(key) || tried.size >= kindLimit || isTenantName(name) || isPeople.test(name)) continue;
    const isGraphql = slot.place === 'graphql';
    if (hasFurtherEffect(template) || mayNotWrite(setting, isGraphql ? 'mutation' : sent.method, template)) continue;
    const record = recordOf(setting, sent, slot, asker);
    const former = record && standsBelow(exchangeContent(record.exchange).json, record.id, record.keys);
    if (!record || former === undefined || former === slot.value) continue;
    const chosen = theirs.filter((one) => one.template === template && one.slot.name === slot.name);
    const parent = await foreignParent(setting, parties, [
      ...chosen.map((one) => one.slot.value),
      ...(isGraphql ? [] : readLike(setting, [former, slot.value], parties)),
    ]);
    // A query names what it reads in its body: there only a reference that nobody guesses says whose it is.
    const unmet = chosen.map((one) => one.slot.value).find((one) => one.length >= 6 && !setting.knows(asker, one));
    const reference = parent?.reference ?? (isGraphql ? unmet : undefined);
    if (reference === undefined) continue;
    const looks = parent?.looks ?? [];
    tried.add(key);
    setting.context.progress(`moves as ${asker}: ${template} by ${name}`);
    const read = requestOf(record.exchange);
    const isOwners = (value: string) =>
      value !== reference && setting.knows(owner, value) && !setting.knows(asker, value);
    const bench = {
      ...benchAt(setting, read, asker),
      looks: looks.map((one) => () => setting.ask(one, owner)),
    };
    const subject = { ...record, sent, slot, name, owner, asker, foreign: reference, isOwners };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result: proof, alive } = await betweenProbes(probes, () => proveChoice(subject, bench), setting.renew);
    if (!proof) continue;
    const shared = proof.moved !== 'no' && (await metAnyway(setting, reference, owner, asker));
    const { url } = sent;
    tellMove(setting, parties, emit, proof, alive, { host: new URL(url).host, url, template, name, read, shared });
  }
}

/** The first of these records of the owner's that the asker is kept from, and how the owner reads it. */
async function foreignParent(setting: Setting, { owner, asker }: Parties, references: readonly string[]) {
  const unmet = [...new Set(references)].filter((one) => !metAs(setting, asker, 'id', one));
  for (const reference of unmet.slice(0, parentLimit)) {
    const looks = await keptRecord(setting, reference, '', owner, asker);
    if (looks) return { reference, looks };
  }
  return undefined;
}

/** Records that the owner read at addresses like those where the asker reads what its own record may stand below. */
function readLike(setting: Setting, own: readonly string[], { owner, asker }: Parties): readonly string[] {
  const places = (identity: IdentityName) =>
    setting.exchanges.flatMap((one) => {
      if (one.identity !== identity || one.method !== 'GET' || one.status !== 200 || !one.afterSignIn) return [];
      const { host, pathname } = new URL(one.url);
      const parts = pathname.split('/');
      return [{ list: `${host}${parts.slice(0, -1).join('/')}/`, last: parts.at(-1) ?? '' }];
    });
  const lists = new Set(places(asker).flatMap(({ list, last }) => (own.includes(last) ? [list] : [])));
  return places(owner).flatMap(({ list, last }) => (lists.has(list) && looksLikeId(last) ? [last] : []));
}

/** What was chosen from lists of records in the pages of this account, and held back. */
function chosenBy(setting: Setting, identity: IdentityName): readonly ChosenParent[] {
  return (setting.session(identity)?.recorder.held ?? []).flatMap((held): ChosenParent[] => {
    const sent = held.named === undefined ? undefined : sentOf(held);
    if (!sent || sent.method === 'DELETE') return [];
    const slot = slotsOf(carrierOf(sent)).find((one) => one.value === held.named && /^(body|graphql)$/.test(one.place));
    if (!slot || !(/^\d+$/.test(slot.value) || looksLikeId(slot.value))) return [];
    const mutations = graphqlParts(sent.method, sent.url, sent.body)?.flatMap(({ fields }) => fields);
    return [{ sent, slot, template: mutations?.join(' + ') ?? writtenAs(sent) }];
  });
}

/** The asker's own record that the request names beside what was chosen, in the answer that says below what it stands. */
function recordOf(
  setting: Setting,
  sent: SentWrite,
  slot: SlotValue,
  asker: IdentityName,
): { readonly exchange: Exchange; readonly id: string; readonly keys: readonly string[] } | undefined {
  const { pathname } = new URL(sent.url);
  const beside = slotsOf(carrierOf(sent)).filter((one) => one !== slot && /^(body|graphql)$/.test(one.place));
  const ids = [
    ...pathname.split('/').filter(looksLikeId).reverse(),
    ...beside.map(({ value }) => value).filter(looksLikeId),
  ];
  const stem = singleOf(lastName(slot.name).replace(/_?(id|uuid|guid|slug|ref|key)$/i, ''));
  const keys = [...new Set([lastName(slot.name), stem, `${stem}Id`, `${stem}_id`])].filter((one) => one !== '');
  const answers = setting.exchanges.filter(
    (one) =>
      one.identity === asker &&
      one.afterSignIn &&
      one.status === 200 &&
      (one.reads === true || isRead(one.method, one.url, one.requestHeaders, one.requestBody)),
  );
  for (const id of ids)
    for (const exchange of answers.toReversed())
      if (standsBelow(exchangeContent(exchange).json, id, keys) !== undefined && isNamed(exchange, id))
        return { exchange, id, keys };
  return undefined;
}

/** The answer is about the record itself rather than about many. */
function isNamed({ method, url, requestBody }: Exchange, id: string): boolean {
  return method === 'GET' ? new URL(url).pathname.split('/').includes(id) : requestBody?.includes(id) === true;
}
