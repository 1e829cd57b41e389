import { type Ask, customers, type Reply, type Shape } from '../shape.ts';

const keys = { northwind: 'wki7v2dl4803gloy', quillfeather: 'cjmdb4kntbhzvzxs' };

const portal = (ask: Ask): Reply => {
  const html = (body: string): Reply => ({ type: 'text/html', body: `<html><body>${body}</body></html>` });
  const [, first = '', second = ''] = ask.path.split('/');
  if (first === 'shop') {
    const shops = { northwind: 'Northwind Rope and Sail', quillfeather: 'Quillfeather Stationers' };
    const whose = shops[second as keyof typeof shops];
    if (whose === undefined) return { status: 404, type: 'text/html', body: '<p>No such shop</p>' };
    if (ask.path.endsWith('/feed'))
      return {
        type: 'text/calendar',
        body: `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:${second}-9@shops.example\r\nDTSTART:20270131T1800${second.length}Z\r\nSUMMARY:Open d\r\n ay at ${whose}\r\nEND:VEVENT\r\nEND:VCALENDAR`,
      };
    // The buyer's own page, behind the key of the confirmation mail; who runs the shop is led back besides.
    if (ask.path.includes('/order/')) {
      const back = ask.who === 'anonymous' ? '' : `<a href="/orders">Back to the desk of ${whose}, till 2</a>`;
      return ask.path.endsWith(keys[second as keyof typeof keys])
        ? html(
            `<h1>Your order</h1><p>${second === 'northwind' ? 'Isolde Fairweather, 12 Quay Row' : 'Leopold Hartnell, 3 Ink Lane'}</p><p>Ordered at ${whose}</p>${back}`,
          )
        : { status: 404, type: 'text/html', body: '<p>No such order</p>' };
    }
    return html(
      `<h1>${whose}</h1><p>${second === 'northwind' ? 'Oiled hawser of 40 m' : 'Rag paper, 12 reams'}</p><p>Open day at ${whose}</p><a href="/shop/${second}/feed">Calendar</a>`,
    );
  }
  if (ask.who === 'anonymous') return { status: 302, headers: { location: '/login' } };
  return html(`<nav>${customers[ask.who].user} <a href="/logout">Log out</a></nav><h1>Desk: ${first}</h1>`);
};

/** Each customer's public shop, of which the other customer knows nothing: open, and nobody's secret. */
export const shopWindows: Shape = {
  id: 'shop-windows-of-each-customer',
  finds: [],
  portal: () => portal,
  walk: (who, browse) => {
    for (const path of ['orders', 'teams', 'settings', 'account', 'mail']) browse('GET', `/${path}`);
    if (who === 'anonymous') return;
    const own = who === 'a' ? 'northwind' : 'quillfeather';
    for (const path of [
      `/shop/${own}`,
      `/shop/${own}/feed`,
      `/shop/${own}/order/${own === 'northwind' ? 'RVQ3W' : 'SMB8T'}/${keys[own]}`,
    ])
      browse('GET', path);
  },
};
