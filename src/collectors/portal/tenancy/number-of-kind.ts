import type { IdentityName } from '../../../model/identity.ts';
import type { Operation } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent, type Leaf } from './answer-text.ts';
import { isTenantName, kindsOfLeaf, singleOf } from './known-references.ts';

/** What names a record of one kind in answers of another operation, once it is known what the record goes by. */
export type NamesKind = (leaf: Pick<Leaf, 'path' | 'value'>, from: Operation) => boolean;

/**
 * A number counts within its kind: policy 3 is not receipt 3. For a record that goes by a short number, whether a leaf that shows this
 * number can mean it: an address says the kind before the number, a list is of its own kind. Where the portal's words tell nothing
 * apart, every such leaf may mean it.
 */
export function numberOfKind(
  reference: string,
  operation: Operation,
  owner: IdentityName,
  exchanges: readonly Exchange[],
): NamesKind {
  const asked = /^\d{1,6}$/.test(reference) ? askedBy(operation, reference, owner) : undefined;
  // `?org=2` says itself what it is the number of: a link to the second article is about something else.
  if (asked !== undefined)
    return ({ path, value }, from) => {
      const numbers = numbersIn(value).filter(([, number]) => number === reference);
      if (numbers.length > 0) return numbers.some(([before]) => before.startsWith(asked) || asked.startsWith(before));
      return reference.length > 2 || value !== reference || saysKind(path, from, asked);
    };
  const word = /^\d{1,6}$/.test(reference) ? wordBefore(operation, reference, owner) : undefined;
  if (word === undefined) return () => true;
  const kind = singleOf(word);
  const parents = words(operation.template)
    .map(singleOf)
    .filter((one) => one !== kind);
  let linked: boolean | undefined;
  // Pages may call a kind otherwise than the API does: only where they call it the same does another word mean another kind.
  const isLinked = () =>
    (linked ??= exchanges.some(
      (one) =>
        one.identity === owner &&
        exchangeContent(one).leaves.some(({ value }) => numbersIn(value).some(([before]) => before === kind)),
    ));
  let listed: boolean | undefined;
  // Where the list of its own kind has it, the second entry of another list is about something else.
  const isListed = () =>
    (listed ??= exchanges.some(
      (one) =>
        one.identity === owner &&
        singleOf(lastWordOf(one.url)) === kind &&
        exchangeContent(one).leaves.some((leaf) => leaf.value === reference && /\[\d+\]\._?id$/i.test(leaf.path)),
    ));
  return ({ path, value }, from) => {
    const numbers = numbersIn(value).filter(([, number]) => number === reference);
    if (numbers.length > 0)
      return numbers.some(([before]) => before === kind) || !(numbers.some(([b]) => parents.includes(b)) || isLinked());
    // Where pages link these records, a choice in a form is a choice of something else.
    if (path.startsWith('>')) return !isLinked();
    // `companyId: 2` says whose an enquiry is, and nothing of destination 2.
    const key =
      path
        .split('.')
        .at(-1)
        ?.replace(/\[\d*\]/g, '') ?? '';
    if (isTenantName(key) && !kindsOfLeaf(path, from).includes(kind)) return false;
    if (/^_?id$/i.test(key) && isListed()) return kindsOfLeaf(path, from).includes(kind);
    const of = words(from.template).at(-1);
    return of === undefined || !parents.includes(singleOf(of)) || kindsOfLeaf(path, from).includes(kind);
  };
}

/** Twelve is a month, a page and a quantity as well: so short a number is of the kind where its own place says so. */
function saysKind(path: string, from: Operation, asked: string): boolean {
  const attribute = /@(?:data-)?([\w-]+)$/.exec(path)?.[1];
  if (attribute === undefined && /(^|\.)(_?id|uuid)$/i.test(path)) return true;
  const kinds = attribute === undefined ? kindsOfLeaf(path, from) : [singleOf(attribute.replace(/[_-]?id$/i, ''))];
  return kinds.some((kind) => kind.length >= 3 && (kind.startsWith(asked) || asked.startsWith(kind)));
}

/** The numbers in an address, each with the word before it, in the singular. */
function numbersIn(value: string): readonly (readonly [string, string])[] {
  if (!/^(\/|https?:|\.{0,2}\/)/.test(value)) return [];
  return [...value.matchAll(/\/([a-z][\w-]*)\/(\d{1,6})(?![\w-])/gi)].map(
    ([, before = '', number = '']) => [singleOf(before), number] as const,
  );
}

const lastWordOf = (url: string): string => new URL(url).pathname.replace(/\/$/, '').split('/').at(-1) ?? '';

const words = (template: string): readonly string[] =>
  template.split('/').filter((one) => /^[a-z][\w-]*$/i.test(one) && !/^(api|rest|v\d+)$/i.test(one));

/** The name of the parameter that carries the number, where it says more than that it is one. */
function askedBy(operation: Operation, reference: string, owner: IdentityName): string | undefined {
  const slots = (operation.by.get(owner) ?? []).flatMap((one) => one.slots);
  const slot = slots.find(({ value }) => value === reference);
  if (slot?.place !== 'query') return undefined;
  const name = singleOf(slot.name.replace(/_?(id|no|nr|number|key)$/i, ''));
  return name.length >= 3 ? name : undefined;
}

function wordBefore(operation: Operation, reference: string, owner: IdentityName): string | undefined {
  const slot = (operation.by.get(owner) ?? [])
    .flatMap(({ slots }) => slots)
    .find(({ place, value }) => place === 'path' && value === reference);
  const parts = operation.template.split('/');
  // `/calendars/{id}.ics`: what is put in may have an ending.
  const before = slot && parts[parts.findIndex((part) => part.startsWith(`{${slot.name}}`)) - 1];
  return before !== undefined && /^[a-z][\w-]*$/i.test(before) ? before : undefined;
}
