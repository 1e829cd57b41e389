import type { IdentityName } from '../../../model/identity.ts';
import { plantCanary } from '../canaries/plant.ts';
import { plantByCall } from '../canaries/plant-by-call.ts';
import { plantFile } from '../canaries/plant-file.ts';
import { neverPaths } from '../canaries/never-paths.ts';
import type { PlantedRecord } from '../canaries/planted-slot.ts';
import { senderOf } from '../colleague/send-offer.ts';
import type { SentOffer } from '../colleague/sent-offer.ts';
import { plainPath } from '../crawl/page-key.ts';
import { gatesSlot } from '../gates.ts';
import type { HeldRequest } from '../held-request.ts';
import { callingHeaders } from '../operations/calling-headers.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import { requestOf } from '../tenancy/requests.ts';
import { newCanary } from '../tenancy/canary.ts';
import type { Setting } from '../tenancy/setting.ts';
import { sideEffectWords } from '../words.ts';
import { mayNotWrite } from '../writes/bench.ts';
import { reproduce } from '../writes/reproduce-write.ts';
import { findRecord, type FoundRecord, lookAtRecord, type Looking } from './find-record.ts';
import { type ActionProof, proveAction } from './prove-action.ts';
import { changeOf, type StateChange } from './record-state.ts';
import { namesSeveral } from './names-several.ts';
import { isAbout, rehearseAction } from './rehearse-action.ts';

/** An action of a page's, as it was tried on a record that was made for it. */
export interface ActionTried {
  readonly label: string;
  readonly method: string;
  readonly template: string;
  readonly host: string;
  /** The page that offers it to the owner. */
  readonly page: string;
  /** What names the record in the request. */
  readonly reference: string;
  readonly proof: ActionProof;
  readonly reproduce: string;
  /** What the record offers once it is done, and did not before. */
  readonly next: readonly string[];
}
/** An action, and what its owner does to the record before it, where it is offered in a later state alone. */
export interface WantedAction {
  readonly label: string;
  readonly after?: string;
}
/** How one more record of a kind is made. */
type Kind = Pick<PlantedRecord, 'creator' | 'file' | 'call'>;

/** A record with the request that does something to it. */
export interface Staged {
  readonly record: PlantedRecord;
  readonly found: FoundRecord;
  readonly sent: SentOffer;
  readonly source: string;
}
interface Parties {
  readonly owner: IdentityName;
  readonly asker: IdentityName;
}

/** Makes one more record of the kind, as its owner, for something that cannot be put back. */
export async function plantAnother(
  { session, context }: Looking,
  { creator, file, call }: Kind,
): Promise<PlantedRecord | undefined> {
  const { world, live, signal, target } = context;
  const gate = live.get(gatesSlot)?.get(session.identity);
  if (!gate) return undefined;
  const canary = newCanary(session.identity, world.randomHex);
  const never = neverPaths(target.config);
  const { journal, clock } = world;
  const before = session.recorder.exchanges.length;
  const options = { session, gate, creator, canary, journal, clock, signal, never };
  const outcome = call ? await plantByCall({ ...options, call }) : await (file ? plantFile : plantCanary)(options);
  if (!outcome.planted) return undefined;
  const { created } = outcome;
  return { canary, creator, before, shownAt: session.page.url(), ...(created === undefined ? {} : { created }) };
}

/** Tries one action of a kind of record: each time on a record that was made for it. undefined where nothing could be shown. */
export async function tryAction(
  setting: Setting,
  by: Looking,
  kind: Kind,
  action: string | WantedAction,
  { owner, asker }: Parties,
  other?: Looking,
): Promise<ActionTried | undefined> {
  const { world, signal } = setting.context;
  const wanted = typeof action === 'string' ? { label: action } : action;
  const { label } = wanted;
  const staged = await stageAction(setting, by, kind, wanted, owner);
  // What the other one's own page offers it for this very record is for it to do.
  const theirs = staged && other && (await lookAtRecord(other, staged.found.place, staged.record.canary.proof));
  if (theirs?.actions.some(({ text }) => text === label)) return undefined;
  const sender = staged && senderOf(setting, staged.sent, staged.found.place.page, staged.source, owner);
  if (!staged || !sender) return undefined;
  const { sent, found, record } = staged;
  const { method, template } = nameOf(sent);
  const wait = (ms: number) => world.clock.wait(ms, signal);
  const proof = await proveAction(
    { owner, asker, method: sent.method, url: sent.url, what: `"${label}"` },
    {
      journal: world.journal,
      wait,
      read: () => lookAtRecord(by, found.place, record.canary.proof),
      send: (as) => sender.send(as, ''),
      twin: () => changeByOwner(setting, by, kind, wanted, owner),
    },
  );
  const now = proof && (await lookAtRecord(by, found.place, record.canary.proof));
  const before = found.shown.actions.map(({ text }) => text);
  return (
    proof && {
      label,
      next: (now?.actions ?? []).map(({ text }) => text).filter((text) => !before.includes(text)),
      method,
      template,
      host: new URL(sent.url).host,
      page: found.place.page,
      reference: record.created?.split('/').findLast((part) => part !== '') ?? record.canary.proof,
      proof,
      reproduce: reproduce(setting, requestOf(sender.like), sent.url, sent.method, sent.bodyWith(''), asker, [
        ...(sent.bodiless ? [] : [['content-type', sent.contentType] as const]),
        ...sent.calls,
      ]),
    }
  );
}

/** What the same does to another record where its owner does it. */
async function changeByOwner(
  setting: Setting,
  by: Looking,
  kind: Kind,
  wanted: WantedAction,
  owner: IdentityName,
): Promise<StateChange | undefined> {
  const { world, signal } = setting.context;
  const staged = await stageAction(setting, by, kind, wanted, owner);
  if (!staged) return undefined;
  const { found, record } = staged;
  const look = () => lookAtRecord(by, found.place, record.canary.proof);
  const before = await look();
  await sendAsOwner(setting, staged, wanted.label, owner);
  await world.clock.wait(700, signal);
  const after = await look();
  return before && after ? changeOf(before, after) : undefined;
}

/** The owner does it, to a record that was made for it. False where its page has no token for it. */
async function sendAsOwner(
  setting: Setting,
  { sent, found, source }: Staged,
  label: string,
  owner: IdentityName,
): Promise<boolean> {
  const { journal } = setting.context.world;
  const sender = senderOf(setting, sent, found.place.page, source, owner);
  if (!sender) return false;
  const { method, url } = sent;
  const what = `${owner} does "${label}" to a record that the audit had made for it`;
  const id = await journal.plan({ identity: owner, method, url, what, sacrificed: true });
  const answer = await sender.send(owner, '');
  await journal.settle(id, { state: 'refused', status: answer?.status ?? 0 });
  return answer !== undefined;
}

/** A new record of the kind, and what the control with these words at it would send; nothing is sent. */
export async function stageAction(
  setting: Setting,
  by: Looking,
  kind: Kind,
  { label, after }: WantedAction,
  owner: IdentityName,
): Promise<Staged | undefined> {
  const { clock } = setting.context.world;
  const record = await plantAnother(by, kind);
  const found = record && (await findRecord(by, record));
  if (!record || !found) return undefined;
  if (after === undefined) return stageAt(setting, by, record, found, label);
  const first = await stageAt(setting, by, record, found, after);
  if (!first || !(await sendAsOwner(setting, first, after, owner))) return undefined;
  await clock.wait(700, setting.context.signal);
  const shown = await lookAtRecord(by, found.place, record.canary.proof);
  return shown?.present ? stageAt(setting, by, record, { ...found, shown }, label) : undefined;
}

/** What the control with these words at the record would send. */
async function stageAt(
  setting: Setting,
  by: Looking,
  record: PlantedRecord,
  found: FoundRecord,
  label: string,
): Promise<Staged | undefined> {
  const offer = found.shown.actions.find(({ text }) => text === label);
  if (!offer) return undefined;
  const source = await by.tab.content();
  const held = await rehearseAction(by, offer);
  const seen = by.session.recorder.exchanges;
  if (!held || !isAbout(held, found, record, seen) || reachesOthers(setting, held)) return undefined;
  if (found.place.ticked && namesSeveral(held)) return undefined;
  return { record, found, sent: asOffer(held), source };
}

/** By its address or its mutation it may cost or be sent to somebody, or the config excludes it. */
function reachesOthers(setting: Setting, { method, url, body }: HeldRequest): boolean {
  const { pathname } = new URL(url);
  const fields = graphqlParts(method, url, body)?.flatMap((part) => part.fields);
  const names = fields && fields.length > 0 ? fields : [pathname];
  return names.some(
    (name) =>
      sideEffectWords.test(name.replace(/([a-z])([A-Z])/g, '$1 $2')) ||
      mayNotWrite(setting, fields && fields.length > 0 ? 'mutation' : method, name),
  );
}

const asOffer = ({ method, url, body, type, headers }: HeldRequest): SentOffer => ({
  method,
  url,
  contentType: type ?? 'application/json',
  calls: callingHeaders(headers),
  bodyWith: () => body,
  ...(body === undefined ? { bodiless: true as const } : {}),
});

function nameOf({ method, url, bodyWith }: SentOffer): { readonly method: string; readonly template: string } {
  const fields = graphqlParts(method, url, bodyWith(''))?.flatMap((part) => part.fields);
  return fields && fields.length > 0
    ? { method: 'mutation', template: fields.join(' + ') }
    : { method, template: plainPath(new URL(url).pathname) };
}
