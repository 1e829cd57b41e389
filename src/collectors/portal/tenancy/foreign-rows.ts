import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { holds, isAtomLike, isContact, type RawAtom } from './atoms.ts';
import { isReference, knownTo } from './known-references.ts';
import { isAsAbsent } from './owners-alone.ts';
import type { PlainRequest } from './replay.ts';
import { askForLink } from './refused-link.ts';
import { askForRow } from './refused-row.ts';
import { putInto, requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import { learnedOf } from './tenant-values.ts';
import type { RawView } from './view.ts';

const requestsTried = 6;
const rowsTried = 12;
const enough = 2;

interface RowOfRecord {
  readonly id: string;
  readonly values: readonly Leaf[];
}

/**
 * Records of the owner's inside answers that the asker's own pages get: what is embedded in a record of its own (`include=documents`), or
 * what a parameter brings besides (`archived=1`). A row that goes by an id which the owner gets its record by, saying the same, where the
 * asker is refused that very record and meets what the row says nowhere else.
 */
export async function foreignRows(
  setting: Setting,
  { operation, mine }: { readonly operation: Operation; readonly mine: readonly Recorded[] },
  owner: IdentityName,
  asker: IdentityName,
) {
  const here = new Set(mine.map(({ exchange }) => exchange));
  const paths = new Set(operation.fields.length > 0 ? [] : mine.map(({ exchange }) => pathOf(exchange.url)));
  const elsewhere = setting.exchanges.filter(
    (one) => one.identity === 'anonymous' || (one.identity === asker && !here.has(one) && !paths.has(pathOf(one.url))),
  );
  const tenants = new Set(learnedOf(setting, owner, asker).map(({ value }) => value));
  const self = setting.session(owner)?.self ?? [];
  const isTelling = (leaf: Leaf) =>
    leaf.type === 'string' &&
    isAtomLike(leaf) &&
    !isContact(leaf, self) &&
    !setting.frames(asker, leaf.value) &&
    !elsewhere.some((one) => holds(exchangeContent(one).text, leaf.value)) &&
    setting.knows(owner, leaf.value);
  for (const { exchange } of fullestFirst(mine).slice(0, requestsTried)) {
    const request = requestOf(exchange);
    const sent = sentValues(request);
    const rows = recordsIn(exchangeContent(exchange).leaves)
      .filter(({ id }) => !sent.includes(id) && !tenants.has(id))
      .map((row) => ({ ...row, values: row.values.filter((leaf) => !sent.includes(leaf.value) && isTelling(leaf)) }))
      .filter(({ values }) => values.length > 0)
      .slice(0, rowsTried);
    const found: Leaf[] = [];
    for (const row of rows) found.push(...(await keptBack(setting, row, owner, asker)));
    const values = [...new Set(found.map(({ value }) => value))];
    if (values.length < enough) continue;
    const views = [await setting.ask(request, asker), await setting.ask(request, asker)];
    const held = values.filter((value) => views.every(({ content }) => holds(content.text, value)));
    if (held.length < enough) continue;
    const atoms = held.map(
      (value): RawAtom => ({
        value,
        path: found.find((leaf) => leaf.value === value)?.path ?? '',
        type: 'string',
        source: 'leaf',
      }),
    );
    const what = 'by what its own pages ask for: they came beside its own, and A is refused those very records';
    return { atoms, tried: views.map((view) => ({ what, view, request })) };
  }
  return undefined;
}

/** Objects of a list that go by an id, with what they say themselves. */
export function recordsIn(leaves: readonly Leaf[]): readonly RowOfRecord[] {
  const objects = new Map<string, Leaf[]>();
  for (const leaf of leaves) {
    const object = /^(.*\[\d+\](?:\.node)?)\.[^.[\]]+$/.exec(leaf.path)?.[1];
    if (object !== undefined) objects.set(object, [...(objects.get(object) ?? []), leaf]);
  }
  return [...objects.values()].flatMap((all): RowOfRecord[] => {
    const id = all.find(({ path, value }) => /\.(_?id|uuid|guid|ref|slug)$/i.test(path) && value !== '');
    return id ? [{ id: id.value, values: all.filter((leaf) => leaf !== id) }] : [];
  });
}

/** What a row says that its record says too to its owner, where the asker is refused the record; nothing where it is not. */
async function keptBack(
  setting: Setting,
  { id, values }: RowOfRecord,
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly Leaf[]> {
  const said = (text: string) => values.filter(({ value }) => holds(text, value));
  const others = setting.exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(setting.map, asker, others);
  for (const operation of setting.map.operations.filter(isReplayable)) {
    const theirs = (operation.by.get(owner) ?? []).find(
      ({ exchange, slots }) =>
        exchange.status < 300 &&
        slots.some((slot) => isNamed(slot, id)) &&
        said(exchangeContent(exchange).text).length > 0,
    );
    const slot = theirs?.slots.findLast((one) => isNamed(one, id));
    if (!theirs || !slot) continue;
    const request = asAskersOwn(operation, theirs, slot, asker, (one) => known(one, operation));
    if (!request) continue;
    const view = await setting.ask(request, asker);
    if (said(view.content.text).length > 0) return [];
    if (isRefusal(view) || (await isAsAbsent(setting, { request }, slot, view, asker)))
      return said(exchangeContent(theirs.exchange).text);
  }
  return keptBackBehindList(setting, { id, values }, owner, asker);
}

/** A record that nobody opened by itself: the owner's list of such names it, and its row leads to it. */
async function keptBackBehindList(
  setting: Setting,
  { id, values }: RowOfRecord,
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly Leaf[]> {
  const own = new Set(
    setting.exchanges.filter((one) => one.identity === asker).flatMap(({ url }) => new URL(url).pathname.split('/')),
  );
  for (const exchange of setting.exchanges.filter((one) => one.identity === owner && one.status === 200)) {
    const { leaves, text } = exchangeContent(exchange);
    const [value] = values.filter((leaf) => holds(text, leaf.value));
    if (!value || !leaves.some((leaf) => leaf.value === id || leaf.value.split(/[/?=&]/).includes(id))) continue;
    const asked =
      (await askForLink(setting, { exchange, leaves }, value.value, owner, asker)) ??
      (await askForRow(setting, { exchange }, value.value, owner, asker));
    const parts = asked ? new URL(asked.request.url).pathname.split('/') : [];
    // Refused may as well be what stands above it in the address: that has to be the asker's own.
    if (!asked || !parts.includes(id) || parts.some((part) => part !== id && !own.has(part))) continue;
    if (values.some((leaf) => holds(asked.view.content.text, leaf.value))) return [];
    if (isRefusal(asked.view) || (await isAsAbsent(setting, asked, asked.slot, asked.view, asker)))
      return values.filter((leaf) => holds(text, leaf.value));
  }
  return [];
}

/**
 * The record below the asker's own parents: as its own request of the kind with this record in it. Where it never sent one, the owner's, if
 * nothing else in it is the owner's alone.
 */
function asAskersOwn(
  operation: Operation,
  theirs: Recorded,
  slot: SlotValue,
  asker: IdentityName,
  isKnown: (slot: SlotValue) => boolean,
): PlainRequest | undefined {
  const same = (one: SlotValue) => one.place === slot.place && one.name === slot.name;
  const mine = (operation.by.get(asker) ?? []).find(({ exchange, slots }) => exchange.status < 300 && slots.some(same));
  const at = mine?.slots.find(same);
  if (mine && at) return putInto(requestOf(mine.exchange), at, slot.value);
  const rest = theirs.slots.filter((one) => one !== slot && isOwn(one) && isReference(one));
  return rest.every(isKnown) ? requestOf(theirs.exchange) : undefined;
}

const isOwn = ({ place }: SlotValue) => place !== 'header' && place !== 'cookie';
const isNamed = (slot: SlotValue, id: string) => isOwn(slot) && isReference(slot) && slot.value === id;
const isRefusal = ({ outcome }: RawView) => ['denied', 'empty', 'error-body', 'client-error'].includes(outcome);
const pathOf = (url: string) => new URL(url).host + new URL(url).pathname;

/** What asks for more comes first: parameters bring what the plain request leaves out. */
function fullestFirst(mine: readonly Recorded[]): readonly Recorded[] {
  return mine.toSorted((one, other) => other.exchange.body.length - one.exchange.body.length);
}
