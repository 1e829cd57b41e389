import type { HeldRequest } from '../held-request.ts';
import type { HeaderList } from '../../../world/world.ts';
import { callingHeaders } from '../operations/calling-headers.ts';
import { changeSlot } from '../operations/put-into.ts';
import { slotsOf } from '../operations/slots.ts';

/** What a page would have sent for an offer, with room for another value. */
export interface SentOffer {
  readonly method: string;
  readonly url: string;
  readonly contentType: string;
  /** What says which function of the server it calls. */
  readonly calls: HeaderList;
  /** The body with this value in the place of what was entered; undefined where it has no such place. */
  readonly bodyWith: (value: string) => string | undefined;
  /** All that it says stands in its address: there is no body, which some servers would not take. */
  readonly bodiless?: true;
}

/** The request that carries what was entered, among those that the shield held back since. */
export function sentOffer(held: readonly HeldRequest[], entered: string): SentOffer | undefined {
  for (const one of held) {
    if (one.body === undefined) continue;
    const { method, url, body } = one;
    const contentType = one.type ?? 'application/json';
    const carrier = { method, url, body, headers: { 'content-type': contentType } };
    const slots = slotsOf(carrier).filter(
      ({ place, value }) => (place === 'body' || place === 'graphql') && value === entered,
    );
    const [slot] = slots;
    if (!slot || slots.length > 1) continue;
    return {
      method,
      url,
      contentType,
      calls: callingHeaders(one.headers),
      bodyWith: (value) => changeSlot(carrier, slot, value).body,
    };
  }
  return undefined;
}
