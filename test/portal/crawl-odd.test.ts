import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comeAgain } from '../../src/collectors/portal/crawl/come-again.ts';
import { type CrawlResult, crawl } from '../../src/collectors/portal/crawl/crawl.ts';
import type { Session } from '../../src/collectors/portal/session.ts';
import { configSchema } from '../../src/model/config.ts';
import { pathsInOpenApi } from '../../src/parse/named-paths.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';
import { type Answering, type Asked, type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession } from './shielded-session.ts';

const words = '<p>Signed in as Anna. This page shows what an ordinary page of a portal shows.</p>';
const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });
const counted = (answer: (asked: Asked, count: number) => ReturnType<Answering>): Answering => {
  let count = 0;
  return (asked) => answer(asked, ++count);
};

interface Odd {
  readonly name: string;
  readonly answer: Answering;
  readonly maxPages?: number;
  readonly named?: (url: string) => Parameters<typeof crawl>[0]['named'];
  readonly check: (result: CrawlResult, asked: readonly Asked[], session: Session) => void;
}
const paths = (asked: readonly Asked[]) => asked.map((one) => `${one.method} ${one.path}`);

const ordinary: readonly Odd[] = [
  {
    name: 'a menu of plain boxes at the edge of the window',
    answer: (asked) =>
      asked.path.startsWith('/api/')
        ? json([{ id: 71 }])
        : pageOf(`${words}<div id="m" style="position:fixed;left:0;top:0;width:190px"></div><script>
          const places = ['Overview', 'Orders', 'Claims', 'Address book', 'Reports', 'Team'];
          document.querySelector('#m').innerHTML = places.map((one) => '<div style="cursor:pointer">' + one + '</div>').join('');
          document.querySelector('#m').onclick = ({ target }) => fetch('/api/' + target.textContent.toLowerCase().replace(' ', '-'));
        </script>`),
    check: (_result, asked) =>
      expect(new Set(paths(asked).filter((one) => one.includes('/api/')))).toEqual(
        new Set(['overview', 'orders', 'claims', 'address-book', 'reports', 'team'].map((one) => `GET /api/${one}`)),
      ),
  },
  {
    name: 'searches that scripts send, and a choice that narrows a list',
    answer: (asked) => {
      if (asked.path.startsWith('/api/')) return json([{ id: 5, name: 'Gantry crane' }]);
      if (asked.path === '/jobs')
        return pageOf(`${words}<input placeholder="Search jobs"><button>Go</button><p></p><script>
          document.querySelector('button').onclick = () =>
            fetch('/api/jobs?text=' + encodeURIComponent(document.querySelector('input').value));
        </script>`);
      return pageOf(`${words}<table><tr><td>Gantry crane</td></tr></table><a href="/jobs">Jobs</a>
        <input type="search" id="find"><form id="edit"><input name="title"><input name="note"><select name="state"><option>open<option>shut</select></form>
        <select aria-label="Site"><option value="">All<option value="71">North</select>
        <select aria-label="Language"><option value="en">English<option value="de">Deutsch</select>
        <form id="ask"><select id="stage"><option>draft<option>final</select><button>Hand over</button></form><script>
        document.querySelector('#ask').onsubmit = (event) => { event.preventDefault(); fetch('/api/handover', { method: 'POST', body: '{}' }); };
        document.querySelector('#stage').oninput = () => fetch('/api/stage', { method: 'POST', body: '{}' });
        document.querySelector('#find').oninput = (event) => fetch('/api/find?word=' + encodeURIComponent(event.target.value));
        for (const one of document.querySelectorAll('select:not(#stage)'))
          one.onchange = () => fetch('/api/' + (one.name || one.ariaLabel) + '?site=' + one.value);
      </script>`);
    },
    check: (_result, asked) => {
      expect(asked.filter((one) => one.method === 'POST')).toEqual([]);
      const sent = asked
        .filter((one) => /^\/api\/.*=./.test(`${one.path}?${one.query}`))
        .map((one) => `${one.path}?${one.query}`);
      expect([...new Set(sent)].sort()).toEqual([
        '/api/Site?site=71',
        '/api/find?word=Gantry',
        '/api/jobs?text=Gantry',
      ]);
    },
  },
  {
    name: 'links that are scripts of a page that posts itself back',
    answer: (asked) => {
      const control = new URLSearchParams(asked.body).get('__EVENTTARGET') ?? '';
      const link = (name: string, text: string) => `<a href="javascript:__doPostBack('ctl00$${name}','')">${text}</a>`;
      return pageOf(`${words}<form method="post" action="/Orders.aspx" id="f"><input type="hidden" name="__EVENTTARGET"><input type="hidden" name="__VIEWSTATE" value="x1">
        <script>function __doPostBack(t) { const f = document.getElementById('f'); f.__EVENTTARGET.value = t; f.submit(); }</script>
        ${link('lnkInvoices', 'Invoices')} ${link('lnkShipAll', 'Ship all')} ${link('lnkVoid', 'Delete')}
        ${control.endsWith('lnkInvoices') ? '<p>Invoice 71</p><a href="/Invoice.aspx?id=71">Invoice 71</a>' : ''}</form>`);
    },
    check: (_result, asked) => {
      const posted = asked.filter((one) => one.method === 'POST');
      expect(posted.length).toBeGreaterThan(0);
      expect(posted.every((one) => one.body.includes('lnkInvoices'))).toBe(true);
      expect(paths(asked)).toContain('GET /Invoice.aspx');
    },
  },
  {
    name: 'hash routes, token in sessionStorage, late drawing, rows that lead to a record',
    answer: (asked) => {
      const inside = asked.headers.authorization === 'Bearer of-anna';
      if (asked.path.startsWith('/api/') && !inside) return { status: 401, body: '{}' };
      if (asked.path === '/api/projects')
        return json([
          { id: 71, name: 'North wing' },
          { id: 72, name: 'South wing' },
        ]);
      if (asked.path.startsWith('/api/projects/'))
        return json({ id: Number(asked.path.split('/').pop()), note: 'private' });
      return pageOf(`<nav><a href="#/home">Home</a> <a href="#/projects">Projects</a></nav><main>${words}</main><script>
        sessionStorage.token = 'of-anna';
        const get = (path) => fetch(path, { headers: { authorization: 'Bearer ' + sessionStorage.token } }).then((r) => r.json());
        const main = document.querySelector('main');
        async function route() {
          const [, page, id] = location.hash.slice(1).split('/');
          if (page !== 'projects') return;
          main.innerHTML = '<div class="spinner" style="width:20px;height:20px">…</div>';
          await main.firstChild.animate([{ opacity: 1 }, { opacity: 0.5 }], 700).finished;
          if (id) { main.textContent = JSON.stringify(await get('/api/projects/' + id)); return; }
          const rows = await get('/api/projects');
          main.innerHTML = '<table>' + rows.map((r) => '<tr style="cursor:pointer" data-id="' + r.id + '"><td>' + r.name + ', a building in the northern part of the town, five floors and a garden</td></tr>').join('') + '</table>';
          for (const row of main.querySelectorAll('tr')) row.onclick = () => { location.hash = '#/projects/' + row.dataset.id; };
        }
        addEventListener('hashchange', route); route();
      </script>`);
    },
    check: (_result, asked) =>
      expect(paths(asked)).toEqual(expect.arrayContaining(['GET /api/projects', 'GET /api/projects/71'])),
  },
  {
    name: 'an application whose menu is drawn: seven entries that look alike, each a place of its own',
    answer: (asked) => {
      if (asked.path.startsWith('/api/')) return json({ of: asked.path });
      return pageOf(`<nav class="v-navigation-drawer"><div class="list"></div></nav><main>${words}</main><script>
        const list = document.querySelector('.list');
        for (const name of ['Home', 'Texts', 'Labels', 'Members', 'Remarks', 'Guideline', 'Figures']) {
          const entry = list.appendChild(document.createElement('div'));
          entry.className = 'v-list-item'; entry.role = 'option'; entry.style.cursor = 'pointer'; entry.textContent = name;
          entry.onclick = () => { history.pushState({}, '', '/desk/1/' + name.toLowerCase()); show(); };
        }
        function show() { fetch('/api' + location.pathname).then((r) => r.json()).then((r) => { document.querySelector('main').dataset.of = r.of; }); }
        show();
      </script>`);
    },
    maxPages: 12,
    check: (_result, asked) =>
      expect(paths(asked)).toEqual(
        expect.arrayContaining(
          ['home', 'texts', 'labels', 'members', 'remarks', 'guideline', 'figures'].map(
            (one) => `GET /api/desk/1/${one}`,
          ),
        ),
      ),
  },
  {
    name: 'one page with more controls than are pressed in one visit',
    answer: (asked) =>
      asked.path.startsWith('/api/')
        ? json({ of: asked.path })
        : pageOf(`${words}<main></main><script>
            for (const name of 'abcdefghijklmnop') {
              const part = document.querySelector('main').appendChild(document.createElement('button'));
              part.type = 'button'; part.textContent = 'Part ' + name + name + name;
              part.onclick = () => fetch('/api/part/' + name);
            }
          </script>`),
    check: (_result, asked) =>
      expect(paths(asked)).toEqual(
        expect.arrayContaining([...'abcdefghijklmnop'].map((one) => `GET /api/part/${one}`)),
      ),
  },
  {
    name: 'server-rendered in Polish: forms that send, GET links that delete, parts loaded by attributes',
    answer: (asked) =>
      asked.path === '/czesc'
        ? '<p>Część strony</p>'
        : pageOf(
            `${words}<a href="/klienci">Klienci</a> <a href="/klienci?akcja=usun&amp;id=4">Usuń</a> <a href="/wyloguj">Wyloguj się</a>
             <a href="/raport.csv">Raport</a> <div hx-get="/czesc">Więcej</div> <button hx-post="/zapisz">Zapisz</button>
             <ul><li>Kowalski <button hx-delete="/klienci/4">Skasuj</button></li></ul><button hx-put="/umowy/7" hx-confirm="?">Zatwierdź umowę</button>
             <form method="post" action="/klienci"><input name="nazwa" hx-get="/podpowiedzi"><button>Dodaj klienta</button></form>
             <script>let late; document.querySelector('[name=nazwa]').oninput = ({ target }) => { clearTimeout(late);
               late = setTimeout(() => fetch('/podpowiedzi?nazwa=' + encodeURIComponent(target.value)), 500); };</script>
             <form action="/szukaj"><input type="hidden" name="typ" value="faktura"><input name="fraza" placeholder="Szukaj"><button>Szukaj</button></form>
             <table><tr><td>Kowalski</td></tr></table>`,
            'pl',
          ),
    check: (result, asked) => {
      expect(paths(asked)).toEqual(expect.arrayContaining(['GET /klienci', 'GET /czesc', 'GET /raport.csv']));
      // A field that asks while one types is typed into, and its form is not sent.
      expect(asked.some((one) => one.path === '/podpowiedzi' && one.query.has('nazwa'))).toBe(true);
      // What its markup sends is not pressed, and known: what may be done to records is tried on records made for it.
      expect([result.guarded, result.acting]).toEqual([
        expect.arrayContaining(['"skasuj"']),
        expect.arrayContaining(['Zatwierdź umowę']),
      ]);
      expect(asked.some((one) => one.method === 'POST' || one.path === '/wyloguj' || one.query.has('akcja'))).toBe(
        false,
      );
      expect(asked.find((one) => one.path === '/szukaj')?.query.toString()).toBe('typ=faktura&fraza=Kowalski');
      expect(result.forms).toEqual([
        expect.objectContaining({ method: 'POST', url: expect.stringMatching(/\/klienci$/) }),
      ]);
      expect(result.guarded.length).toBeGreaterThan(0);
    },
  },
  {
    name: 'menus, shadow roots and frames',
    answer: (asked) => {
      if (asked.path === '/frame') return pageOf('<a href="/in-frame">Inside</a>');
      if (asked.path !== '/') return pageOf(words);
      return pageOf(`${words}<button id="m">Account</button><div id="d"></div><portal-nav></portal-nav><iframe src="/frame" width="300" height="100"></iframe><script>
        document.querySelector('#m').onclick = () => { document.querySelector('#d').innerHTML = '<button role="menuitem" id="b">Billing</button>';
          document.querySelector('#b').onclick = () => fetch('/api/billing'); };
        customElements.define('portal-nav', class extends HTMLElement { constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<a href="/in-shadow">In</a>'; } });
      </script>`);
    },
    check: (_result, asked) =>
      expect(paths(asked)).toEqual(expect.arrayContaining(['GET /in-frame', 'GET /in-shadow', 'GET /api/billing'])),
  },
  {
    name: 'pictures without words, menus that open when pointed at, a form that asks for nothing',
    answer: (asked) => {
      if (asked.path !== '/') return pageOf(words);
      const picture = (name: string, call: string) =>
        `<button ${name.startsWith('data-') ? name : ''} onclick="fetch('${call}')"><svg width="9" height="9" class="${name}"></svg></button>`;
      return pageOf(`${words}${picture('i-eye', '/api/eye')}${picture('data-contact', '/api/contact/4')}
        ${picture('fa-trash', '/api/trash')}${picture('data-row', '/orders/7/delete')}
        <form action="/ledger"><input type="hidden" name="year" value="2026"><button>Ledger</button></form>
        <div class="dropdown"><ul style="display:none"><li><button onclick="fetch('/api/shown')">Summary</button></li></ul></div>
        <ul class="tabs">${['Lines', 'Terms', 'Papers'].map((one) => `<li style="cursor:pointer" onclick="fetch('/api/tab/${one}')">${one}</li>`).join('')}</ul>
        <div id="more" aria-haspopup="true">More</div><script>
        document.querySelector('#more').onmouseenter = (e) => { e.target.innerHTML = '<a href="/by-hover">Keys</a>'; };
      </script>`);
    },
    check: (_result, asked) => {
      const wanted = ['/api/eye', '/api/contact/4', '/ledger', '/api/shown', '/by-hover', '/api/tab/Papers'].map(
        (path) => `GET ${path}`,
      );
      expect(paths(asked)).toEqual(expect.arrayContaining(wanted));
      expect(paths(asked).filter((one) => /trash|delete/.test(one))).toEqual([]);
    },
  },
  {
    name: 'operations that a description and the scripts name, with references that answers gave',
    answer: (asked) => {
      if (asked.path === '/app.js')
        return {
          type: 'text/javascript',
          body: `fetch("/api/me");const load=(id)=>fetch(\`/api/orders/\${id}/lines\`);const drop=(id)=>fetch(\`/api/orders/\${id}\`,{method:"DELETE"});fetch("/api/orders");const end=()=>fetch("/api/logout")`,
        };
      if (asked.path === '/api/orders') return json({ data: [{ id: 'o-5512' }] });
      // Named, but not for this method: no page asks for it, so no page has a fault.
      if (asked.path === '/api/invoices') return { ...json({ error: 'POST only' }), status: 405 };
      if (asked.path.startsWith('/api/')) return json({ ok: asked.path });
      return pageOf(`${words}<script src="/app.js"></script>`);
    },
    named: (url) =>
      pathsInOpenApi(
        'openapi: 3.1.0\nservers: [{url: /api}]\npaths:\n  /invoices: {get: {}, post: {}}\n  /orders/{orderId}/notes: {get: {}}\n',
        url,
      ),
    check: (result, asked, { recorder }) => {
      expect(recorder.failed).toEqual([]);
      expect(recorder.errors).toEqual([]);
      expect(paths(asked)).toEqual(
        expect.arrayContaining(['GET /api/invoices', 'GET /api/orders/o-5512/notes', 'GET /api/orders/o-5512/lines']),
      );
      expect(asked.some((one) => one.method !== 'GET' || one.path === '/api/logout')).toBe(false);
      expect(result.named.filter((one) => !one.asked).map((one) => one.method)).toEqual(
        expect.arrayContaining(['POST', 'DELETE']),
      );
    },
  },
];

const trouble: readonly Odd[] = [
  {
    name: 'bad input: a calendar without end → a few pages of each kind',
    maxPages: 60,
    answer: (asked) => {
      const [, , year = '2026', month = '1'] = asked.path.split('/');
      const next = Number(month) + 1;
      return pageOf(
        `${words}<a href="/cal/${year}/${next}">Next</a> <a href="/cal/${Number(year) + 1}/1">Year</a> <a href="/day?d=${next}">Day</a>`,
      );
    },
    check: (result) => expect(result.visited.length).toBeLessThan(10),
  },
  {
    name: 'bad input: links and buttons in shadow roots, open and closed → followed and pressed',
    answer: (asked) => {
      if (asked.path.startsWith('/api/')) return json([{ id: 8, name: 'Ash' }]);
      const part = (name: string, mode: string, inside: string) =>
        `customElements.define('${name}', class extends HTMLElement { connectedCallback() { this.attachShadow({ mode: '${mode}' }).innerHTML = ${JSON.stringify(inside)}; } });`;
      return pageOf(
        `${words}${asked.path === '/' ? `<x-menu></x-menu><script>${part('x-list', 'closed', '<a href="/third">Third</a>')}${part('x-menu', 'open', '<a href="/second">Second</a><button onclick="fetch(\'/api/trees\')">Show trees</button><x-list></x-list>')}</script>` : ''}`,
      );
    },
    check: (_result, asked) =>
      expect(paths(asked)).toEqual(expect.arrayContaining(['GET /second', 'GET /third', 'GET /api/trees'])),
  },
  {
    name: 'bad input: the pages of the portal in a frame → its links are followed, a frame of a strange host is left alone',
    answer: (asked) => {
      if (asked.path === '/')
        return pageOf(
          `<iframe src="/inner" width="900" height="600"></iframe><iframe src="http://strange.example/"></iframe>`,
        );
      if (asked.path === '/inner')
        return pageOf(`${words}<a href="/orders">Orders</a><script>fetch('/api/orders')</script>`);
      return asked.path === '/api/orders' ? json([{ id: 3, name: 'Three' }]) : pageOf(words);
    },
    check: (result, asked, session) => {
      expect(paths(asked)).toEqual(expect.arrayContaining(['GET /orders', 'GET /api/orders']));
      expect(session.recorder.exchanges.some(({ url }) => url.endsWith('/api/orders'))).toBe(true);
      expect(result.visited.some((url) => url.includes('strange'))).toBe(false);
    },
  },
  {
    name: 'bad input: ten thousand links → a few of each kind, the rest not queued',
    maxPages: 20,
    answer: (asked) =>
      pageOf(
        words +
          (asked.path === '/'
            ? Array.from({ length: 10_000 }, (_, at) => `<a href="/item/${at}">Item ${at}</a>`).join(' ')
            : ''),
      ),
    check: (result) => expect(result.visited.length).toBeLessThan(5),
  },
  {
    name: 'bad input: dialogs and windows for ever → the walk goes on',
    answer: (asked) =>
      pageOf(
        `${words}<a href="/two">Two</a><script>${asked.path === '/' ? 'for (let i = 0; i < 30; i++) alert("again"); setInterval(() => { window.open("/popup"); confirm("sure?"); }, 150);' : ''}</script>`,
      ),
    check: (result, _asked, session) => {
      expect(result.visited.some((url) => url.endsWith('/two'))).toBe(true);
      expect(session.context.pages().length).toBeLessThan(4);
    },
  },
  {
    name: 'bad input: endless scrolling → two screens more, then on',
    answer: (asked) =>
      asked.path === '/api/feed'
        ? json([{ id: asked.query.get('page') }])
        : pageOf(
            `${words}<div id="l" style="height:3000px"></div><script>let p = 1; addEventListener('scroll', () => { if (scrollY + innerHeight > document.documentElement.scrollHeight - 50) { p++; fetch('/api/feed?page=' + p).then(() => { document.querySelector('#l').style.height = 3000 * p + 'px'; }); } });</script>`,
          ),
    check: (_result, asked) => {
      const feeds = asked.filter((one) => one.path === '/api/feed').length;
      expect(feeds).toBeGreaterThan(0);
      expect(feeds).toBeLessThan(6);
    },
  },
  {
    name: 'bad input: the portal goes down halfway → gap unreachable or refused, what was left is listed',
    answer: counted((asked, count) => {
      if (count > 4) return { status: 503, body: 'down' };
      return pageOf(
        `${words}${['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((one) => `<a href="/${one}">${one}</a>`).join(' ')}${asked.path}`,
      );
    }),
    check: (result) => {
      expect(result.stopped).toMatchObject({
        reason: 'refused',
        detail: expect.stringMatching(/429 or 5xx to everything/),
      });
      expect(result.left.length).toBeGreaterThan(2);
    },
  },
  {
    name: 'bad input: 429 to everything after a while → gap refused, says to slow down',
    answer: counted((_asked, count) =>
      count > 3
        ? { status: 429, headers: { 'retry-after': '3600' }, body: 'slow down' }
        : pageOf(`${words}${['a', 'b', 'c', 'd', 'e', 'f'].map((one) => `<a href="/${one}">${one}</a>`).join(' ')}`),
    ),
    check: (result) =>
      expect(result.stopped).toMatchObject({ reason: 'refused', closeBy: expect.stringMatching(/requestsPerSecond/) }),
  },
  {
    name: 'bad input: the address is banned (403 to everything) → gap refused, firewall',
    answer: counted((_asked, count) =>
      count > 3
        ? {
            status: 403,
            body: pageOf('<h1>Access denied</h1><p>Your address has been blocked by the administrator.</p>'),
          }
        : pageOf(`${words}${['a', 'b', 'c', 'd', 'e', 'f'].map((one) => `<a href="/${one}">${one}</a>`).join(' ')}`),
    ),
    check: (result) =>
      expect(result.stopped).toMatchObject({ reason: 'refused', detail: expect.stringMatching(/banned/) }),
  },
  {
    name: 'bad input: the session ends again and again → gap session-lost',
    answer: counted((_asked, count) =>
      count > 2
        ? pageOf('<form method="post"><input name="u"><input type="password"><button>Sign in</button></form>')
        : pageOf(`${words}${['a', 'b', 'c', 'd', 'e', 'f'].map((one) => `<a href="/${one}">${one}</a>`).join(' ')}`),
    ),
    check: (result) => expect(result.stopped).toMatchObject({ reason: 'session-lost' }),
  },
  {
    name: 'bad input: a download of 2 GB → read no further than 2 MB',
    answer: (asked) =>
      asked.path === '/export.zip'
        ? { type: 'application/zip', headers: { 'content-disposition': 'attachment' }, body: 'x'.repeat(60_000_000) }
        : pageOf(`${words}<a href="/export.zip">Everything</a> <a href="/b">B</a>`),
    check: (result, _asked, session) => {
      expect(result.visited.some((url) => url.endsWith('/b'))).toBe(true);
      expect(session.recorder.exchanges.every((one) => one.body.length <= 2 * 1024 * 1024)).toBe(true);
    },
  },
  {
    name: 'bad input: a service worker that answers for the portal → not installed, pages come from the portal',
    answer: (asked) =>
      asked.path === '/sw.js'
        ? {
            type: 'text/javascript',
            body: "self.addEventListener('fetch', (e) => e.respondWith(new Response('from the worker')))",
          }
        : pageOf(
            `${words}<a href="/b">B</a><script>navigator.serviceWorker?.register('/sw.js').catch(() => 0)</script>`,
          ),
    check: (result, asked) => {
      expect(result.visited.length).toBeGreaterThan(1);
      expect(paths(asked)).toContain('GET /b');
    },
  },
];

const stop = new AbortController();
const portals = new Map<Odd, OddPortal>();
let world: World;

beforeAll(async () => {
  for (const odd of [...ordinary, ...trouble, stumbling]) portals.set(odd, await startOddPortal(odd.answer));
  const hosts = [...portals.values()].map(({ url }) => ({ name: new URL(url).host }));
  world = await createWorld({
    scope: createScope({ config: configSchema.parse({ target: { hosts } }) }),
    env: process.env,
    signal: stop.signal,
  });
});
afterAll(async () => {
  await world.close();
  await Promise.all([...portals.values()].map((portal) => portal.close()));
});

async function walk(odd: Odd) {
  const portal = portals.get(odd);
  if (!portal) throw new Error('not started');
  const session = await shieldedSession(world, portal.url);
  const result = await crawl({
    session,
    clock: world.clock,
    signal: stop.signal,
    isListed: world.scope.isListed,
    routes: [],
    ...(odd.named ? { named: odd.named(portal.url) } : {}),
    limitMs: 40_000,
    maxPages: odd.maxPages ?? 10,
    secondVisitsUntil: 12,
    renew: async () => true,
  });
  odd.check(result, portal.asked, session);
  await session.context.close();
}

/** `/` stumbles each time, `/b` only where a page was left in haste, `/c` is gone when it is opened again. */
const stumbling: Odd = {
  name: 'script errors',
  answer: counted((asked, count) => {
    if (asked.path === '/c' && count > 3) return { status: 404, type: 'text/html', body: 'gone' };
    const message = asked.path === '/' ? `no row ${count}` : asked.path === '/b' && count > 3 ? '' : 'reading map';
    return pageOf(`${words}<script>${message === '' ? '' : `throw new Error('${message}')`}</script>`);
  }),
  check: () => undefined,
};

it('script errors are told apart: those that come again when the page is opened by itself, and those that do not', async () => {
  const portal = portals.get(stumbling);
  if (!portal) throw new Error('not started');
  const session = await shieldedSession(world, portal.url);
  const { page, recorder } = session;
  for (const path of ['/', '/b', '/c']) await page.goto(new URL(path, portal.url).href, { waitUntil: 'load' });
  const errors = recorder.errors.filter(({ text }) => /no row|reading map/.test(text));
  expect(errors).toHaveLength(3);
  const told = await comeAgain(session, errors, { world, signal: stop.signal });
  expect(errors.map((one) => told.get(one))).toEqual([true, false, undefined]);
  await session.context.close();
}, 60_000);

describe('portals in unusual styles', () => {
  it.concurrent.each(ordinary)('$name', walk, 60_000);
});
describe('portals that make a crawl hard', () => {
  it.concurrent.each(trouble)('$name', walk, 60_000);
});
