import { isItem } from '../../../parse/item-address.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { Operation } from '../operations/operation-map.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import type { Setting } from '../tenancy/setting.ts';
import { mayBeOfStaff, saysStaff } from './staff-words.ts';

/**
 * Whether this identity uses the operation: it was answered, and for a page of the portal. What the audit asked for by itself
 * because a script names it is used where it was answered, unless its address says that it is for staff, or staff's own page asks for it and
 * the identity's pages of the same record do not.
 */
export function isUsedBy(setting: Setting, operation: Operation, identity: IdentityName): boolean {
  const askedByPage = (one: IdentityName) => {
    const asks = setting.session(one)?.recorder.ownAsks;
    return (operation.by.get(one) ?? []).filter(({ exchange }) => exchange.status < 400 && !asks?.has(exchange.url));
  };
  const byStaff = staff.some((one) => askedByPage(one).length > 0);
  const isOfStaff =
    saysStaff(operation.template) ||
    (byStaff && (mayBeOfStaff(operation.template) || isLeftOut(setting, operation, identity)));
  if (isOfStaff) return askedByPage(identity).length > 0;
  return (operation.by.get(identity) ?? []).some(({ exchange }) => exchange.status < 400);
}

const staff = ['admin', 'staff'] as const;

/** A part of a record (`/orders/{id}/margin`) that this identity's pages left out when they asked for the record, or for other parts of it. */
function isLeftOut({ map, session }: Setting, { host, template }: Operation, identity: IdentityName): boolean {
  const record = template.replace(/\/[^/{}]+\/?$/, '');
  const asks = session(identity)?.recorder.ownAsks;
  return (
    record !== template &&
    isItem(record) &&
    map.operations.some(
      (one) =>
        one.host === host &&
        one.method === 'GET' &&
        (one.template === record || one.template.startsWith(`${record}/`)) &&
        one.template !== template &&
        one.by.get(identity)?.some(({ exchange }) => exchange.status < 400 && !asks?.has(exchange.url)),
    )
  );
}

/** Whether an identity meets a value elsewhere than in the answers to this operation, which it was only asked for. */
export function knowsBeside(setting: Setting, operation: Operation): Setting['knows'] {
  const texts = new Map<IdentityName, readonly string[]>();
  return (identity, value) => {
    const asked = operation.by.get(identity);
    if (!asked || !setting.knows(identity, value)) return setting.knows(identity, value);
    const known =
      texts.get(identity) ??
      setting.exchanges
        .filter((one) => one.identity === identity && !asked.some(({ exchange }) => exchange.url === one.url))
        .map((one) => exchangeContent(one).text);
    texts.set(identity, known);
    return known.some((text) => holds(text, value));
  };
}
