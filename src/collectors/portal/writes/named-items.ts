import { isItem, itemAddress } from '../../../parse/item-address.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { itemWith } from '../canaries/item-with.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { plainPath } from '../crawl/page-key.ts';
import { hostOfUrl } from '../entry.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { type EmitWrite, type Parties, readOf } from './candidate.ts';
import { ownTokens } from './page-candidates.ts';
import { proveDelete } from './prove-delete.ts';
import { reproduce } from './reproduce-write.ts';

const listsAsked = 6;

/**
 * What the audit planted for the owner by a form, and of which the portal did not say where it lives: where a script names addresses of
 * items (`/api/notes/${id}/`), the list above them may show it to its owner. There it is deleted, by the asker first.
 */
export async function namedItems(setting: Setting, { owner, asker }: Parties, emit: EmitWrite): Promise<void> {
  const lists = listsOf(setting, owner);
  if (lists.length === 0) return;
  for (const mark of await homeless(setting, owner)) {
    const found = await itemOf(setting, lists, mark, owner);
    if (!found) continue;
    const { url, look } = found;
    const { pathname, host } = new URL(url);
    const known = setting.context.seen('tenancy.write').map(({ value }) => `${value.method} ${value.template}`);
    if (mayNotWrite(setting, 'DELETE', pathname) || known.includes(`DELETE ${plainPath(pathname)}`)) continue;
    const subject = { url, owner, asker, what: `an object of ${owner}` };
    const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
    const { result, alive } = await betweenProbes(
      probes,
      () => proveDelete(subject, benchAt(setting, look, owner), mark, ownTokens(setting, look.like)),
      setting.renew,
    );
    if (!result.control) continue;
    emit(
      {
        ...result,
        owner,
        asker,
        host,
        method: 'DELETE',
        template: plainPath(pathname),
        object: 'planted',
        restored: null,
        reproduce: reproduce(setting, look, url, 'DELETE', undefined, asker),
      },
      alive,
    );
  }
}

/** Lists above the items that scripts of the portal's own name. */
function listsOf(setting: Setting, owner: IdentityName): readonly PlainRequest[] {
  const like = setting.exchanges.findLast(
    (one) => one.identity === owner && one.method === 'GET' && one.status === 200,
  );
  const named = setting.context.live.get(crawlsSlot)?.get(owner)?.named ?? [];
  const addresses = named.flatMap(({ template }) => {
    if (!like || !URL.canParse(template, like.url)) return [];
    const bare = decodeURI(new URL(template, like.url).href);
    if (!isItem(new URL(bare).pathname.replace(/%7B/gi, '{').replace(/%7D/gi, '}'))) return [];
    const list = bare.replace(/[^/]+(\/?)$/, (_, slash: string) => slash).replace(/\/{2}$/, '/');
    return /[{}]/.test(list) || setting.context.world.scope.refuses('guess', hostOfUrl(list)) ? [] : [list];
  });
  return like ? [...new Set(addresses)].slice(0, listsAsked).map((url) => readOf(like, url)) : [];
}

/** Marks of what was planted for the owner, still stands, and has no address of its own. */
async function homeless({ context }: Setting, owner: IdentityName): Promise<readonly string[]> {
  const entries = await context.world.journal.entries();
  return entries.flatMap(({ identity, method, mark, undo, settled }) => {
    const done = settled.find((one) => one.state === 'done');
    const stands =
      done?.state === 'done' && done.created === undefined && !settled.some((one) => one.state === 'undone');
    return identity === owner && method === 'POST' && !undo && mark !== undefined && stands ? [mark] : [];
  });
}

async function itemOf(setting: Setting, lists: readonly PlainRequest[], mark: string, owner: IdentityName) {
  for (const look of lists) {
    const view = await setting.ask(look, owner);
    const id = view.outcome === 'data' ? itemWith(view.content.json, mark) : undefined;
    if (id !== undefined) return { url: itemAddress(look.url, id), look };
  }
  return undefined;
}
