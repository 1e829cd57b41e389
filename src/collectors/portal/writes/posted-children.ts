import type { IdentityName } from '../../../model/identity.ts';
import type { JournalEntry } from '../../../world/journal.ts';
import { undoOfRow } from '../canaries/undo-of-row.ts';
import { plainPath } from '../crawl/page-key.ts';
import { changeSlot } from '../operations/put-into.ts';
import { type SlotValue, slotsOf } from '../operations/slots.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { type EmitWrite, type Parties, readOf } from './candidate.ts';
import { keptRecord } from './kept-record.ts';
import { metAs } from './owner-value.ts';
import { belowItsOwn, belowOwnParent } from './own-parent.ts';
import { ownTokens } from './page-candidates.ts';
import { type PostedProof, provePosted } from './prove-posted.ts';
import { reproduce } from './reproduce-write.ts';
import { takeBackOne } from './take-back-one.ts';
import { userOf } from './user-of.ts';

const kindLimit = 3;

const lastName = (name: string) => name.split(/[.[\]]+/).findLast((part) => part !== '' && !/^\d+$/.test(part)) ?? name;

/**
 * What the audit planted for the owner by a request whose body says below which record it stands: the asker sends the same with another
 * mark. What the owner reads of the planted one shows where it has to be looked for.
 */
export async function postedChildren(setting: Setting, parties: Parties, emit: EmitWrite): Promise<void> {
  const { owner, asker } = parties;
  const told = new Set<string>();
  for (const { entry, made, proof } of await plantedRequests(setting, owner)) {
    const path = new URL(made.url).pathname;
    const template = plainPath(path);
    if (told.has(template) || told.size >= kindLimit || mayNotWrite(setting, 'POST', path)) continue;
    const parent = await parentIn(setting, made, proof, parties);
    if (!parent) continue;
    const shown: PlainRequest[] = [];
    for (const look of parent.looks)
      if ((await setting.ask(look, owner)).content.text.includes(proof)) shown.push(look);
    const [first] = shown;
    if (!first) continue;
    told.add(template);
    setting.context.progress(`makes something below a record of ${owner} as ${asker}: ${template}`);
    const isOwners = (value: string) => setting.knows(owner, value) && !setting.knows(asker, value);
    const way = `POST that names B's in "${lastName(parent.slot.name)}"`;
    const subjectAt = (url: string) => ({
      owner,
      asker,
      what: `something new at ${template}`,
      way: url === made.url ? way : `${way}, ${belowItsOwn}`,
      shownAt: first.url,
      ownersPlace: made.url,
      isOwners,
      form: (mark: string) => sentAs(setting, { ...made, url }, proof, mark, { owner, asker }),
      ...(entry.undo ? { undo: (mark: string, body: string) => undoOfPosted(made, mark, body, { owner, asker }) } : {}),
    });
    // Where the workspace in the address is looked at, the record that the body names may not be.
    const { exchanges } = setting;
    const isForeign = (part: string) => isPathOf(exchanges, owner, part) && !isPathOf(exchanges, asker, part);
    const own = belowOwnParent(made.url, exchanges, asker, isForeign, true);
    const addresses = own === undefined ? [made.url] : [own, made.url];
    const bench = {
      ...benchAt(setting, first, asker),
      ask: (url: string, as: IdentityName) => setting.ask(readOf(first.like, url), as),
      looks: shown.map((one) => () => setting.ask(one, owner)),
      takeBack: (id: string) => takeBackOne(setting, id),
    };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result: proofOf, alive } = await betweenProbes(
      probes,
      () => untilOneMoves(addresses, (url) => provePosted(subjectAt(url), bench)),
      setting.renew,
    );
    if (!proofOf) continue;
    const { sample, sentTo, ...result } = proofOf;
    const { value } = parent.slot;
    const hit = result.moved !== 'no';
    const shared = hit && value.length >= 6 && (await metAnyway(setting, value, owner, asker));
    emit(
      {
        ...result,
        owner,
        asker,
        host: new URL(made.url).host,
        method: entry.method,
        template: `${template} (below ${lastName(parent.slot.name)})`,
        object: 'moved',
        field: lastName(parent.slot.name),
        control: true,
        ...(shared ? { shared } : {}),
        reproduce: reproduce(setting, requestOf(made), sentTo, 'POST', sample, asker),
      },
      alive,
    );
  }
}

/** The places in turn, until something came to stand at the owner's; what was tried before is told with it. */
async function untilOneMoves(
  urls: readonly string[],
  prove: (url: string) => Promise<PostedProof | undefined>,
): Promise<(PostedProof & { readonly sentTo: string }) | undefined> {
  let told: (PostedProof & { readonly sentTo: string }) | undefined;
  for (const sentTo of urls) {
    const one = await prove(sentTo);
    if (one) {
      const trials = [...(told?.trials ?? []), ...one.trials];
      told = { ...one, trials, restored: one.restored ?? told?.restored ?? null, sentTo };
    }
    if (told && told.moved !== 'no') break;
  }
  return told;
}

/** A row that was written straight into a table is taken back by a filter, and names what it stands below all the same. */
const isOfRow = ({ undo }: JournalEntry) => undo?.method === 'DELETE' && undo.look !== undefined;

const isPathOf = (exchanges: readonly Exchange[], who: IdentityName, part: string): boolean =>
  exchanges.some(
    ({ identity, status, url }) => identity === who && status < 300 && new URL(url).pathname.split('/').includes(part),
  );

/** Requests that planted something for this identity, as they were recorded, with the mark in them. */
async function plantedRequests({ context, session, canariesOf }: Setting, owner: IdentityName) {
  const proofs = canariesOf(owner).map((one) => one.proof);
  const entries = await context.world.journal.entries();
  const stands = (one: JournalEntry) =>
    one.identity === owner &&
    one.method === 'POST' &&
    (one.undo === undefined || isOfRow(one)) &&
    one.former === undefined &&
    one.settled.some(({ state }) => state === 'done') &&
    !one.settled.some(({ state }) => state === 'undone');
  const sent = session(owner)?.recorder.exchanges ?? [];
  return entries.filter(stands).flatMap((entry) => {
    const found = sent.flatMap((made) => {
      const proof = proofs.find((one) => made.requestBody?.includes(one));
      return made.method === 'POST' && made.url === entry.url && proof !== undefined ? [{ entry, made, proof }] : [];
    });
    return found.slice(0, 1);
  });
}

const carrierOf = ({ method, url, requestHeaders, requestBody = '' }: Exchange) => ({
  method,
  url,
  headers: requestHeaders,
  body: requestBody,
});

/** The value of the body that names a record of the owner's which the asker is kept from, and how the owner reads what stands there. */
async function parentIn(setting: Setting, made: Exchange, proof: string, { owner, asker }: Parties) {
  const slots = slotsOf(carrierOf(made)).filter(
    (one) => one.place === 'body' && !one.value.includes(proof) && !isGuardToken(one) && one.value.length <= 64,
  );
  const self = userOf(setting, owner);
  for (const slot of slots) {
    // Who writes is no place that it stands below.
    if (slot.value === self) continue;
    if (metAs(setting, asker, lastName(slot.name), slot.value)) continue;
    const kept = await keptRecord(setting, slot.value, '', owner, asker);
    if (kept) return { slot, looks: [...kept, ...listsOf(setting, slot, owner)] };
  }
  return undefined;
}

/** Lists that the owner asked for by that record: `?caseId=7`. */
function listsOf({ exchanges }: Setting, { value }: SlotValue, owner: IdentityName): readonly PlainRequest[] {
  const lists = exchanges.filter(
    (one) =>
      one.identity === owner &&
      one.method === 'GET' &&
      one.status === 200 &&
      [...new URL(one.url).searchParams.values()].some((given) => given === value || given === `eq.${value}`),
  );
  return [...new Map(lists.map((one) => [one.url, requestOf(one)])).values()].slice(0, 3);
}

/** How the row that the asker made is taken back: by whoever sees it there, else by who wrote it. */
function undoOfPosted(
  { method, url, requestHeaders }: Exchange,
  mark: string,
  body: string,
  { owner, asker }: Parties,
) {
  const undo = undoOfRow({ method, url, headers: requestHeaders, body }, mark);
  return undo && { ...undo, as: owner, orAs: asker };
}

/** The same request with another mark, and with tokens of the asker's own where a form had some. */
async function sentAs(setting: Setting, made: Exchange, proof: string, mark: string, { owner, asker }: Parties) {
  const carrier = carrierOf(made);
  const tokens = slotsOf(carrier).filter((one) => one.place === 'body' && isGuardToken(one));
  const names = tokens.map(({ name }) => name);
  const fresh = names.length === 0 ? new Map<string, string>() : await ownTokens(setting, made)(asker, names);
  if (!fresh) return undefined;
  let changed = { ...carrier };
  for (const one of tokens) changed = { ...changed, ...changeSlot(changed, one, fresh.get(one.name) ?? '') };
  // Whoever writes names itself: policies compare that with the token.
  const [mine, theirs] = [userOf(setting, asker), userOf(setting, owner)];
  for (const one of slotsOf(carrier))
    if (mine !== undefined && one.place === 'body' && one.value === theirs)
      changed = { ...changed, ...changeSlot(changed, one, mine) };
  const contentType = made.requestHeaders['content-type'] ?? 'application/json';
  return { method: 'POST', url: made.url, body: changed.body.split(proof).join(mark), contentType };
}
