import type { Exchange } from '../portal/recorder.ts';
import { exchangeContent } from '../portal/tenancy/answer-text.ts';
import type { RawView } from '../portal/tenancy/view.ts';
import {
  type Customer,
  type Found,
  type Given,
  mostWaits,
  type Neighbours,
  otherThan,
  pathOf,
  valuesOf,
} from './neighbour-probe.ts';

interface Copy {
  readonly holder: Customer;
  readonly values: readonly string[];
  /** What the other customer was given of it, right after. */
  readonly came: Given;
}

const enough = 2;
/** One value in so many may be a word that a price list and one customer's record share by chance. */
const rare = 6;
/** What stood there unchanged since the walk for so long is kept for longer than an audit waits, or is everybody's. */
const patienceMs = 90_000;

/** Headers may tell of the request; the answer is what counts. */
const said = ({ view }: Given) => linesOf(view.content);
const linesOf = ({ leaves }: RawView['content']) => leaves.map(({ path, value }) => `${path} ${value}`).join('\n');

/**
 * One address that both customers were given one answer at: each asks first in turn, until the answer is another one. Where whoever asks
 * first decides what both are told, and it is about that customer, the copy is kept without asking whose it is. Three copies in turn, so
 * that one customer is given the other's twice, and its own in between.
 */
export async function probeInTurns(
  { ask, wait, isOwn, isOfStaff, ageOf }: Neighbours,
  exchange: Exchange,
  fresh: () => string,
): Promise<Found | undefined> {
  const path = pathOf(exchange.url);
  const recorded = linesOf(exchangeContent(exchange));
  const ownIn = (values: readonly string[], of: Customer) => values.filter((value) => isOwn(value, of, path, true));
  const copies: Copy[] = [];
  let first: Customer = 'a';
  for (let at = 0; at <= mostWaits && copies.length < 3; at++) {
    if (at > 0) await wait();
    const given = await ask(exchange, fresh(), first);
    const came = await ask(exchange, fresh(), otherThan(first));
    if (given.view.outcome !== 'data' || said(given) !== said(came)) return undefined;
    const values = valuesOf(given.view.content);
    const holders = (['a', 'b'] as const).filter((of) => ownIn(values, of).length > 0);
    const [holder] = holders;
    // Staff asked last: once it is let go of, a customer is the first one.
    const isOfThird = !holder && copies.length === 0 && ageOf(exchange) <= patienceMs;
    if (isOfThird && values.filter((value) => isOfStaff(value, path)).length >= enough) continue;
    if (!holder || holders.length > 1) return undefined;
    const own = ownIn(values, holder).length;
    // Minutes are waited only for what is about somebody, or says that it was kept.
    if (own < enough && own * rare < values.length && (given.hit ?? came.hit) === undefined) return undefined;
    const isSame = copies.length < 2 && said(given) === recorded;
    if (isSame && ageOf(exchange) > patienceMs) return undefined;
    if (holder === copies.at(-1)?.holder) continue;
    // A new copy of somebody who did not ask for it is no copy of a question.
    if (copies.length > 0 && holder !== first) return undefined;
    copies.push({ holder, values, came: holder === first ? came : given });
    first = otherThan(holder);
  }
  const [one, between, again] = copies;
  if (!one || !between || !again) return undefined;
  const own = one.values.filter((value) => !between.values.includes(value) && again.values.includes(value));
  if (own.length < enough) return undefined;
  const hit = one.came.hit ?? again.came.hit;
  return {
    asker: otherThan(one.holder),
    owner: one.holder,
    own: own.length,
    leaked: [own.length, own.length],
    elsewhere: 0,
    byPath: true,
    ...(hit === undefined ? {} : { hit }),
  };
}
