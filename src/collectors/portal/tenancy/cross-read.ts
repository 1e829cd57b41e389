import type { IdentityName } from '../../../model/identity.ts';
import type { CrossRead } from '../../portal-evidence.ts';
import { policyFor } from '../policy.ts';
import { betweenProbes } from './alive.ts';
import { isAnotherRecord } from './another-record.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike, isContact, type RawAtom } from './atoms.ts';
import { behindLink, wholeFile } from './behind-link.ts';
import { type Counted, proveCounts } from './count-proof.ts';
import { type CrossCandidate, crossCandidates } from './cross-candidates.ts';
import { gatherAtoms, isEcho, isSentence, isWritten, toAtom } from './gather-atoms.ts';
import { isTenantName } from './known-references.ts';
import { itemsBelowLists } from './items-below-lists.ts';
import { linksOfOthers } from './links-of-others.ts';
import { ofChildAlone } from './of-own-parent.ts';
import { odataQueries } from './odata-queries.ts';
import { moreOfKind } from './more-of-a-kind.ts';
import { curlFor } from './reproduce.ts';
import type { PlainRequest } from './replay.ts';
import { absentReference, putInto, requestKey, requestOf } from './requests.ts';
import type { Setting } from './setting.ts';
import { searchedFor } from './searched-for.ts';
import { sharedBy } from './shared-by.ts';
import { isOfSharedKind } from './shared-kind.ts';
import { siblingCandidates } from './siblings.ts';
import { learnedOf } from './tenant-values.ts';
import { heldBy, leastOfTenant, shortValuesTogether, standsAnyway } from './together.ts';
import { type RawView, toView } from './view.ts';
import { withoutName } from './without-name.ts';

const batchSize = 8;
/** authz.read: each of the owner's references, asked for by the asker, compared by the owner's own atoms. */
export async function collectCrossReads(setting: Setting, owner: IdentityName, asker: IdentityName): Promise<void> {
  const { context } = setting;
  const proofs = setting.canariesOf(owner).map((one) => one.proof);
  const named = learnedOf(setting, owner, asker).map(({ value }) => value);
  const candidates = crossCandidates(setting.map, owner, asker, setting.exchanges, proofs, named);
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  const baselines = rememberOneTemplate(setting);
  const proven = new Set<string>();
  const empty: CrossRead[] = [];
  const counted = new Map<string, Counted[]>();
  const note = (subject: string, one: Counted) => void counted.set(subject, [...(counted.get(subject) ?? []), one]);
  candidates.push(...(await itemsBelowLists(setting, owner, asker)));
  candidates.push(...(await linksOfOthers(setting, owner, asker)));
  candidates.push(...(await odataQueries(setting, owner, asker)));
  candidates.push(...(await siblingCandidates(setting, candidates, owner)));
  const bland: CrossCandidate[] = [];
  const proveAll = async (all: readonly CrossCandidate[]) => {
    for (let at = 0; at < all.length; at += batchSize) {
      const batch = all.slice(at, at + batchSize);
      context.progress(
        `reads as ${asker}: ${Math.min(at + batchSize, all.length)} of ${all.length} references of ${owner}`,
      );
      const outcome = await betweenProbes(
        probes,
        () => Promise.all(batch.map((one) => proveOne(setting, one, owner, asker, baselines, note))),
        setting.renew,
      );
      for (const [index, record] of outcome.result.entries()) {
        const subject = `${record.method} ${record.template}`;
        const proof = { ...record, alive: outcome.alive };
        const candidate = batch[index];
        if (candidate?.operation.answers === 'file')
          context.emit('tenancy.file', subject, { kind: 'session', read: proof });
        if (!tellsEnough(record)) {
          empty.push(proof);
          if (candidate) bland.push(candidate);
        } else {
          proven.add(subject);
          context.emit(proof.names === 'tenant' ? 'tenancy.tenant' : 'tenancy.read', subject, proof);
        }
      }
    }
  };
  await proveAll(candidates);
  const unseen = bland.filter(({ operation }) => !proven.has(`${operation.method} ${operation.template}`));
  await proveAll([...(await moreOfKind(setting, unseen, owner, asker)), ...searchedFor(setting, unseen, owner, asker)]);
  const spoken = context.seen('tenancy.tenant').length > 0;
  // An empty record of the owner's says nothing where another one of the same kind was asked for.
  for (const proof of empty) {
    const subject = `${proof.method} ${proof.template}`;
    // A tenant header is on every request: those with something of the owner's in them spoke for it.
    const unneeded = spoken && (proof.slot.place === 'header' || proof.slot.place === 'cookie');
    if (proven.has(subject) || unneeded) continue;
    const counts = await proveCounts(setting, proof, counted.get(subject) ?? [], owner, asker);
    if (counts) proven.add(subject);
    const said = counts ? { ...counts, alive: proof.alive } : proof;
    context.emit(proof.names === 'tenant' ? 'tenancy.tenant' : 'tenancy.read', subject, said);
  }
}

/**
 * Whether the record settles anything: a proof that could come, or a refusal of something that is the owner's own. A tenant
 * header is asked about where the answer would show it: a canary, or two values of the owner's own.
 */
function tellsEnough({ atoms, slot, crossViews: [cross] }: Omit<CrossRead, 'alive'>): boolean {
  const leaves = atoms.filter((atom) => atom.source === 'leaf');
  const proof =
    atoms.some(({ source, sentence }) => source === 'canary' || source === 'together' || sentence === true) ||
    leaves.length >= 2;
  if (proof || slot.place === 'header' || slot.place === 'cookie') return proof;
  const refused = ['denied', 'sign-in', 'error-body'].includes(cross?.outcome ?? '');
  return leaves.length > 0 && refused;
}

type Baseline = (what: string, request: PlainRequest, as: IdentityName) => Promise<RawView>;

/** The views to compare with are asked for once for all references of one template: its candidates follow one another. */
function rememberOneTemplate(setting: Setting): Baseline {
  const known = new Map<string, Promise<RawView>>();
  return (what, request, as) => {
    const key = `${what} ${as} ${requestKey(request)}`;
    const found = known.get(key) ?? setting.ask(request, as);
    known.set(key, found);
    if (known.size > 60) known.delete([...known.keys()][0] ?? '');
    return found;
  };
}

async function proveOne(
  setting: Setting,
  candidate: CrossCandidate,
  owner: IdentityName,
  asker: IdentityName,
  baseline: Baseline,
  note: (subject: string, one: Counted) => void,
): Promise<Omit<CrossRead, 'alive'>> {
  const { context } = setting;
  const { operation, ownerRequest, askerRequest, slot, sent } = candidate;
  const mark = context.world.mark;
  const handed = await baseline('first', ownerRequest, owner);
  // What is handed out is the address of a file: the file is what there is to compare. Behind two records at once lie two.
  const first = candidate.doubled ? handed : await behindLink(setting, handed, ownerRequest);
  const behind = async (view: RawView) => (first === handed ? view : behindLink(setting, view, ownerRequest));
  const second = await behind(await baseline('again', ownerRequest, owner));
  const answered = (operation.by.get(asker) ?? []).filter(({ exchange }) => exchange.status < 400);
  const { kind } = first.content;
  const theirs = (answered.find(({ exchange }) => exchangeContent(exchange).kind === kind) ?? answered[0])?.exchange;
  const own = theirs ? await behind(await baseline('own', requestOf(theirs), asker)) : undefined;
  // A header or a cookie goes with every request: the asker's own answer is all there is to compare with.
  const ambient = slot.place === 'header' || slot.place === 'cookie' || slot.place === 'host';
  const absent = putInto(askerRequest, slot, absentReference(slot.value, context.world.randomHex));
  const control = ambient && own ? undefined : await setting.ask(absent, asker);
  const nonsense = await setting.nonsense(slot.place === 'host' && theirs ? requestOf(theirs) : askerRequest, asker);
  const cross = await behind(await setting.ask(askerRequest, asker));
  if (control && candidate.origin === 'observed') {
    const others = [control, ...(own ? [own] : [])];
    note(`${operation.method} ${operation.template}`, { candidate, owner: [first, second], cross, others });
  }
  const elsewhere = [own, control, nonsense].filter((view): view is RawView => view !== undefined);
  const knownElsewhere = (value: string) =>
    setting.knows(asker, value) ||
    setting.knows('anonymous', value) ||
    setting.frames(owner, value) ||
    elsewhere.some((view) => view.content.text.includes(value));
  const framed = (value: string) => setting.frames(owner, value) || setting.frames(asker, value);
  const self = setting.session(owner)?.self ?? [];
  const telling = gatherAtoms({
    ownerViews: [first, second],
    canaries: setting.canariesOf(owner),
    self,
    knownElsewhere,
    sent,
    // What stands in the asker's own answer anyway did not come by the value that was put in.
  }).filter((atom) => candidate.origin === 'observed' || !own?.content.text.includes(atom.value));
  // Ids that the owner's own pages name: a month or a currency that it happened to ask for is nobody's record.
  const short =
    telling.filter((atom) => atom.source !== 'contact').length < 2 && setting.knows(owner, slot.value)
      ? shortValuesTogether(
          [first, second],
          [own, control, nonsense],
          sent,
          (leaf) =>
            isContact(leaf, self) ||
            setting.frames(owner, leaf.value) ||
            (isAtomLike(leaf) && knownElsewhere(leaf.value)),
          candidate.ofTenant || isTenantName(slot.name) ? leastOfTenant : undefined,
        )
      : undefined;
  const whole = wholeFile([first, second, cross], telling, knownElsewhere);
  const all = [...telling, ...(short ? [short] : []), ...(whole ? [whole] : [])];
  const gathered = ofChildAlone(all, slot, cross, (value) => setting.knows(asker, value));
  // One sentence proves where it is behind this reference alone: what the owner gets for an absent one too is a page's own words.
  const leaves = gathered.filter((atom) => atom.source !== 'contact');
  const isProse = (atom: RawAtom) => isSentence(atom) || (candidate.origin === 'observed' && isWritten(atom, own));
  const alone = leaves.length === 1 && leaves.every(isProse) && !ambient;
  // A page says the account's name and the time whatever is asked for: without more, its owner had nothing there to be kept.
  const came = gathered.some((atom) => heldBy(cross.content, atom));
  const paged = kind === 'html' && cross.outcome === 'data' && !came && leaves.length > 0 && !ambient;
  const ofAbsent =
    alone || paged
      ? await setting.ask(putInto(ownerRequest, slot, absentReference(slot.value, context.world.randomHex)), owner)
      : undefined;
  const stands = paged ? standsAnyway : heldBy;
  const named = came && (slot.place === 'header' || slot.place === 'cookie');
  const unnamed = named ? await behind(await setting.ask(withoutName(askerRequest, slot), asker)) : undefined;
  const another = came && isAnotherRecord(slot, first.content, cross.content, framed);
  const atoms = gathered.filter(
    (atom) =>
      !(ofAbsent && stands(ofAbsent.content, atom)) &&
      !(another && heldBy(cross.content, atom)) &&
      !(unnamed && heldBy(unnamed.content, atom)),
  );
  const leaks = atoms.some((atom) => heldBy(cross.content, atom));
  const again = leaks || cross.outcome === 'failed' ? await behind(await setting.ask(askerRequest, asker)) : cross;
  const anonymous = ambient && !leaks ? undefined : await behind(await setting.ask(askerRequest, 'anonymous'));
  const view = (raw: RawView) => toView(raw, atoms, mark);
  const record = { reference: slot.value, leaves: first.content.leaves, operation };
  const mayBeShared = leaks && !ambient && !candidate.ofTenant;
  const common = mayBeShared ? await sharedBy(setting, record, candidate, owner, asker) : undefined;
  return {
    method: operation.method,
    template: operation.template,
    host: operation.host,
    slot: { place: slot.place, name: slot.name },
    owner,
    asker,
    origin: candidate.origin,
    names: candidate.names,
    atoms: atoms.map((atom) => ({
      ...toAtom(atom, mark),
      ...(alone && isProse(atom) ? { sentence: true as const } : {}),
    })),
    tellingValues: tellingCount(first, sent),
    ownerViews: [view(first), view(second)],
    ...(own ? { ownView: view(own) } : {}),
    ...(anonymous ? { anonymousView: view(anonymous) } : {}),
    ...(control ? { nullControl: view(control) } : {}),
    nonsense: view(nonsense),
    crossViews: [view(cross), view(again)],
    reproduce: curlFor(askerRequest, asker, context.world.vault.redact),
    ...(common === 'list' ? { metAnyway: true } : common === 'search' ? { metBySearch: true } : {}),
    ...(mayBeShared && common === undefined && isOfSharedKind(setting, record, owner) ? { sharedKind: true } : {}),
    ...declared(setting, operation),
  };
}

function declared(
  setting: Setting,
  operation: { readonly method: string; readonly template: string },
): { declared?: 'shared' | 'anonymous' } {
  const rule = policyFor(setting.context.target.config.policy, operation.method, operation.template);
  if (rule?.anonymous === 'allow') return { declared: 'anonymous' };
  return rule?.scope === 'shared' ? { declared: 'shared' } : {};
}

function tellingCount(view: RawView, sent: readonly string[]): number {
  return view.content.leaves.filter((leaf) => isAtomLike(leaf) && !isEcho(leaf.value, sent)).length;
}
