import type { IdentityName } from '../../../model/identity.ts';
import { mapOperations } from '../operations/operation-map.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from './answer-text.ts';
import { holds } from './atoms.ts';
import type { Setting } from './setting.ts';

/** The setting as if these had never been answered: what gave something away by itself must not make it known. */
export function settingWithout(setting: Setting, isLeftOut: (one: Exchange) => boolean): Setting {
  const exchanges = setting.exchanges.filter((one) => !isLeftOut(one));
  const texts = new Map<IdentityName, readonly string[]>();
  return {
    ...setting,
    exchanges,
    map: mapOperations(exchanges),
    knows(identity, value) {
      const known =
        texts.get(identity) ??
        exchanges.filter((one) => one.identity === identity).map((one) => exchangeContent(one).text);
      texts.set(identity, known);
      return known.some((text) => holds(text, value));
    },
  };
}
