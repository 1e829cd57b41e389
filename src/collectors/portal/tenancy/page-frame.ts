import type { IdentityName } from '../../../model/identity.ts';
import type { Operation } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';

const fewestPages = 4;
const share = 0.6;
const perPage = 3;

/**
 * What stands on most kinds of page that an identity saw, whatever the page is about: menus, the account's name, tokens of the
 * session. It is nobody else's, and says nothing of a record. Empty where too few kinds of page were seen to tell.
 */
export function pageFrame(operations: readonly Operation[], identity: IdentityName): ReadonlySet<string> {
  const pages = operations.flatMap((operation) => {
    const seen = (operation.by.get(identity) ?? []).filter(({ exchange }) => exchange.status < 300).slice(0, perPage);
    const contents = seen.map(({ exchange }) => exchangeContent(exchange)).filter(({ kind }) => kind === 'html');
    return contents.length > 0 ? [new Set(contents.flatMap(({ leaves }) => leaves.map(({ value }) => value)))] : [];
  });
  if (pages.length < fewestPages) return new Set();
  const counts = new Map<string, number>();
  for (const values of pages) for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count >= pages.length * share).map(([value]) => value));
}
