import { gap } from '../../../model/gap.ts';
import type { HeaderList } from '../../../world/world.ts';
import { withoutCall } from '../operations/calling-headers.ts';
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
  calls: HeaderList = [],
): string {
  const isTyped = calls.some(([name]) => name === 'content-type');
  const type = body === undefined || isTyped ? undefined : formTypeOf(body);
  const request: PlainRequest = {
    method,
    url,
    like: withoutCall(like.like),
    extra: [...calls, ...(type === undefined ? [] : [['content-type', type] as const])],
    ...(body === undefined ? {} : { body }),
  };
  return curlFor(request, asker, setting.context.world.vault.redact);
}

/** Of the body of a form; that of data is as the pattern says. */
function formTypeOf(body: string): string | undefined {
  const boundary = /^--([^\r\n]{1,70})\r?\n/.exec(body)?.[1];
  if (boundary !== undefined) return `multipart/form-data; boundary=${boundary}`;
  return /^[^\s=&{[]+=/.test(body) ? 'application/x-www-form-urlencoded' : undefined;
}

/** The portal's own change could not be repeated: what somebody else's would do is open. */
export const notShown = (who: string) =>
  gap(
    'nothing-to-compare',
    `The change that the page itself makes there could not be shown to work as ${who}, so nothing was concluded from it.`,
    'Send the change by hand as its owner and as the other customer, and read the record again.',
    15,
  );

/** Templates alike but for the names of their parameters. */
export const withoutIds = (template: string): string => template.replace(/\{\w*\}/g, '{}').replace(/\/$/, '');

export const notPutBack = (template: string) =>
  gap(
    'inconclusive',
    `A value at ${template} did not come back after it was put back, so nothing more was written.`,
    'Run launch-ready undo, look at the object by hand, then exclude the operation (writes.never).',
    10,
  );
