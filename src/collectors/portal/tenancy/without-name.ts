import type { SlotValue } from '../operations/operation-map.ts';
import type { PlainRequest } from './replay.ts';

/**
 * The request without the header or cookie that was put in: it goes with what the asker's own session carries there. Where its
 * answer holds the owner's values as well, naming the owner's tenant was not what opened it.
 */
export function withoutName(request: PlainRequest, { place, name }: Pick<SlotValue, 'place' | 'name'>): PlainRequest {
  const isIt = (one: string) => one.toLowerCase() === name.toLowerCase();
  if (place === 'cookie')
    return {
      ...request,
      cookies: Object.fromEntries(Object.entries(request.cookies ?? {}).filter(([one]) => !isIt(one))),
    };
  return { ...request, extra: (request.extra ?? []).filter(([one]) => !isIt(one)) };
}
