import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation, type Recorded, type SlotValue } from '../operations/operation-map.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { holds, isAtomLike, isContact, type RawAtom } from './atoms.ts';
import { isReference, isTenantName, knownTo, singleOf } from './known-references.ts';
import { isAsAbsent } from './owners-alone.ts';
import type { PlainRequest } from './replay.ts';
import { asAskersOwn } from './as-askers-own.ts';
import { recordsIn, type RowOfRecord } from './records-in.ts';
import { askForLink } from './refused-link.ts';
import { askForRow } from './refused-row.ts';
import { putInto, requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import { learnedOf } from './tenant-values.ts';
import type { RawView } from './view.ts';

const requestsTried = 6;
const rowsTried = 12;
const enough = 2;

/** People and companies that show themselves to others, whatever stands behind their own entry. */
const presents = (word: string): boolean =>
  people.test(word) || (isTenantName(singleOf(word)) && !/project|site|group|shop|store|domain/i.test(word));
const people =
  /^(directory|directories|people|persons?|contacts?|members?|users?|profiles?|staff|employees?|colleagues?|team|companies|partners?|neighbou?rs?|verzeichnis|personen|kontakte?|mitarbeiter|annuaire|collaborateurs?|contactos?|directorio|personas?|rubrica|contatti|persone|contatos|pessoas|contactpersonen|medewerkers|osoby|kontakty)$/i;
/** The same record for whoever offers it, to change it there: that others are refused this says nothing of who may see it. */
const ofOnesOwn = /\/(my|mine|me|own|self|account|manage|admin|edit|settings)(\/|-|\.|$)/i;

/** What was asked for and answered in this proof. */
export interface Given {
  readonly request: PlainRequest;
  readonly view: RawView;
}

/**
 * Records of the owner's inside answers that the asker's own pages get: what is embedded in a record of its own (`include=documents`), or
 * what a parameter brings besides (`archived=1`). A row that goes by an id which the owner gets its record by, saying the same, where the
 * asker is refused that very record and meets what the row says nowhere else.
 */
export async function foreignRows(
  setting: Setting,
  {
    operation,
    mine,
    now,
  }: { readonly operation: Operation; readonly mine: readonly Recorded[]; readonly now: readonly Given[] },
  owner: IdentityName,
  asker: IdentityName,
) {
  if (presents(lastWordOf(operation.template))) return undefined;
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
  for (const { request, leaves } of answersOf(mine, now)) {
    const sent = sentValues(request);
    const rows = recordsIn(leaves)
      .filter(({ id, list }) => !sent.includes(id) && !tenants.has(id) && !presents(list))
      .map((row) => ({ ...row, values: row.values.filter((leaf) => !sent.includes(leaf.value) && isTelling(leaf)) }))
      .filter(({ values }) => values.length > 0)
      .slice(0, rowsTried);
    const kept: RowOfRecord[] = [];
    for (const row of rows) if ((await keptBack(setting, row, owner, asker, operation)).length > 0) kept.push(row);
    const found = kept.flatMap((row) => row.values);
    if (kept.length === 1 && !hasMore(setting, kept[0]?.id ?? '', owner, recordsIn(leaves))) continue;
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
    const what = `by what its own pages ask for, where ${asker.toUpperCase()} is refused those very records`;
    return { atoms, tried: views.map((view) => ({ what, view, request })) };
  }
  return undefined;
}

/** What a row says that its record says too to its owner, where the asker is refused the record; nothing where it is not. */
async function keptBack(
  setting: Setting,
  row: RowOfRecord,
  owner: IdentityName,
  asker: IdentityName,
  from: Operation,
): Promise<readonly Leaf[]> {
  const { id, values } = row;
  const said = (text: string) => values.filter(({ value }) => holds(text, value));
  const others = setting.exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(setting.map, asker, others);
  for (const operation of setting.map.operations.filter(isReplayable)) {
    if (ofOnesOwn.test(operation.template)) continue;
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
  return (
    (await keptBackAsItem(setting, row, owner, asker, from)) ?? (await keptBackBehindList(setting, row, owner, asker))
  );
}

/**
 * A record that nobody opened by itself, of a kind that both opened others of: the owner gets it there, each below its own parents.
 * undefined where the owner does not, so that nothing is known of it.
 */
async function keptBackAsItem(
  setting: Setting,
  { id, list, values }: RowOfRecord,
  owner: IdentityName,
  asker: IdentityName,
  from: Operation,
): Promise<readonly Leaf[] | undefined> {
  const words = [list, lastWordOf(from.template)].map(singleOf);
  for (const operation of setting.map.operations.filter(isReplayable)) {
    if (operation.method !== 'GET' || operation.host !== from.host) continue;
    const [kind = '', item = ''] = operation.template.replace(/\/$/, '').split('/').slice(-2);
    if (!/^\{.*\}$/.test(item) || !words.includes(singleOf(kind))) continue;
    const asked = (identity: IdentityName): PlainRequest | undefined => {
      const opened = (operation.by.get(identity) ?? []).find(({ exchange }) => exchange.status < 300);
      const slot = opened?.slots.findLast(({ place }) => place === 'path');
      return opened && slot && putInto(requestOf(opened.exchange), slot, id);
    };
    const [own, theirs] = [asked(asker), asked(owner)];
    if (!own || !theirs) continue;
    const shown = await setting.ask(theirs, owner);
    const said = values.filter(({ value }) => holds(shown.content.text, value));
    if (shown.outcome !== 'data' || said.length === 0) continue;
    const view = await setting.ask(own, asker);
    if (values.some(({ value }) => holds(view.content.text, value))) return [];
    const slot: SlotValue = { place: 'path', name: 'id', value: id };
    if (isRefusal(view) || (await isAsAbsent(setting, { request: own }, slot, view, asker))) return said;
  }
  return undefined;
}

const lastWordOf = (template: string) => template.split('/').findLast((one) => /^[a-z][\w-]*$/i.test(one)) ?? '';

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

/** One row of each customer's is how a directory looks; whoever has further records of the kind is not presented there. */
function hasMore(setting: Setting, id: string, owner: IdentityName, shown: readonly RowOfRecord[]): boolean {
  const known = new Set(shown.map((row) => row.id));
  return setting.exchanges.some((one) => {
    if (one.identity !== owner || one.status !== 200) return false;
    const rows = recordsIn(exchangeContent(one).leaves);
    const row = rows.find((each) => each.id === id);
    return row !== undefined && rows.some((each) => each.list === row.list && !known.has(each.id));
  });
}

const isOwn = ({ place }: SlotValue) => place !== 'header' && place !== 'cookie';
const isNamed = (slot: SlotValue, id: string) => isOwn(slot) && isReference(slot) && slot.value === id;
const isRefusal = ({ outcome }: RawView) => ['denied', 'empty', 'error-body', 'client-error'].includes(outcome);
const pathOf = (url: string) => new URL(url).host + new URL(url).pathname;

/** What came just now, since a kept copy may be another one by now; then what the walk was given, the fullest first. */
function answersOf(mine: readonly Recorded[], now: readonly Given[]) {
  const walked = mine
    .toSorted((one, other) => other.exchange.body.length - one.exchange.body.length)
    .map(({ exchange }) => ({ request: requestOf(exchange), leaves: exchangeContent(exchange).leaves }));
  const given = now.map(({ request, view }) => ({ request, leaves: view.content.leaves }));
  return [...given, ...walked].filter(({ leaves }) => leaves.length > 0).slice(0, requestsTried + now.length);
}
