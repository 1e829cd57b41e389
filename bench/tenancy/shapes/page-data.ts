import type { Reply, Shape } from '../shape.ts';
import { devalued, streamed } from './flattened.ts';
import { find, listed, number, own, portalOf, type Row, rows, shown, uuid, signedIn, ofOwn } from './records.ts';

/** SvelteKit answers a change of pages with the data of its `load` functions, written by devalue. */
function svelteKit(): Shape {
  const all = rows(number);
  const data = (value: unknown): Reply => ({
    body: {
      type: 'data',
      nodes: [{ type: 'skip' }, { type: 'data', data: devalued(value), uses: { params: ['id'] } }],
    },
  });
  return {
    id: 'sveltekit-data-of-a-page',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders/__data.json') return data({ orders: own(all, ask).map(listed) });
      const row = find(all, /^\/orders\/(\d+)\/__data\.json$/.exec(ask.path)?.[1], ask, flawed);
      return row
        ? data({ order: { ...shown(row), since: new Date(Date.UTC(2026, 4, 2)) } })
        : {
            body: {
              type: 'data',
              nodes: [{ type: 'skip' }, { type: 'error', error: { message: 'Not Found' }, status: 404 }],
            },
          };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      // Which parts a page still has depends on where its reader came from.
      const parts = `x-sveltekit-invalidated=${who === 'a' ? '01' : '11'}`;
      browse('GET', `/orders/__data.json?${parts}`);
      for (const { id } of ofOwn(all, who)) browse('GET', `/orders/${id}/__data.json?${parts}`);
    },
  };
}

/** A `load` function gives out the rows of everybody, and the page shows one customer's. */
function svelteKitList(): Shape {
  const all = rows(number);
  const data = (value: unknown): Reply => ({
    body: { type: 'data', nodes: [{ type: 'data', data: devalued(value), uses: {} }] },
  });
  return {
    id: 'sveltekit-search-of-a-page',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      const word = (ask.query.get('q') ?? '').toLowerCase();
      const seen = (flawed && word !== '' ? all : own(all, ask)).filter((one) =>
        one.title.toLowerCase().includes(word),
      );
      if (ask.path === '/orders/__data.json') return data({ q: word, orders: seen.map(listed) });
      const row = find(all, /^\/orders\/(\d+)\/__data\.json$/.exec(ask.path)?.[1], ask, false);
      return row
        ? data({ order: shown(row) })
        : { body: { type: 'error', error: { message: 'Not Found' }, status: 404 } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/orders/__data.json?x-sveltekit-invalidated=1');
      for (const { id } of ofOwn(all, who)) browse('GET', `/orders/${id}/__data.json?x-sveltekit-invalidated=1`);
      browse('GET', '/orders/__data.json?q=nothing&x-sveltekit-invalidated=1');
    },
  };
}

/** React Router and Remix ask for the data of all loaders at once, in the manner of turbo-stream. */
function reactRouter(): Shape {
  const all = rows(number);
  const data = (route: string, value: unknown, status = 200): Reply => ({
    status,
    type: 'text/x-script',
    body: streamed({ root: { data: { title: 'Portal' } }, [route]: value }),
  });
  return {
    id: 'react-router-single-fetch',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders.data') return data('routes/orders', { data: { orders: own(all, ask).map(listed) } });
      const row = find(all, /^\/orders\/(\d+)\.data$/.exec(ask.path)?.[1], ask, flawed);
      return row
        ? data('routes/orders.$id', { data: { order: shown(row) } })
        : data('routes/orders.$id', { error: { status: 404, statusText: 'Not Found', data: 'No such order' } }, 404);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/orders.data');
      for (const { id } of ofOwn(all, who)) browse('GET', `/orders/${id}.data?_routes=routes%2Forders.%24id`);
    },
  };
}

/** Nuxt keeps what a page was made of beside it, flattened. */
function nuxtPayload(): Shape {
  const all = rows(uuid);
  const data = (key: string, value: unknown): Reply => ({
    body: devalued({ data: { [key]: value }, prerenderedAt: 1790000000 }),
  });
  return {
    id: 'nuxt-payload-of-a-page',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders/_payload.json') return data('orders', own(all, ask).map(listed));
      const id = /^\/orders\/([\w-]+)\/_payload\.json$/.exec(ask.path)?.[1];
      return data(`order-${id}`, find(all, id, ask, flawed) ? shown(find(all, id, ask, flawed) as Row) : null);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/orders/_payload.json');
      for (const { id } of ofOwn(all, who)) browse('GET', `/orders/${id}/_payload.json`);
    },
  };
}

/** What frameworks send in place of the next page: its data, flattened. */
export const pageDataShapes: readonly Shape[] = [svelteKit(), svelteKitList(), reactRouter(), nuxtPayload()];
