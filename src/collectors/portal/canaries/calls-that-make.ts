import type { AskedFor } from '../crawl/ask-for-named.ts';
import { blankIds } from '../crawl/page-key.ts';
import type { Exchange } from '../exchange.ts';
import { isTenantName } from '../tenancy/known-references.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { invitePaths } from '../../delivery/mail-words.ts';
import { beyondUndo, credentialNames, reachesOthersAt } from '../words.ts';
import { idOfRow, type Row, rowsIn, textOf } from '../writes/rows.ts';
import { isIdKey } from '../writes/text-field.ts';

/** How a record of a kind is made: where it is sent, and what stands in it; the text that becomes the canary is `text`. */
export interface MakingCall {
  readonly url: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** The list that shows such records, as it was asked for. */
  readonly list: Exchange;
}

/** What a server writes itself. */
const ofServer =
  /^(?:created|updated|modified|deleted|inserted|last)_?(?:at|on|by|date|time|modified|seen|login)?$|_(?:at|count)$|(?:At|Count)$|^(?:is|has|can)[_A-Z]|^(?:etag|version|revision|_links?|links?|self|href)$/i;

/**
 * Kinds of record that the portal's own scripts make by a POST to the list, and delete again behind an id: nothing is planted that nothing
 * takes away. What it is made of is a record of the list, its text aside; what reaches people or costs is left alone.
 */
export function callsThatMake(named: readonly AskedFor[], exchanges: readonly Exchange[]): readonly MakingCall[] {
  const bare = (url: string) => (url.split(/[?#]/)[0] ?? '').replace(/\/$/, '');
  const deletes = named.filter(({ method }) => method === 'DELETE').map(({ template }) => template.replace(/\/$/, ''));
  const found = new Map<string, MakingCall>();
  for (const { method, template, body } of named) {
    if (method !== 'POST' || template.includes('{') || !URL.canParse(template) || found.has(bare(template))) continue;
    const path = blankIds(new URL(template).pathname);
    if (reachesOthersAt(path) || invitePaths.test(path) || beyondUndo.test(path) || credentialNames.test(path))
      continue;
    if (!deletes.some((one) => one.startsWith(`${bare(template)}/{`) && /\/\{[^}]*\}$/.test(one))) continue;
    const list = exchanges.findLast(
      (one) => one.method === 'GET' && one.status === 200 && one.afterSignIn && bare(one.url) === bare(template),
    );
    const row = list && rowsIn(exchangeContent(list).json).find((one) => idOfRow(one) !== undefined && textOf(one));
    const text = row && textOf(row)?.keys.at(-1);
    if (!list || !row || text === undefined) continue;
    const fields = fieldsOf(row, body);
    if (fields !== undefined && text in fields) found.set(bare(template), { url: template, fields, text, list });
  }
  return [...found.values()];
}

/** Of a row what a person would have typed; of what a script says it sends, all of it. undefined where something of that is not known. */
function fieldsOf(row: Row, body: readonly string[] | undefined): Readonly<Record<string, unknown>> | undefined {
  const told = Object.entries(row).filter(([, value]) => value !== null && typeof value !== 'object');
  const kept = body
    ? told.filter(([name]) => body.includes(name))
    : told.filter(([name]) => !isIdKey(name) && !ofServer.test(name) && !isTenantName(name));
  if (body && kept.length < Math.min(2, body.length)) return undefined;
  return Object.fromEntries(kept);
}
