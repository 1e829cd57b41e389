import type { IdentityName } from '../../../model/identity.ts';
import { ifMatch, needsState } from './locks.ts';
import type { WriteBench } from './prove-record.ts';

/** Deletes an object that the audit made; where the state has to be named, it is read at the object's own address. */
export async function deleteItem(bench: Pick<WriteBench, 'write'>, as: IdentityName, url: string): Promise<void> {
  const { status } = await bench.write(as, { method: 'DELETE', url });
  if (!needsState(status)) return;
  const { etag } = await bench.write(as, { method: 'GET', url });
  if (etag !== undefined) await bench.write(as, { method: 'DELETE', url, headers: ifMatch(etag) });
}
