import type { IdentityName } from '../../../model/identity.ts';
import type { CrossWrite } from '../../write-evidence.ts';
import { betweenProbes } from '../tenancy/alive.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import { proveChild, proveDelete } from './prove-child.ts';
import { reproduce } from './reproduce-write.ts';

/** Objects that the audit planted for the owner: made anew below the owner's parent, and deleted, by the asker. */
export async function plantedObjects(
  setting: Setting,
  owner: IdentityName,
  asker: IdentityName,
  proofs: readonly string[],
  emit: (record: Omit<CrossWrite, 'alive'>, alive: CrossWrite['alive']) => void,
): Promise<void> {
  const { context, map } = setting;
  const probes = await Promise.all([setting.probe(owner), setting.probe(asker)]);
  const foreign = (url: string) =>
    new URL(url).pathname.split('/').some((part) => part.length >= 6 && /\d/.test(part) && !setting.knows(asker, part));
  const templateOf = (url: string) => {
    const path = new URL(url).pathname;
    return (
      map.operations.find((one) =>
        [...one.by.values()].flat().some(({ exchange }) => new URL(exchange.url).pathname === path),
      )?.template ?? '{planted}'
    );
  };
  for (const entry of await context.world.journal.entries()) {
    const done = entry.settled.find((one) => one.state === 'done');
    const created = done?.state === 'done' ? done.created : undefined;
    if (entry.identity !== owner || !created || entry.settled.some((one) => one.state === 'undone')) continue;
    const made = setting
      .session(owner)
      ?.recorder.exchanges.find(
        (one) =>
          one.url === entry.url && one.method === 'POST' && proofs.some((proof) => one.requestBody?.includes(proof)),
      );
    const proof = proofs.find((one) => made?.requestBody?.includes(one));
    if (!made || !proof || mayNotWrite(setting, 'DELETE', new URL(created).pathname)) continue;
    const like: PlainRequest = { method: 'GET', url: entry.url, like: made };
    const base = { owner, asker, host: new URL(entry.url).host };
    if (foreign(entry.url)) {
      const subject = {
        url: entry.url,
        owner,
        asker,
        what: `an object of ${owner}`,
        body: made.requestBody ?? '',
        contentType: made.requestHeaders['content-type'] ?? 'application/json',
        exchange: [proof],
      };
      const { result, alive } = await betweenProbes(
        probes,
        () => proveChild(subject, benchAt(setting, like, owner)),
        setting.renew,
      );
      const template = templateOf(entry.url);
      emit(
        {
          ...base,
          ...result,
          control: true,
          method: 'POST',
          template,
          object: 'child',
          reproduce: reproduce(setting, like, entry.url, 'POST', '{}', asker),
        },
        alive,
      );
    }
    const look: PlainRequest = { ...like, url: created };
    const subject = { url: created, owner, asker, what: `an object of ${owner}` };
    const { result, alive } = await betweenProbes(
      probes,
      () => proveDelete(subject, benchAt(setting, look, owner), proof),
      setting.renew,
    );
    if (!result.control) continue;
    const template = `${templateOf(entry.url)}/{id}`;
    emit(
      {
        ...base,
        ...result,
        restored: null,
        method: 'DELETE',
        template,
        object: 'planted',
        reproduce: reproduce(setting, look, created, 'DELETE', undefined, asker),
      },
      alive,
    );
  }
}
