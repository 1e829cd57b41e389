import { plainPath } from '../crawl/page-key.ts';
import type { IdentityName } from '../../../model/identity.ts';
import type { CrossWrite } from '../../write-evidence.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import { metAnyway } from '../tenancy/met-anyway.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Exchange } from '../recorder.ts';
import type { Setting } from '../tenancy/setting.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { belowItsOwn, belowOwnParent } from './own-parent.ts';
import { ownTokens } from './page-candidates.ts';
import { proveChild } from './prove-child.ts';
import { takeBackOne } from './take-back-one.ts';
import { proveDelete } from './prove-delete.ts';
import { reproduce } from './reproduce-write.ts';
import { itemsAt, showsPlanted } from './shows-planted.ts';

/** Objects that the audit planted for the owner: made anew below the owner's parent, and deleted, by the asker. The marks of those that could be deleted. */
export async function plantedObjects(
  setting: Setting,
  owner: IdentityName,
  asker: IdentityName,
  emit: (record: Omit<CrossWrite, 'alive'>, alive: CrossWrite['alive']) => void,
): Promise<ReadonlySet<string>> {
  const deleted = new Set<string>();
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  const foreign = (url: string) =>
    new URL(url).pathname
      .split('/')
      .find((part, at) => /\d/.test(part) && !/^v\d+$/.test(part) && !isMet(setting, asker, part, url, at));
  for (const { url, created, made, proof, template, list = url } of await plantedBy(setting, owner)) {
    if (mayNotWrite(setting, 'DELETE', new URL(created ?? url).pathname)) continue;
    const like = await showsPlanted(setting, owner, { method: 'GET', url: list, like: made }, proof, created);
    const base = { owner, asker, host: new URL(url).host };
    const parent = foreign(url);
    const stands = created !== undefined || (await setting.ask(like, owner)).content.text.includes(proof);
    if (parent !== undefined && stands) {
      const subject = {
        url,
        owner,
        asker,
        what: `an object of ${owner}`,
        list: like.url,
        items: created === undefined ? url : itemsAt(url, created),
        body: made.requestBody ?? '',
        contentType: made.requestHeaders['content-type'] ?? 'application/json',
        exchange: [proof],
      };
      const { result, alive } = await betweenProbes(
        probes,
        () => proveChild(subject, { ...benchAt(setting, like, owner), takeBack: (id) => takeBackOne(setting, id) }),
        setting.renew,
      );
      // A place that the asker's own lists lead to is shared: what it makes there is seen by all.
      const hit = result.trials.some(({ changed }) => changed === true);
      const shared = hit && (await metAnyway(setting, parent, owner, asker));
      emit(
        {
          ...base,
          ...result,
          ...(shared ? { shared } : {}),
          control: true,
          method: 'POST',
          template,
          object: 'child',
          reproduce: reproduce(setting, like, url, 'POST', '{}', asker),
        },
        alive,
      );
    }
    // What nothing says the address of is deleted by nobody.
    if (created === undefined) continue;
    const shown = await setting.ask({ ...like, url: created }, owner);
    // What has no page of its own is seen in its list.
    const look: PlainRequest = { ...like, url: shown.content.text.includes(proof) ? created : like.url };
    const subject = { url: created, owner, asker, what: `an object of ${owner}` };
    const belowOwn = (address: string) =>
      belowOwnParent(address, setting.exchanges, asker, (part) => foreign(address) === part);
    const { result, alive } = await betweenProbes(
      probes,
      () => proveDelete(subject, benchAt(setting, look, owner), proof, ownTokens(setting, made), belowOwn),
      setting.renew,
    );
    if (!result.control) continue;
    deleted.add(proof);
    const hit = result.trials.find(({ changed }) => changed === true)?.way ?? '';
    const sentTo = (hit.endsWith(belowItsOwn) ? belowOwn(created) : undefined) ?? created;
    emit(
      {
        ...base,
        ...result,
        restored: null,
        method: 'DELETE',
        template: new URL(created).pathname.startsWith(`${new URL(url).pathname.replace(/\/$/, '')}/`)
          ? template.replace(/(\/?)$/, '/{id}$1')
          : plainPath(new URL(created).pathname),
        object: 'planted',
        reproduce: reproduce(setting, look, sentTo, 'DELETE', undefined, asker),
      },
      alive,
    );
  }
  return deleted;
}

/** A short number stands in many a text: there only where addresses and ids have it counts. */
function isMet(setting: Setting, asker: IdentityName, part: string, url: string, at: number): boolean {
  if (part.length >= 6) return setting.knows(asker, part);
  const head = new URL(url).pathname
    .split('/')
    .slice(0, at + 1)
    .join('/');
  return setting.exchanges.some(
    (one) =>
      one.identity === asker &&
      (`${new URL(one.url).pathname}/`.startsWith(`${head}/`) ||
        exchangeContent(one).text.includes(`${head}/`) ||
        exchangeContent(one).leaves.some((leaf) => leaf.value === part && /(^|[._])\w*id$/i.test(leaf.path))),
  );
}

export interface PlantedObject {
  /** Of the collection. */
  readonly url: string;
  /** Unknown where no answer said it. */
  readonly created?: string;
  /** The page that shows it, where that is not at the collection's address. */
  readonly list?: string;
  readonly made: Exchange;
  readonly proof: string;
  /** Of the collection's operation. */
  readonly template: string;
}

/** What the audit planted for this identity by a POST that it saw, and that still stands. */
export async function plantedBy(
  { context, map, session, canariesOf }: Setting,
  owner: IdentityName,
): Promise<readonly PlantedObject[]> {
  const proofs = canariesOf(owner).map((one) => one.proof);
  const entries = await context.world.journal.entries();
  return entries.flatMap(({ identity, url, settled, mark }): PlantedObject[] => {
    const done = settled.find((one) => one.state === 'done');
    const { created = undefined, list = undefined } = done?.state === 'done' ? done : {};
    if (identity !== owner || done === undefined || settled.some((one) => one.state === 'undone')) return [];
    const isMade = (one: Exchange) => proofs.some((proof) => one.requestBody?.includes(proof));
    // A browser does not hand out the body of an upload: the journal knows what it carried.
    const isFile = (one: Exchange) => /multipart/i.test(one.requestHeaders['content-type'] ?? '');
    const sent = session(owner)?.recorder.exchanges.filter((one) => one.url === url && one.method === 'POST') ?? [];
    const made = sent.find(isMade) ?? (mark === undefined ? undefined : sent.find(isFile));
    // Of a file that one page lists it is enough to be listed.
    if (created === undefined && !(made && isFile(made))) return [];
    const proof = proofs.find((one) => made?.requestBody?.includes(one)) ?? proofs.find((one) => one === mark);
    const path = new URL(url).pathname;
    const recorded = map.operations.map((one) => ({ one, by: [...one.by.values()].flat() }));
    const template = (
      recorded.find(({ by }) => by.some(({ exchange }) => exchange === made)) ??
      recorded.find(({ by }) => by.some(({ exchange }) => new URL(exchange.url).pathname === path))
    )?.one.template;
    const shownAt = list === undefined ? {} : { list };
    const address = created === undefined ? {} : { created };
    return made && proof ? [{ url, made, proof, template: template ?? '{planted}', ...address, ...shownAt }] : [];
  });
}
