import { type Ask, customers, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';

const page = (body: string): Reply => ({
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><main>${body}</main>`,
});
const absent: Reply = { status: 404, type: 'text/html', body: '<h1>Not found</h1>' };
const claims = (['a', 'b'] as const).flatMap((who, side) =>
  customers[who].records.map((record, at) => ({
    ...record,
    who,
    id: 2 * at + side + 1,
    no: `SX-2026-000${2 * at + side + 1}`,
  })),
);

/** The search names everybody's claims; a claim's own page has its number in the heading, among other words. */
export const claimsBySearch: Shape = {
  id: 'search-of-claims-whose-number-stands-in-a-heading',
  finds: ['authz.list'],
  portal: (flawed) => (ask: Ask) => {
    const me = whoAmI(ask);
    if (me) return me;
    if (ask.who === 'anonymous') return signedOut;
    const own = claims.filter(({ who }) => who === ask.who);
    const row = ({ id, no, title, note }: (typeof claims)[number]) =>
      `<li><a href="/claims/${id}">${no}</a> ${title} – ${note}</li>`;
    if (ask.path === '/claims') return page(own.map(({ id, no }) => `<a href="/claims/${id}">${no}</a>`).join(''));
    if (ask.path === '/search') {
      const word = (ask.query.get('q') ?? '-').toLowerCase();
      return page(
        (flawed ? claims : own)
          .filter((one) => `${one.title} ${one.note}`.toLowerCase().includes(word))
          .map(row)
          .join(''),
      );
    }
    const found = own.find(({ id }) => ask.path === `/claims/${id}`);
    return found ? page(`<h1>Claim ${found.no}</h1><p>${found.title}</p><p>${found.note}</p>`) : absent;
  },
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/claims');
    for (const { id } of claims.filter((one) => one.who === who)) browse('GET', `/claims/${id}`);
    browse('GET', '/search?q=zzz');
  },
};
