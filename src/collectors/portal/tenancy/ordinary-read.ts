import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, keyOf, type Operation, type Recorded } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from './alive.ts';
import { isAtomLike } from './atoms.ts';
import { countsOthers } from './count-of-list.ts';
import { foreignRows } from './foreign-rows.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import { isCollection } from './is-collection.ts';
import { laterPage } from './later-pages.ts';
import { laterPages, ownersCursor, pageLimit, whereShown } from './list-pages.ts';
import type { PlainRequest } from './replay.ts';
import { curlFor } from './reproduce.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import { rowsUnderOthers } from './rows-under-others.ts';
import { variantsOf } from './list-variants.ts';
import { isSearch, searchOf } from './search-of.ts';
import { addProven, searchedAlike } from './searched-alike.ts';
import { isSearchWord } from './known-references.ts';
import { heldBy } from './together.ts';
import { type TenantValue, namesTenantOf, tenantValues } from './tenant-values.ts';
import { type RawView, toView } from './view.ts';
import { widenedList } from './widened-list.ts';

const batchSize = 6;

/** authz.list: what the asker receives in ordinary use, searched for what only the owner has. Returns the operations seen twice to give it. */
export async function collectOrdinaryReads(setting: Setting, owner: IdentityName, asker: IdentityName) {
  const { context } = setting;
  const subjects = setting.map.operations.filter(isReplayable).flatMap((operation) => {
    const mine = (operation.by.get(asker) ?? []).filter(({ exchange }) => exchange.status < 300);
    const theirs = (operation.by.get(owner) ?? []).filter(({ exchange }) => exchange.status < 300);
    const collection =
      !operation.template.endsWith('}') &&
      [...mine, ...theirs].some(({ exchange, slots }) => isCollection(exchange) || isSearch(slots));
    // A field of a form that looks things up as one types is often typed into by one of the two alone.
    const isLookUp = ({ slots }: Recorded) => slots.some(isSearchWord) && slots.every(({ place }) => place !== 'path');
    const asked = mine.length > 0 || theirs.some(isLookUp);
    return asked ? [{ operation, mine, theirs, collection }] : [];
  });
  const open = new Set<string>();
  const tenants = tenantValues(setting, owner, asker);
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  for (let at = 0; at < subjects.length; at += batchSize) {
    const batch = subjects.slice(at, at + batchSize);
    context.progress(`lists as ${asker}: ${Math.min(at + batchSize, subjects.length)} of ${subjects.length}`);
    const outcome = await betweenProbes(
      probes,
      () => Promise.all(batch.map((one) => proveOne(setting, one, owner, asker, tenants))),
      setting.renew,
    );
    for (const { stray, widened, ...record } of outcome.result) {
      if (record.isCollection || stray > 0 || widened)
        context.emit('tenancy.list', `${record.method} ${record.template}`, { ...record, alive: outcome.alive });
      // Twice in the answer to the bare address, or in the answer to one of its other forms.
      const gave = widened || stray >= 2 || (stray === 1 && record.askerViews.length > 2);
      if (gave && !record.declaredShared) open.add(keyOf(record));
    }
  }
  await theOtherWay(setting, subjects, owner, asker, probes);
  return open;
}

/** A copy that an application keeps is of whoever asked first: the owner may as well be the one who was given the asker's. */
async function theOtherWay(
  setting: Setting,
  subjects: readonly Subject[],
  owner: IdentityName,
  asker: IdentityName,
  probes: Parameters<typeof betweenProbes>[0],
): Promise<void> {
  for (const { operation, mine, theirs, collection } of subjects) {
    if (mine.length === 0 || !theirs[0]) continue;
    const request = requestOf(theirs[0].exchange);
    const now = [{ request, view: await setting.ask(request, owner) }];
    if (!(await foreignRows(setting, { operation, mine: theirs, now }, asker, owner))) continue;
    const swapped = { operation, mine: theirs, theirs: mine, collection };
    const { result, alive } = await betweenProbes(
      probes,
      () => proveOne(setting, swapped, asker, owner, []),
      setting.renew,
    );
    const { stray: _stray, widened, ...record } = result;
    if (widened) setting.context.emit('tenancy.list', `${record.method} ${record.template}`, { ...record, alive });
  }
}

interface Subject {
  readonly operation: Operation;
  readonly mine: readonly Recorded[];
  readonly theirs: readonly Recorded[];
  readonly collection: boolean;
}

async function proveOne(
  setting: Setting,
  { operation, mine, theirs, collection }: Subject,
  owner: IdentityName,
  asker: IdentityName,
  tenants: readonly TenantValue[],
) {
  const { context } = setting;
  const mark = context.world.mark;
  const canaries = setting.canariesOf(owner);
  const ordinary = mine.find(({ exchange }) => new URL(exchange.url).search === '') ?? mine[0];
  const base = (ordinary ?? theirs.find(({ slots }) => slots.some(isSearchWord)))?.exchange as Exchange;
  const recorded = requestOf(base);
  const searched = ordinary ? undefined : searchOf(recorded, operation, theirs);
  const request = searched?.(recorded, context.world.randomHex(6)) ?? recorded;
  const ownerRequest = requestOf(
    (theirs.find(({ exchange }) => exchange.url === base.url) ?? theirs[0])?.exchange ?? base,
  );
  const [canary] = canaries;
  const itself = searchOf(request, operation, [...mine, ...theirs]);
  const search = itself ?? searchOf(request, operation, [...mine, ...theirs], true);
  const asOwner =
    itself && canary && canary.search !== canary.proof ? itself(ownerRequest, canary.search) : ownerRequest;
  const shown = await whereShown(setting, asOwner, theirs, collection ? canaries : [], owner);
  const ownerViews = [shown.view, await setting.ask(shown.request, owner)] as const;
  const askerViews = [await setting.ask(request, asker), await setting.ask(request, asker)];
  for (const { exchange } of mine.filter((one) => one.exchange !== base).slice(0, 3))
    askerViews.push(await setting.ask(requestOf(exchange), asker));
  const anonymous = collection ? await setting.ask(request, 'anonymous') : undefined;
  const tried: { what: string; view: RawView; request: PlainRequest }[] = [];
  for (const variant of !collection
    ? []
    : variantsOf(
        request,
        search,
        tenants,
        canaries.map((one) => one.search),
      )) {
    const view = await setting.ask(variant.request, asker);
    tried.push({ ...variant, view });
    // A second look, so that one odd answer is no verdict.
    if (canaries.some((one) => view.content.text.includes(one.proof)))
      tried.push({ ...variant, what: `${variant.what} (again)`, view: await setting.ask(variant.request, asker) });
  }
  let ended = true;
  if (collection && canaries.length > 0) {
    const most = shown.page === 0 ? pageLimit : 2 * shown.page + pageLimit;
    const later = await laterPages(setting, request, askerViews[0], [...mine, ...theirs], asker, most);
    ended = later.ended;
    tried.push(...later.tried, ...(await ownersCursor(setting, theirs, asker)));
  }
  const sent = [...sentValues(request), ...tenants.map((one) => one.value), ...canaries.map((one) => one.search)];
  const atoms = gatherAtoms({
    ownerViews: [ownerViews[0], ownerViews[1]],
    canaries,
    self: setting.session(owner)?.self ?? [],
    // The asker's own answers too: the browser keeps no body of a download.
    knownElsewhere: (value) =>
      setting.knows(asker, value) ||
      setting.knows('anonymous', value) ||
      askerViews.some((view) => view.content.text.includes(value)),
    sent,
  });
  // A search may look in several kinds of record, and a canary stands in one: what the owner's own search found besides, of those
  // values that the owner alone is given elsewhere.
  const gaveCanary = tried.some(({ view }) => canaries.some((one) => view.content.text.includes(one.proof)));
  const found =
    search && !gaveCanary
      ? await searchedAlike(setting, theirs, (word, as) => search(as === owner ? ownerRequest : request, word), {
          owner,
          asker,
          about: operation.template,
        })
      : undefined;
  addProven(atoms, found?.atoms ?? []);
  tried.push(...(found?.tried ?? []));
  const [mineFirst] = askerViews;
  const widened =
    collection && mineFirst && !gaveCanary
      ? await widenedList(setting, { mine, theirs }, { request, view: mineFirst }, owner, asker)
      : undefined;
  const declaredShared =
    policyFor(context.target.config.policy, operation.method, operation.template)?.scope === 'shared';
  const beside =
    mineFirst && !gaveCanary && !widened && !declaredShared
      ? await foreignRows(setting, { operation, mine, now: [{ request, view: mineFirst }] }, owner, asker)
      : undefined;
  for (const gave of [widened, beside]) {
    if (gave) atoms.push(...gave.atoms.filter((atom) => !atoms.some((one) => one.value === atom.value)));
    tried.push(...(gave?.tried ?? []));
  }
  const underOthers =
    collection && askerViews[0]?.outcome === 'data'
      ? await rowsUnderOthers(setting, operation, askerViews[0].content.leaves, owner, asker)
      : undefined;
  const whole = (view: RawView | undefined) => view !== undefined && !laterPage(request, view, [...mine, ...theirs]);
  const counts =
    collection && mineFirst && whole(mineFirst) && whole(ownerViews[1])
      ? countsOthers(mineFirst, ownerViews[1])
      : undefined;
  const leakedIn =
    tried.find(({ view }) => canaries.some((one) => view.content.text.includes(one.proof))) ??
    tried.find(({ view }) => atoms.filter((atom) => heldBy(view.content, atom)).length > 1);
  return {
    method: operation.method,
    template: operation.template,
    host: operation.host,
    owner,
    asker,
    isCollection: collection,
    /** In how many of the asker's answers a canary stands: worth saying even where no list is. */
    stray: askerViews.filter((view) => canaries.some((one) => view.content.text.includes(one.proof))).length,
    /** By a filter of its own, or beside its own rows, the asker was given the owner's. */
    widened: widened !== undefined || beside !== undefined,
    namesOwnersTenant: askerViews.some((view) => namesTenantOf(setting, view.content.leaves, owner, asker)),
    // What stands on a later page of the owner's must be looked for to the end of the asker's.
    canaryInOwnersView:
      (shown.page === 0 || ended) && canaries.some((one) => ownerViews[0].content.text.includes(one.proof)),
    atoms: atoms.map((atom) => toAtom(atom, mark)),
    ownerView: toView(ownerViews[0], atoms, mark),
    askerViews: askerViews.map((view) => toView(view, withCanaries(atoms, canaries), mark)),
    ...(underOthers ? { underOthers } : {}),
    ...(counts ? { counts } : {}),
    sameForAnyone:
      anonymous?.outcome === 'data' && standsIn(askerViews[0], anonymous, isAskersOwn(setting, owner, asker)),
    declaredShared,
    variants: tried.map(({ what, view }) => ({ what, view: toView(view, withCanaries(atoms, canaries), mark) })),
    reproduce: curlFor(leakedIn?.request ?? request, asker, context.world.vault.redact),
  };
}

/** A canary that the owner's own view of this operation does not show still must not stand in the asker's. */
function withCanaries(atoms: ReturnType<typeof gatherAtoms>, canaries: readonly { proof: string }[]) {
  const missing = canaries.filter((one) => !atoms.some((atom) => atom.value === one.proof));
  return [
    ...atoms,
    ...missing.map((one) => ({ value: one.proof, path: '', type: 'string', source: 'canary' as const })),
  ];
}

/** What greets the asker on every page: its own name, and what stands on most of its pages and on none of the owner's. */
function isAskersOwn(setting: Setting, owner: IdentityName, asker: IdentityName) {
  const self = setting.session(asker)?.self ?? [];
  return (value: string) =>
    self.some((name) => value.includes(name)) || (setting.frames(asker, value) && !setting.knows(owner, value));
}

/** Whether every telling value of one answer stands in the other too, apart from what is the asker's own. */
function standsIn(view: RawView | undefined, other: RawView, isOwn: (value: string) => boolean): boolean {
  const telling = (view?.content.leaves ?? []).filter((leaf) => isAtomLike(leaf) && !isOwn(leaf.value));
  return telling.length > 0 && telling.every((leaf) => other.content.text.includes(leaf.value));
}
