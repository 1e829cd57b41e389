import type { IdentityName } from '../../../model/identity.ts';
import { mapOperations } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import type { Setting } from '../tenancy/setting.ts';

/** The setting as if somebody had never been given these answers: the audit led it there, and nothing of its own does. */
export function asIfNotSeen(setting: Setting, who: IdentityName, isLeftOut: (exchange: Exchange) => boolean): Setting {
  const exchanges = setting.exchanges.filter((one) => one.identity !== who || !isLeftOut(one));
  const texts = exchanges.filter((one) => one.identity === who).map((one) => exchangeContent(one).text);
  return {
    ...setting,
    exchanges,
    map: mapOperations(exchanges),
    knows: (identity, value) =>
      identity === who ? texts.some((text) => holds(text, value)) : setting.knows(identity, value),
  };
}
