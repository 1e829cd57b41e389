import { type Ask, both, type Reply, refused, signedOut, type Who, whoAmI } from '../shape.ts';
import { escaped } from './markup.ts';
import { orgOf, type WriteShape } from './write-shape.ts';

interface Learner {
  readonly id: number;
  readonly org: string;
  readonly name: string;
}
interface Booking {
  readonly id: number;
  readonly org: string;
  learner: number;
  order: string;
}
const [firstLearner, firstBooking] = [5001, 7101];

const open: WriteShape['open'] = (variant) => {
  const learners = both.flatMap(({ org, records }, side): Learner[] =>
    records.map(({ title }, at) => ({ id: firstLearner + side * 20 + at, org, name: title })),
  );
  const bookings = learners.map(
    ({ id, org }, at): Booking => ({ id: firstBooking + at, org, learner: id, order: `PO ${at}-441 spring` }),
  );
  const page = (body: string): Reply => ({
    type: 'text/html',
    body: `<!doctype html><html><body>${body}</body></html>`,
  });
  const answer = (ask: Ask): Reply => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const org = orgOf(ask.who);
    const id = Number(ask.path.split('/').findLast((part) => part !== ''));
    if (ask.path === '/learners')
      return page(
        learners
          .filter((one) => one.org === org)
          .map((one) => `<a href="/learners/${one.id}">${escaped(one.name)}</a>`)
          .join(''),
      );
    if (ask.path.startsWith('/learners/')) {
      const learner = learners.find((one) => one.id === id && one.org === org);
      if (!learner) return { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
      const rows = bookings
        .filter((one) => one.learner === id)
        .map((one) => `<li>${one.id} ${escaped(one.order)}</li>`);
      return page(`<h1>${escaped(learner.name)}</h1><ul>${rows.join('')}</ul>`);
    }
    const booking = bookings.find((one) => one.id === id && one.org === org);
    if (!ask.path.startsWith('/api/bookings/') || !booking) return refused;
    if (ask.method === 'PATCH') {
      const { learner = booking.learner, order = booking.order } = JSON.parse(ask.body || '{}') as Partial<Booking>;
      const isOwn = learners.some((one) => one.id === learner && one.org === org);
      if (!isOwn && variant === 'guarded') return { status: 400, body: { learner: ['Unknown learner.'] } };
      booking.order = order;
      if (isOwn || variant === 'flawed') booking.learner = learner;
    }
    return { body: booking };
  };
  return { answer, data: () => structuredClone({ learners, bookings }) };
};

/** What the window "somebody else comes instead" would have sent, with a text typed into it. */
const held: WriteShape['held'] = (who: Who) =>
  who === 'anonymous'
    ? []
    : [
        {
          method: 'PATCH',
          url: `https://portal.example/api/bookings/${firstBooking + (orgOf(who) === both[1]?.org ? (both[0]?.records.length ?? 0) : 0)}`,
          body: JSON.stringify({
            learner: orgOf(who) === both[1]?.org ? firstLearner + 20 : firstLearner,
            order: `${orgOf(who) === both[1]?.org ? `PO ${both[0]?.records.length}-441 spring` : 'PO 0-441 spring'} lr51f0aa`,
          }),
          type: 'application/json',
          page: '',
          mark: 'lr51f0aa',
        },
      ];

/** The record is changed by a request that only a window of its page sends, and that no page reads; whom it is for stands on pages. */
export const movedByRequest: WriteShape = {
  id: 'moved-by-the-request-of-a-window',
  open,
  held,
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    const list = String(browse('GET', '/learners').body);
    for (const [, path] of [...list.matchAll(/href="([^"]+)"/g)].slice(0, 2)) browse('GET', path ?? '');
  },
};
