import { type Ask, customers, type Reply, type Shape } from '../shape.ts';

const portal = (ask: Ask): Reply => {
  const html = (body: string): Reply => ({ type: 'text/html', body: `<html><body>${body}</body></html>` });
  const [, first = '', second = ''] = ask.path.split('/');
  if (first === 'shop') {
    const shops = { northwind: 'Northwind Rope and Sail', quillfeather: 'Quillfeather Stationers' };
    const whose = shops[second as keyof typeof shops];
    if (whose === undefined) return { status: 404, type: 'text/html', body: '<p>No such shop</p>' };
    if (ask.path.endsWith('/feed'))
      return { type: 'text/calendar', body: `SUMMARY:${whose}\nSUMMARY:Open day at ${whose}` };
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
    for (const path of [`/shop/${own}`, `/shop/${own}/feed`]) browse('GET', path);
  },
};
