import { gap } from '../../../model/gap.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { curlFor } from '../tenancy/reproduce.ts';
import type { Setting } from '../tenancy/setting.ts';

/** What a person types to see the same write. */
export function reproduce(
  setting: Setting,
  like: PlainRequest,
  url: string,
  method: string,
  body: string | undefined,
  asker: string,
): string {
  const request: PlainRequest = {
    method,
    url,
    like: like.like,
    ...(body === undefined ? {} : { body }),
  };
  return curlFor(request, asker, setting.context.world.vault.redact);
}

export const notPutBack = (template: string) =>
  gap(
    'inconclusive',
    `A value at ${template} did not come back after it was put back, so nothing more was written.`,
    'Run launch-ready undo, look at the object by hand, then exclude the operation (writes.never).',
    10,
  );
