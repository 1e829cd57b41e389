import type { Shape } from '../shape.ts';
import { find, jsonOf, number, own, portalOf, rows, signedIn, ofOwn } from './records.ts';
import { escaped, page } from './markup.ts';

/** Livewire: the component's state is sealed and each session has its own; what is called with which number is in the open. */
function livewire(): Shape {
  const all = rows(number);
  const seal = (who: string) => `${who}${'4f1c'.repeat(16)}`;
  const snapshot = (who: string) =>
    JSON.stringify({
      data: { selected: null, filter: '', page: 1, padding: 'x'.repeat(500) },
      memo: { id: `cmp${who}9Kd2`, name: 'orders.table', path: 'orders' },
      checksum: seal(who),
    });
  return {
    id: 'livewire-call-with-a-number',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path === '/orders')
        return page(
          `<meta name="csrf-token" content="tok-${ask.who}"><div wire:snapshot="${escaped(snapshot(ask.who))}" wire:id="cmp${ask.who}9Kd2"><ul>${own(
            all,
            ask,
          )
            .map(({ id, title }) => `<li wire:click="show(${id})">${escaped(title)}</li>`)
            .join('')}</ul></div>`,
        );
      if (ask.path !== '/livewire/update' || ask.method !== 'POST') return page('<h1>404</h1>', 404);
      const sent = jsonOf(ask) as {
        _token?: string;
        components?: { snapshot: string; calls: { method: string; params: number[] }[] }[];
      };
      const [component] = sent.components ?? [];
      const known = component && (JSON.parse(component.snapshot) as { checksum?: string }).checksum === seal(ask.who);
      if (sent._token !== `tok-${ask.who}`) return page('<h1>Page Expired</h1>', 419);
      if (!known)
        return {
          status: 500,
          body: { message: 'Livewire encountered corrupt data when trying to hydrate a component.' },
        };
      const row = find(all, String(component.calls[0]?.params[0]), ask, flawed);
      if (!row) return page('<h1>404 Not Found</h1>', 404);
      return {
        body: {
          components: [
            {
              snapshot: snapshot(ask.who),
              effects: {
                returns: [null],
                html: `<div wire:id="cmp${ask.who}9Kd2"><h2>${escaped(row.title)}</h2><p>${escaped(row.note)}</p><b>${row.amount}</b></div>`,
              },
            },
          ],
          assets: [],
        },
      };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/orders');
      for (const { id } of ofOwn(all, who))
        browse('POST', '/livewire/update', {
          body: {
            _token: `tok-${who}`,
            components: [
              { snapshot: snapshot(who), updates: {}, calls: [{ path: '', method: 'show', params: [Number(id)] }] },
            ],
          },
        });
    },
  };
}

/** Web Forms: a row's command posts the page back with the state of the page, which is longer than anything else and each session's own. */
function webForms(): Shape {
  const all = rows(number);
  const state = (who: string) => Buffer.from(`${who}:${'viewstate of the grid '.repeat(60)}`).toString('base64');
  const type = 'application/x-www-form-urlencoded';
  const drawn = (who: string, inner: string) =>
    page(
      `<form method="post" action="./Orders.aspx"><input type="hidden" name="__VIEWSTATE" value="${state(who)}"><input type="hidden" name="__EVENTVALIDATION" value="ev${who}81c2">${inner}</form>`,
    );
  return {
    id: 'web-forms-row-command',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      if (ask.path !== '/Orders.aspx') return page('<h1>404</h1>', 404);
      const links = own(all, ask)
        .map(
          ({ id, title }) =>
            `<a href="javascript:__doPostBack('ctl00$main$grid','Select$${id}')">${escaped(title)}</a>`,
        )
        .join('');
      if (ask.method !== 'POST') return drawn(ask.who, links);
      const sent = new URLSearchParams(ask.body);
      if (sent.get('__VIEWSTATE') !== state(ask.who)) return page('<h1>Validation of viewstate MAC failed</h1>', 500);
      const row = find(all, sent.get('ctl00$main$hidOrder'), ask, flawed);
      return drawn(
        ask.who,
        row ? `${links}<h2>${escaped(row.title)}</h2><p>${escaped(row.note)}</p><b>${row.amount}</b>` : links,
      );
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (!signedIn(who)) return;
      browse('GET', '/Orders.aspx');
      for (const { id } of ofOwn(all, who))
        browse('POST', '/Orders.aspx', {
          type,
          shows: true,
          body: new URLSearchParams({
            __EVENTTARGET: 'ctl00$main$lnkDetails',
            __EVENTARGUMENT: '',
            __VIEWSTATE: state(who),
            __EVENTVALIDATION: `ev${who}81c2`,
            ctl00$main$hidOrder: id,
          }).toString(),
        });
    },
  };
}

/** Pages whose state goes along with each request, sealed for the session it was made for. */
export const sealedStateShapes: readonly Shape[] = [livewire(), webForms()];
