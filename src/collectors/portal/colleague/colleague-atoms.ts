import type { RawAtom } from '../tenancy/atoms.ts';
import { gatherAtoms } from '../tenancy/gather-atoms.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { sentValues } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';

/** Values that A reads there twice, and that neither A2 nor a stranger meets. */
export async function atomsOf(setting: Setting, request: PlainRequest): Promise<readonly RawAtom[]> {
  const views = [await setting.ask(request, 'a'), await setting.ask(request, 'a')] as const;
  const stranger = await setting.ask(request, 'anonymous');
  return gatherAtoms({
    ownerViews: views,
    canaries: [],
    self: [],
    knownElsewhere: (value) =>
      setting.knows('a2', value) ||
      setting.knows('anonymous', value) ||
      setting.frames('a', value) ||
      stranger.content.text.includes(value),
    sent: sentValues(request),
  });
}
