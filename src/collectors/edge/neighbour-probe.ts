import type { Exchange } from '../portal/recorder.ts';
import { exchangeContent } from '../portal/tenancy/answer-text.ts';
import { holds, isAtomLike } from '../portal/tenancy/atoms.ts';
import type { Answer, PlainRequest } from '../portal/tenancy/replay.ts';
import { requestOf } from '../portal/tenancy/requests.ts';
import type { Setting } from '../portal/tenancy/setting.ts';
import { type RawView, rawView } from '../portal/tenancy/view.ts';
import { cacheHit } from './cache-hit.ts';
import type { NeighbourProbe } from './edge-evidence.ts';

export type Customer = 'a' | 'b';
export type Found = Omit<NeighbourProbe, 'alive'>;
export interface Given {
  readonly view: RawView;
  readonly hit?: string;
}

/** Asks for one page as either customer, and knows what each of them alone is given elsewhere. */
export interface Neighbours {
  readonly ask: (exchange: Exchange, url: string, as: Customer | 'anonymous') => Promise<Given>;
  /** What this customer was given in the walk at just this address; `own`: and besides on pages of its own. */
  readonly wasGiven: (
    url: string,
    to: Customer,
  ) => { readonly all: readonly string[]; readonly own: readonly string[] };
  /** Waits until a cache may have let go of what it has. */
  readonly wait: () => Promise<void>;
  /** How long ago an answer of the walk was given, by its own Date (RFC 9110 §6.6.1), in milliseconds; 0 where it does not say. */
  readonly ageOf: (exchange: Exchange) => number;
  /** `framed`: what stands on all of its pages counts too, its name say. */
  readonly isOwn: (value: string, of: Customer, path: string, framed?: boolean) => boolean;
  /** Staff are told it elsewhere, and neither customer is: the copy may be the one that staff were given. */
  readonly isOfStaff: (value: string, path: string) => boolean;
}

const mostValues = 60;
const enough = 2;
const waitMs = 8000;
export const mostWaits = 16;

export function neighboursOf(
  setting: Setting,
  send: (request: PlainRequest, as: Customer | 'anonymous') => Promise<Answer>,
): Neighbours {
  const { signal, world } = setting.context;
  const { clock } = world;
  const told = new Map<Customer | 'admin', readonly { readonly path: string; readonly text: string }[]>();
  const toldTo = (customer: Customer | 'admin') => {
    const known =
      told.get(customer) ??
      setting.exchanges
        .filter(({ identity, status }) => identity === customer && status < 300)
        .map((one) => ({ path: pathOf(one.url), text: exchangeContent(one).text }));
    told.set(customer, known);
    return known;
  };
  const elsewhere = (value: string, customer: Customer | 'admin', path: string) =>
    toldTo(customer).some((one) => one.path !== path && holds(one.text, value));
  const isOwn = (value: string, of: Customer, path: string, framed = false) =>
    elsewhere(value, of, path) &&
    !elsewhere(value, otherThan(of), path) &&
    !setting.knows('anonymous', value) &&
    (framed || !setting.frames(of, value));
  return {
    isOwn,
    isOfStaff: (value, path) =>
      elsewhere(value, 'admin', path) &&
      !elsewhere(value, 'a', path) &&
      !elsewhere(value, 'b', path) &&
      !setting.knows('anonymous', value),
    async ask(exchange, url, as) {
      const answer = await send({ ...requestOf(exchange), url }, as);
      const hit = answer.ok ? cacheHit(answer.response.headers) : undefined;
      return { view: rawView(as, answer, ''), ...(hit === undefined ? {} : { hit }) };
    },
    wait: () => clock.wait(waitMs, signal),
    ageOf: ({ responseHeaders }) => Math.max(0, clock.now().getTime() - Date.parse(responseHeaders.date ?? '')) || 0,
    wasGiven(url, to) {
      const all = setting.exchanges
        .filter((one) => one.identity === to && one.status === 200 && one.url === url)
        .flatMap((one) => valuesOf(exchangeContent(one)));
      return { all, own: all.filter((value) => isOwn(value, to, pathOf(url))) };
    },
  };
}

/** An address without what comes behind its path. */
export const pathOf = (url: string): string => new URL(url).host + new URL(url).pathname;
export const otherThan = (customer: Customer): Customer => (customer === 'a' ? 'b' : 'a');
export const valuesOf = ({ leaves }: RawView['content']): readonly string[] =>
  [...new Set(leaves.filter(isAtomLike).map(({ value }) => value))].slice(0, mostValues);
const held = ({ view }: Given, values: readonly string[]) => values.filter((value) => holds(view.content.text, value));

/**
 * One page at addresses of our own, asked for by one customer, by the other, and by the first one where the other was: what was given
 * to one must not come to the other. A cache that leaves parameters out shows itself where a customer is given the other's page in place
 * of the one it had in the walk. `alike`: both were given one page in the walk. undefined where nothing on the page tells.
 */
export async function probeNeighbour(
  { ask, wait, wasGiven, isOwn }: Neighbours,
  exchange: Exchange,
  fresh: () => string,
  alike = false,
): Promise<Found | undefined> {
  const path = pathOf(exchange.url);
  // Who was given the other's page in the walk already asks first: the other one knows its own.
  const owner: Customer = wasGiven(exchange.url, 'a').own.length > 0 ? 'a' : 'b';
  const asker = otherThan(owner);
  let before = await ask(exchange, fresh(), asker);
  // A copy at an address that nobody had asked for: whose it is shows once the cache has let go of it.
  for (let more = 0; alike && before.hit !== undefined && more < mostWaits; more++) {
    await wait();
    before = await ask(exchange, fresh(), asker);
  }
  const url = fresh();
  const given = await ask(exchange, url, owner);
  const swapped = (await byPath(asker, before, given)) ?? (await byPath(owner, given, before));
  if (swapped) return swapped;

  if (given.view.outcome !== 'data') return undefined;
  const apart = valuesOf(given.view.content).filter((value) => !holds(before.view.content.text, value));
  const recorded =
    owner === exchange.identity ? valuesOf(exchangeContent(exchange)) : wasGiven(exchange.url, owner).all;
  const known = apart.filter((value) => recorded.includes(value));
  // Both may have been given one page in the walk: what tells is then what differs now, on a page that nobody is shown.
  const mine = known.length >= enough ? known : apart;
  if (mine.length < enough) return undefined;
  const plain = { asker, owner, own: mine.length, elsewhere: 0 };
  const first = await ask(exchange, url, asker);
  const came = held(first, mine);
  if (came.length < enough) return { ...plain, leaked: [came.length] };
  if (mine !== known && (await ask(exchange, fresh(), 'anonymous')).view.outcome === 'data') return undefined;
  // The owner's at another address too, and not the asker's at one where the owner was not.
  const stable = held(await ask(exchange, fresh(), owner), came);
  const second = await ask(exchange, url, asker);
  const elsewhere = await ask(exchange, fresh(), asker);
  return {
    ...plain,
    own: stable.length,
    leaked: [held(first, stable).length, held(second, stable).length],
    elsewhere: held(elsewhere, stable).length,
    ...(first.hit === undefined ? {} : { hit: first.hit }),
  };

  async function byPath(to: Customer, got: Given, theirs: Given): Promise<Found | undefined> {
    if (got.view.outcome !== 'data' || theirs.view.outcome !== 'data') return undefined;
    const from = otherThan(to);
    const former = wasGiven(exchange.url, to);
    const foreign = held(got, valuesOf(theirs.view.content)).filter((value) => !former.all.includes(value));
    // Each page says something that its owner is told on other pages too, and nobody else is.
    const names = foreign.some((value) => isOwn(value, from, path));
    if (foreign.length < enough || !names || former.own.length === 0 || held(got, former.own).length > 0)
      return undefined;
    const again = await ask(exchange, fresh(), to);
    const hit = got.hit ?? again.hit;
    return {
      asker: to,
      owner: from,
      own: foreign.length,
      leaked: [foreign.length, held(again, foreign).length],
      elsewhere: 0,
      byPath: true,
      ...(hit === undefined ? {} : { hit }),
    };
  }
}
