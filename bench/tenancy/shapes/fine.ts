import { type Ask, customers, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { accountPages } from './account-pages.ts';
import { shopWindows } from './shop-windows.ts';
import { find, give, listed, number, own, rows, uuid } from './records.ts';

/** Portals that look wrong and are fine: each is walked as it is, and nothing may fail. */
const articles = Array.from({ length: 8 }, (_none, at) => ({
  id: 300 + at,
  title: `How to ${['descale', 'mount', 'store', 'register', 'return', 'insure', 'rent', 'clean'][at]} a unit, part ${at}`,
  text: `Chapter ${at}: begin with the ${['left', 'upper', 'rear', 'lower', 'outer', 'inner', 'front', 'spare'][at]} bracket and a torque of ${40 + at} Nm.`,
  author: `Prof. ${['Amos', 'Bree', 'Cole', 'Dunn', 'Eads', 'Fitt', 'Gore', 'Hale'][at]} Winterbourne`,
}));
const turn = (who: 'a' | 'b') => (who === 'a' ? [0, 1] : [4, 5]);

function fine(id: string, portal: (ask: Ask) => Reply, walk: Shape['walk'], more: Partial<Shape> = {}): Shape {
  return { id, finds: [], portal: () => portal, walk, ...more };
}
const signedInOnly = (portal: (ask: Ask) => Reply) => (ask: Ask) =>
  whoAmI(ask) ?? (ask.who === 'anonymous' ? signedOut : portal(ask));
const open = (portal: (ask: Ask) => Reply) => (ask: Ask) => whoAmI(ask) ?? portal(ask);

const catalogue = (ask: Ask): Reply => {
  if (ask.path === '/api/articles') return { body: { items: articles.map(({ id, title }) => ({ id, title })) } };
  const one = articles.find((article) => String(article.id) === ask.path.split('/').at(-1));
  return one ? { body: one } : { status: 404, body: { error: 'not_found' } };
};
const readArticles: Shape['walk'] = (who, browse) => {
  browse('GET', '/api/me');
  if (who === 'anonymous') return;
  // Two crawls under way in different pages: neither saw the other's list page.
  if (who === 'b') browse('GET', '/api/articles');
  for (const at of turn(who)) browse('GET', `/api/articles/${articles[at]?.id}`);
};

export const fineShapes: readonly Shape[] = [
  fine('catalogue-for-customers', signedInOnly(catalogue), readArticles),
  fine('public-help-articles', open(catalogue), readArticles),
  fine(
    'public-help-pages',
    (ask) => {
      const page = (content: string): Reply => ({
        type: 'text/html',
        body: `<html><body><nav>${ask.who === 'anonymous' ? '<a href="/login">Log in</a>' : `${customers[ask.who].user} <b>Basket BK-7712-${ask.who.toUpperCase()}</b>`}</nav>${content}</body></html>`,
      });
      if (ask.path === '/help')
        return page(
          `<ul>${articles.map((one) => `<li><a href="/help/${one.id}">${one.title}</a></li>`).join('')}</ul>`,
        );
      if (ask.path === '/account')
        return ask.who === 'anonymous' ? { status: 302, headers: { location: '/login' } } : page('<h1>Account</h1>');
      if (ask.path === '/contact') return page('<h1>Write to us</h1>');
      const one = articles.find((article) => String(article.id) === ask.path.split('/')[2]);
      return one
        ? page(`<h1>${one.title}</h1><p>${one.text}</p><i>${one.author}</i>`)
        : { status: 404, type: 'text/html', body: '<p>Nothing here</p>' };
    },
    (who, browse) => {
      browse('GET', '/account');
      if (who === 'anonymous') return;
      browse('GET', '/help');
      browse('GET', '/contact');
      for (const at of turn(who)) browse('GET', `/help/${articles[at]?.id}`);
    },
  ),
  shopWindows,
  accountPages,
  fine(
    'words-of-a-page-that-one-opened',
    open((ask) =>
      ask.path === '/texts/billing.json'
        ? {
            body: {
              heading: 'Invoices and credit notes',
              empty: 'Nothing is due, enjoy the quiet',
              hint: 'Direct debits run on the first working day',
            },
          }
        : { status: 404, body: { error: 'not_found' } },
    ),
    (who, browse) => {
      browse('GET', '/api/me');
      // The other crawl ended before it came to that page.
      if (who === 'a') browse('GET', '/texts/billing.json');
    },
    { cookies: (who) => ({ workspace: customers[who].org }) },
  ),
  fine(
    'signed-file-address',
    (ask) => {
      const me = whoAmI(ask);
      if (me) return me;
      const all = rows(uuid);
      const file = all.find((row) => ask.path === `/files/${row.id}.txt`);
      if (file && ask.query.get('X-Amz-Signature') === `5f0c${file.id}`)
        return { type: 'text/plain', body: `${file.title}\n${file.note}\n${file.amount}\n` };
      if (ask.who === 'anonymous') return signedOut;
      return {
        body: {
          items: own(all, ask).map((row) => ({
            ...listed(row),
            file: `/files/${row.id}.txt?X-Amz-Expires=60&X-Amz-Signature=5f0c${row.id}`,
          })),
        },
      };
    },
    (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const { items } = browse('GET', '/api/records').body as { items: { file: string }[] };
      for (const item of items.slice(0, 2)) browse('GET', item.file);
    },
  ),
  fine(
    'link-made-to-be-shared',
    (ask) => {
      const me = whoAmI(ask);
      if (me) return me;
      const all = rows(uuid);
      const token = (id: string) => `k${Buffer.from(id).toString('base64url')}`;
      const given = all.find((row) => ask.path === `/share/${token(row.id)}`);
      if (given) return give(given);
      if (ask.who === 'anonymous') return signedOut;
      return { body: { items: own(all, ask).map((row) => ({ ...listed(row), share: `/share/${token(row.id)}` })) } };
    },
    (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const { items } = browse('GET', '/api/records').body as { items: { share: string }[] };
      browse('GET', items[0]?.share ?? '/');
    },
    // A link that A was not given opens for A as well: said as a warning, not as a leak.
  ),
  fine(
    'directory-of-people',
    signedInOnly((ask) => {
      const people = ['a', 'b']
        .map((key) => customers[key as 'a'])
        .map((one) => ({
          id: one.userId,
          name: one.user.split('@')[0],
          email: one.user,
          phone: `+44 7700 9001${one.userId}`,
        }));
      if (ask.path === '/api/people') return { body: people };
      const one = people.find((person) => person.id === ask.path.split('/').at(-1));
      return one ? { body: one } : { status: 404, body: { error: 'not_found' } };
    }),
    (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      if (who === 'b') browse('GET', '/api/people');
      browse('GET', `/api/people/${customers[who].userId}`);
    },
  ),
  fine(
    'words-of-another-language',
    open((ask) =>
      ask.path.startsWith('/i18n/')
        ? {
            body: Object.fromEntries(
              articles.map((one) => [`${ask.path.slice(6, 8)}.${one.id}`, `${ask.path.slice(6, 8)}: ${one.text}`]),
            ),
          }
        : signedOut,
    ),
    (who, browse) => {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', `/i18n/${who === 'a' ? 'en' : 'de'}.json`);
    },
  ),
  fine(
    'own-record-whatever-is-asked',
    signedInOnly((ask) => give(own(rows(uuid), ask)[0])),
    (who, browse) => {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', `/api/profile/${customers[who].userId}`);
    },
  ),
  fine(
    'same-names-in-both',
    signedInOnly((ask) => {
      const all = rows(number).map((row) => ({
        ...row,
        title: 'Annual boiler service',
        note: 'Standard terms apply, see overleaf',
      }));
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      return give(find(all, ask.path.split('/').at(-1), ask, false), {
        status: 200,
        body: { title: 'Annual boiler service', note: 'Standard terms apply, see overleaf', amount: 0 },
      });
    }),
    (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', `/api/records/${item.id}`);
    },
  ),
  fine(
    'refusal-that-quotes-the-request',
    signedInOnly((ask) => {
      const all = rows(uuid);
      if (ask.path === '/api/records') return { body: own(all, ask).map(listed) };
      const id = ask.path.split('/').at(-1);
      return give(find(all, id, ask, false), {
        status: 404,
        body: {
          error: `No record ${id}`,
          path: ask.path,
          instance: `urn:records:${id}`,
          links: [{ href: `/api/records/${id}` }],
        },
      });
    }),
    (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      const list = browse('GET', '/api/records').body as { id: string }[];
      for (const item of list.slice(0, 2)) browse('GET', `/api/records/${item.id}`);
    },
  ),
  fine(
    'tokens-of-the-session-in-forms',
    signedInOnly((ask) => {
      const all = rows(number);
      const form = new URLSearchParams(ask.body);
      if (ask.path === '/form')
        return {
          type: 'text/html',
          body: `<html><body><input name="csrf_token" value="tok-${ask.who}-9a8b7c6d5e4f"></body></html>`,
        };
      if (form.get('csrf_token') !== `tok-${ask.who}-9a8b7c6d5e4f`)
        return { status: 403, body: { error: 'CSRF token mismatch' } };
      return give(find(all, form.get('id'), ask, false));
    }),
    (who, browse) => {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/form');
      for (const row of rows(number)
        .filter((one) => one.owner.key === who)
        .slice(0, 2))
        browse('POST', '/records/show', {
          type: 'application/x-www-form-urlencoded',
          body: `csrf_token=tok-${who}-9a8b7c6d5e4f&id=${row.id}`,
        });
    },
  ),
];
