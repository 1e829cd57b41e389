import { type Ask, customers, type Reply, refused, type Shape } from '../shape.ts';
import { portalOf } from './records.ts';

/** Records of numbers, dates and short words alone: no value of theirs proves anything by itself. */
interface Meter {
  readonly id: string;
  readonly who: 'a' | 'b';
  readonly at: number;
}
const meters: readonly Meter[] = (['a', 'b'] as const).flatMap((who) =>
  [0, 1].map((at) => ({ id: String((who === 'a' ? 311 : 352) + at * 7), who, at })),
);
const mine = (ask: Ask) => meters.filter((one) => one.who === ask.who);
const readings = ({ who, at }: Meter) => ({
  unit: 'kWh',
  phase: 3,
  installed: who === 'a' ? `2021-04-1${at}` : `2019-11-0${at + 3}`,
  day: (who === 'a' ? 4113 : 7359) + at * 211,
  night: (who === 'a' ? 982 : 2171) + at * 37,
  months: [1, 2, 3].map((month) => ({ month, used: (who === 'a' ? 318 : 471) + at * 13 + month * 29 })),
});

const walkMeters: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  browse('GET', '/api/meters');
  for (const one of meters.filter((meter) => meter.who === who)) browse('GET', `/api/meters/${one.id}/readings`);
};

const numbersAlone: Shape = {
  id: 'numbers-and-dates-alone',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed): Reply => {
    if (ask.path === '/api/meters') return { body: mine(ask).map(({ id }) => ({ id })) };
    const one = (flawed ? meters : mine(ask)).find(({ id }) => id === ask.path.split('/')[3]);
    return one ? { body: readings(one) } : refused;
  }),
  walk: walkMeters,
};

const numbersOnPage: Shape = {
  id: 'numbers-on-a-page',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed): Reply => {
    const page = (content: string): Reply => ({
      type: 'text/html',
      body: `<html><body><nav><a href="/meters">Meters</a></nav>${content}</body></html>`,
    });
    if (ask.path === '/meters')
      return page(`<ul>${mine(ask).map(({ id }) => `<li><a href="/meters/${id}">${id}</a></li>`)}</ul>`);
    const one = (flawed ? meters : mine(ask)).find(({ id }) => id === ask.path.split('/')[2]);
    if (!one) return { status: 404, type: 'text/html', body: '<html><body><h1>Not found</h1></body></html>' };
    const { unit, installed, day, night, months } = readings(one);
    const cells = [installed, day, night, ...months.map(({ used }) => used)];
    return page(`<table><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}<td>${unit}</td></tr></table>`);
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/meters');
    for (const one of meters.filter((meter) => meter.who === who)) browse('GET', `/meters/${one.id}`);
  },
};

export const shortShapes: readonly Shape[] = [numbersAlone, numbersOnPage];

const rates = new Map(
  [7, 8, 9, 10].map((month) => [`2026-${month}`, [1187 + month * 31, 934 + month * 17, 6613 - month * 41]]),
);

/** The same for everybody, and each customer looked at another part of it. */
export const fineShortShapes: readonly Shape[] = [
  {
    id: 'rates-of-a-month',
    finds: [],
    portal: () =>
      portalOf((ask): Reply => {
        if (ask.path === '/api/rates') return { body: [...rates.keys()].map((id) => ({ id })) };
        const [eur, usd, jpy] = rates.get(ask.path.split('/')[3] ?? '') ?? [];
        return eur === undefined ? refused : { body: { rates: { eur, usd, jpy }, base: 'NOK' } };
      })(false),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/rates');
      for (const month of who === 'a' ? ['2026-7', '2026-8'] : ['2026-9', '2026-10'])
        browse('GET', `/api/rates/${month}`);
    },
  },
  {
    id: 'own-figures-whatever-is-asked',
    finds: [],
    portal: () =>
      portalOf((ask): Reply => {
        if (ask.path === '/api/meters') return { body: mine(ask).map(({ id }) => ({ id })) };
        const one = mine(ask)[0];
        return one ? { body: { ...readings(one), org: customers[one.who].org } } : refused;
      })(false),
    walk: walkMeters,
  },
];
