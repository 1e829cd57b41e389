import type { IdentityName } from '../../../model/identity.ts';
import { createdAddress } from '../canaries/created-address.ts';
import { itemWith } from '../canaries/item-with.ts';
import { itemAddress } from '../../../parse/item-address.ts';
import { newCanary } from '../tenancy/canary.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt } from '../writes/bench.ts';
import type { PlantedObject } from '../writes/planted-objects.ts';
import type { Specimen } from './prove-acts.ts';

/** A record that was made in the manner of another one, with the address that it lives at. */
export interface PlantedAlike extends Specimen {
  readonly created: string;
}

/** Whether the request that made it can be sent again as it is: data, with nothing that a page has to give anew. */
export const isPlainMaking = ({ made, proof }: PlantedObject): boolean =>
  /json/i.test(made.requestHeaders['content-type'] ?? '') && made.requestBody?.includes(proof) === true;

/**
 * Makes one more record by the request that made a planted one, another mark in the place of its own. It is in the journal before it is
 * sent, and is taken back with the other planted ones.
 */
export async function plantAlike(
  setting: Setting,
  { url, made, proof, list = url }: PlantedObject,
  as: IdentityName,
): Promise<PlantedAlike | undefined> {
  const { world } = setting.context;
  const { proof: mark } = newCanary(as, world.randomHex);
  const body = (made.requestBody ?? '').replaceAll(proof, mark).replaceAll(proof.toLowerCase(), mark.toLowerCase());
  const contentType = made.requestHeaders['content-type'] ?? 'application/json';
  const what = `${as} makes a record for what cannot be put back`;
  const id = await world.journal.plan({ identity: as, method: 'POST', url, what, mark });
  const answer = await benchAt(setting, requestOf(made), as).write(as, { method: 'POST', url, body, contentType });
  const { status } = answer;
  if (status === 0 || status >= 400) {
    await world.journal.settle(id, { state: 'refused', status });
    return undefined;
  }
  const said = createdAddress(url, JSON.stringify(answer.content.json), answer.location, body);
  const created = said ?? (await listedAs());
  await world.journal.settle(id, { state: 'done', status, ...(created === undefined ? {} : { created }) });
  const name = created === undefined ? undefined : idIn(created);
  return created === undefined || name === undefined ? undefined : { id: name, mark, created };

  async function listedAs(): Promise<string | undefined> {
    const view = await setting.ask({ ...requestOf(made), method: 'GET', url: list }, as);
    const item = view.outcome === 'data' ? itemWith(view.content.json, mark) : undefined;
    return item === undefined ? undefined : itemAddress(list, item);
  }
}

/** The last part of an address. */
export const idIn = (address: string): string | undefined =>
  new URL(address).pathname.split('/').findLast((part) => part !== '');
