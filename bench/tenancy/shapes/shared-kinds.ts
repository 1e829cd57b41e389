import { customers, refused, type Shape } from '../shape.ts';
import { portalOf } from './records.ts';

const goods = Array.from({ length: 24 }, (_, at) => ({
  sku: `P${7000 + at * 37}`,
  name: `${['Copper elbow', 'Brass valve', 'Steel flange', 'Rubber gasket'][at % 4]} ${at + 2} mm`,
  description: `Fits rails of ${at + 30} cm and is coated ${at % 2 ? 'twice' : 'once'}`,
}));
const ordersOf = (who: 'a' | 'b') =>
  [0, 1].map((at) => ({
    id: (who === 'a' ? 510 : 730) + at,
    lines: [{ sku: goods[(who === 'a' ? 3 : 14) + at]?.sku }],
  }));

/** The goods of an order in a catalogue for all, which is listed page by page or not at all. */
export function goodsOfOrders(list: 'paged' | 'none'): Shape {
  return {
    id: `goods-of-orders-${list === 'none' ? 'in-no-list' : 'on-a-later-page'}`,
    finds: [],
    portal: portalOf((ask) => {
      const orders = ordersOf(ask.who as 'a' | 'b');
      if (ask.path === '/api/orders') return { body: orders.map(({ id }) => ({ id })) };
      if (ask.path === '/api/products' && list === 'paged') {
        const page = Number(ask.query.get('page') ?? 1);
        return { body: { page, items: goods.slice((page - 1) * 6, page * 6).map(({ sku, name }) => ({ sku, name })) } };
      }
      const found =
        orders.find(({ id }) => ask.path === `/api/orders/${id}`) ??
        goods.find(({ sku }) => ask.path === `/api/products/${sku}`);
      return found ? { body: found } : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      if (list === 'paged') browse('GET', '/api/products?page=1');
      browse('GET', '/api/orders');
      for (const { id, lines } of ordersOf(who)) {
        browse('GET', `/api/orders/${id}`);
        browse('GET', `/api/products/${lines[0]?.sku}`);
      }
    },
  };
}

const managers = [
  {
    id: 7,
    name: 'Harald Stene',
    phone: '+47 911 22 033',
    bio: 'Twenty years with cranes',
    room: 'Room 214, east wing',
  },
  { id: 9, name: 'Mona Kvam', phone: '+47 911 22 044', bio: 'Knows every dental chair', room: 'Room 118, west wing' },
];

/** The card of the portal's own person who looks after an account: each customer has another, and may read any. */
export const accountManager: Shape = {
  id: 'the-card-of-an-account-manager',
  finds: [],
  portal: portalOf((ask) => {
    const mine = managers[ask.who === 'a' ? 0 : 1];
    if (ask.path === '/api/account') return { body: { name: customers[ask.who as 'a'].orgName, managerId: mine?.id } };
    const found = managers.find(({ id }) => ask.path === `/api/staff/${id}`);
    return found ? { body: found } : refused;
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/api/account');
    browse('GET', `/api/staff/${who === 'a' ? 7 : 9}`);
  },
};

const articles = Array.from({ length: 18 }, (_, at) => ({
  id: 300 + at,
  title: `${['Cleaning the filter', 'Reading the meter', 'Changing the belt'][at % 3]}, part ${at}`,
  body: `Turn the ${['red', 'blue', 'grey'][at % 3]} knob ${at + 2} times and wait for the click`,
}));
const recommended = (who: string) => (who === 'a' ? [2, 5] : [11, 13]);

/** Each customer's start page recommends other articles of one help, which is listed by numbered pages. */
export const recommendedHelp: Shape = {
  id: 'help-on-numbered-pages',
  finds: [],
  portal: portalOf((ask) => {
    const page = (inner: string) => ({ type: 'text/html', body: `<html><body>${inner}</body></html>` });
    const linkTo = (at: number) => `<a href="/library/${articles[at]?.id}">${articles[at]?.title}</a>`;
    if (ask.path === '/home') return page(recommended(ask.who).map(linkTo).join(''));
    if (ask.path === '/library') {
      const at = Number(ask.query.get('page') ?? 1);
      const shown = articles.slice((at - 1) * 5, at * 5).map((one) => linkTo(one.id - 300));
      return page(`${shown.join('')}<a href="/library?page=${at + 1}">Next</a>`);
    }
    const found = articles.find(({ id }) => ask.path === `/library/${id}`);
    return found ? page(`<h1>${found.title}</h1><p>${found.body}</p>`) : refused;
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/home');
    browse('GET', '/library');
    for (const at of recommended(who)) browse('GET', `/library/${articles[at]?.id}`);
  },
};
