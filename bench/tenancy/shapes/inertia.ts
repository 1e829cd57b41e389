import type { Ask, Reply, Shape } from '../shape.ts';
import { find, listed, number, own, portalOf, rows, shown, uuid, signedIn, ofOwn } from './records.ts';
import { escaped, page } from './markup.ts';

/** Inertia: the page's data stands in an attribute of the first page, and comes as JSON afterwards; the other is asked for by part alone. */
function inertia(parts: boolean): Shape {
  const all = rows(number);
  const told = (ask: Ask, component: string, props: Record<string, unknown>): Reply => {
    const given = {
      component,
      props: { ...props, auth: { user: { email: `${ask.who}@portal.example` } } },
      url: ask.path,
      version: '6b3a',
    };
    return ask.headers['x-inertia']
      ? { body: given, headers: { 'x-inertia': 'true', vary: 'X-Inertia' } }
      : page(`<div id="app" data-page="${escaped(JSON.stringify(given))}"></div>`);
  };
  return {
    id: parts ? 'inertia-part-of-a-page' : 'inertia-page',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders') return told(ask, 'Orders/Index', { orders: own(all, ask).map(listed) });
      const id = /^\/orders\/(\d+)$/.exec(ask.path)?.[1];
      const part = ask.headers['x-inertia-partial-data'];
      const mine = find(all, id, ask, false);
      const row = flawed && (!parts || part === 'notes') ? find(all, id, ask, true) : mine;
      if (!row) return page('<h1>404</h1><p>Not found</p>', 404);
      return told(
        ask,
        'Orders/Show',
        part === 'notes' ? { notes: [{ text: row.note, amount: row.amount }] } : { order: listed(row) },
      );
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      const headers = { 'x-inertia': 'true', 'x-inertia-version': '6b3a', accept: 'text/html, application/xhtml+xml' };
      browse('GET', '/orders');
      for (const { id } of ofOwn(all, who)) {
        browse('GET', `/orders/${id}`, { headers });
        if (parts)
          browse('GET', `/orders/${id}`, {
            headers: { ...headers, 'x-inertia-partial-component': 'Orders/Show', 'x-inertia-partial-data': 'notes' },
          });
      }
    },
  };
}

/** Inertia where nothing but the first page was loaded: what it says stands in an attribute alone. */
function inertiaDocuments(): Shape {
  const all = rows(uuid);
  const told = (component: string, props: Record<string, unknown>): Reply =>
    page(
      `<div id="app" data-page="${escaped(JSON.stringify({ component, props, url: '/', version: '6b3a' }))}"></div>`,
    );
  return {
    id: 'inertia-data-in-an-attribute',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders') return told('Orders/Index', { orders: own(all, ask).map(listed) });
      const row = find(all, /^\/orders\/([\w-]+)$/.exec(ask.path)?.[1], ask, flawed);
      return row ? told('Orders/Show', { order: shown(row) }) : told('Error', { status: 404 });
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/orders');
      for (const { id } of ofOwn(all, who)) browse('GET', `/orders/${id}`);
    },
  };
}

/** A home page whose optional prop is asked for by name, with the number of a ticket beside it; a stale version is told to load anew. */
function inertiaOptionalProp(version = 'd41d8cd98f00'): Shape {
  const all = rows(number);
  return {
    id: 'inertia-optional-prop-of-a-ticket',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path !== '/home') return page('<h1>404</h1>', 404);
      if (ask.headers['x-inertia'] && ask.headers['x-inertia-version'] !== version)
        return { status: 409, headers: { 'x-inertia-location': ask.path }, body: '' };
      const only = ask.headers['x-inertia-partial-component'] === 'Home' && ask.headers['x-inertia-partial-data'];
      const row = find(all, ask.query.get('ticket'), ask, flawed);
      const props = only
        ? { errors: {}, preview: row ? shown(row) : null }
        : { errors: {}, flash: {}, tickets: own(all, ask).map(listed) };
      const given = { component: 'Home', props, url: ask.path, ...(version === '' ? {} : { version }) };
      return ask.headers['x-inertia']
        ? { body: given, headers: { 'x-inertia': 'true', vary: 'X-Inertia' } }
        : page(`<div id="app" data-page="${escaped(JSON.stringify(given))}"></div>`);
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/home');
      const asked = { 'x-inertia': 'true', 'x-inertia-version': version, accept: 'text/html, application/xhtml+xml' };
      for (const { id } of ofOwn(all, who))
        browse('GET', `/home?ticket=${id}`, {
          headers: { ...asked, 'x-inertia-partial-component': 'Home', 'x-inertia-partial-data': 'preview' },
        });
    },
  };
}

/** The same once its scripts were built anew after the walk: whoever names the former version is told to load the page. */
export function inertiaNewVersion(says = true): Shape {
  const [former, present] = ['d41d8cd98f00', '9b2e77a10c54'];
  const shape = inertiaOptionalProp(former);
  const renewed = inertiaOptionalProp(says ? present : '');
  let walked = false;
  return {
    ...shape,
    id: 'inertia-built-anew-after-the-walk',
    portal(flawed) {
      const [before, after] = [shape.portal(flawed), renewed.portal(flawed)];
      return (ask) => (walked ? after(ask) : before(ask));
    },
    walk(who, browse) {
      shape.walk(who, browse);
      walked = who === 'anonymous';
    },
  };
}

export const inertiaShapes: readonly Shape[] = [
  inertia(false),
  inertia(true),
  inertiaDocuments(),
  inertiaOptionalProp(),
];
