import type { Exchange } from '../portal/recorder.ts';
import { exchangeContent } from '../portal/tenancy/answer-text.ts';
import { holds, isAtomLike } from '../portal/tenancy/atoms.ts';
import { isReference } from '../portal/tenancy/known-references.ts';
import { ownersAlone } from '../portal/tenancy/owners-alone.ts';
import type { Setting } from '../portal/tenancy/setting.ts';
import { settingWithout } from '../portal/tenancy/setting-without.ts';
import {
  type Customer,
  type Found,
  type Given,
  type Neighbours,
  otherThan,
  pathOf,
  valuesOf,
} from './neighbour-probe.ts';

const enough = 2;
/** What a page adds to a copy for whoever looks: his name, the time. As a part of what both are given. */
const mostApart = 0.1;
/** How much of what both are given has to be of one of them. */
const leastOwn = 0.4;

/**
 * A copy that is kept for longer than the audit waits: both customers are given one answer at one address, and what stands in it is of records
 * of one of them, which the other is refused. None of the other's own stands beside it, so it is no list of everybody's. An address that
 * names a record of one of them gives that record to whoever is let in: that is no copy.
 */
export async function standingCopy(
  setting: Setting,
  { ask, isOwn }: Neighbours,
  exchange: Exchange,
  fresh: () => string,
): Promise<Found | undefined> {
  const path = pathOf(exchange.url);
  if (namesOnesOwn(setting, exchange)) return undefined;
  const [asA, asB] = [await ask(exchange, fresh(), 'a'), await ask(exchange, fresh(), 'b')];
  if (asA.view.outcome !== 'data' || asB.view.outcome !== 'data') return undefined;
  const told = valuesOf(asA.view.content).filter((value) => holds(asB.view.content.text, value));
  // A list that each sees a part of is no copy, whatever stands in both parts: a paper that one has shared with the other.
  const apart = (of: Customer, from: Given, other: Given) =>
    valuesOf(from.view.content).filter((value) => !setting.frames(of, value) && !holds(other.view.content.text, value))
      .length;
  if (Math.max(apart('a', asA, asB), apart('b', asB, asA)) > told.length * mostApart) return undefined;
  const ownOf = (of: Customer) => {
    const all = told.filter((value) => isOwn(value, of, path));
    // `$$1,187.30` in a script is the `$1,187.30` of the page.
    return all.filter((value) => !all.some((one) => one !== value && value.includes(one)));
  };
  const owner: Customer = ownOf('a').length > ownOf('b').length ? 'a' : 'b';
  const asker = otherThan(owner);
  const own = ownOf(owner);
  // A price list names what everybody may order, and two of its lines stand in one customer's orders: most of it is nobody's.
  const telling = told.filter((value) => !setting.frames('a', value) && !setting.frames('b', value));
  if (own.length < enough || ownOf(asker).length > 0 || own.length < telling.length * leastOwn) return undefined;
  const leaves = exchangeContent(exchange).leaves.filter((leaf) => isAtomLike(leaf) && own.includes(leaf.value));
  const alone = await ownersAlone(
    settingWithout(setting, (one) => pathOf(one.url) === path),
    leaves,
    owner,
    asker,
  );
  if (alone.size < enough || (await ask(exchange, fresh(), 'anonymous')).view.outcome === 'data') return undefined;
  const again = await ask(exchange, fresh(), asker);
  const [first] = [owner === 'a' ? asB : asA];
  const heldIn = (text: string) => [...alone].filter((value) => holds(text, value)).length;
  const hit = first.hit ?? again.hit;
  return {
    asker,
    owner,
    own: alone.size,
    leaked: [heldIn(first.view.content.text), heldIn(again.view.content.text)],
    elsewhere: 0,
    byPath: true,
    ...(hit === undefined ? {} : { hit }),
  };
}

/** Whether the address says something that only one of the two ever asked for there: an id, a cursor of its own list. */
export function namesOnesOwn({ map }: Pick<Setting, 'map'>, { url, identity }: Exchange): boolean {
  const other = otherThan(identity === 'b' ? 'b' : 'a');
  return map.operations.some(({ by }) => {
    const asked = (by.get(identity) ?? []).find(({ exchange }) => exchange.url === url);
    const named = (asked?.slots ?? []).filter((slot) => ['path', 'query'].includes(slot.place) && isReference(slot));
    const theirs = (by.get(other) ?? []).flatMap(({ slots }) => slots);
    return named.some((slot) => !theirs.some((one) => one.name === slot.name && one.value === slot.value));
  });
}
