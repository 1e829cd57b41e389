import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Onlooker } from '../../src/collectors/portal/colleague/look-at-page.ts';
import { lookAtPage } from '../../src/collectors/portal/colleague/look-at-page.ts';
import { findOwnerOffers } from '../../src/collectors/portal/colleague/owner-offers.ts';
import { rehearseOffer } from '../../src/collectors/portal/colleague/rehearse-offer.ts';
import type { World } from '../../src/world/world.ts';
import { type OddPortal, pageOf, startOddPortal } from './odd-portals.ts';
import { shieldedSession, worldOf } from './shielded-session.ts';

const people = [
  ['Anna Owner', 'anna@larkfield.example', 'owner'],
  ['Ben Member', 'ben@larkfield.example', 'member'],
  ['Cleo Member', 'cleo@larkfield.example', 'member'],
] as const;
const roleForm = (at: number) =>
  `<form method="post" action="/team/${at}/role"><select name="role"><option>member<option>owner</select><button>Set role</button></form><form method="post" action="/team/${at}/remove"><button>Remove</button></form>`;
const team = (isOwner: boolean) =>
  pageOf(
    `<h1>Team</h1><table>${people
      .map(([name, mail, role], at) => {
        const may = isOwner && at > 0 ? roleForm(at) : '';
        return `<tr><td>${name}</td><td>${mail}</td><td>${role}</td><td>${may}</td></tr>`;
      })
      .join('')}</table>${isOwner ? '<a href="/team/invite">Invite a colleague</a>' : ''}`,
  );
/** A list of a component library: a button that shows the role, its entries drawn when it is pressed down, each sent in a manner of its own. */
const crew = (isOwner: boolean) =>
  pageOf(`<h1>Crew</h1><main></main><script>addEventListener('load', () => {
  const main = document.querySelector('main');
  main.innerHTML = ${isOwner} ? '<table><tr><td>Ben</td><td>ben@larkfield.example</td><td><button role="combobox" aria-expanded="false" aria-label="Role of Ben">Member</button></td></tr><tr><td>Cleo</td><td>cleo@larkfield.example</td><td><button role="combobox" aria-label="Role of Cleo">Member</button></td></tr></table>'
    : '<table><tr><td>Ben</td><td>ben@larkfield.example</td><td>Member</td></tr></table>';
  for (const button of document.querySelectorAll('button')) button.onpointerdown = () => {
    const list = document.createElement('div');
    list.setAttribute('role', 'listbox');
    list.innerHTML = '<div role="option">Owner</div><div role="option">Read only</div><div role="option">Member</div>';
    for (const one of list.children) one.onpointerup = () => {
      list.remove();
      fetch('/api/crew', { method: 'PUT', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user: 'u-2', role: one.textContent.toUpperCase().replace(' ', '_') }) });
    };
    document.body.append(list);
  };
});</script>`);
/** No list of roles: a button for the other one. Two of the crew are of either kind, and one page says roles in words of its own. */
const toggle = (at: number, other: string, more = '') =>
  `<form method="post" action="/staff/${at}?_method=PUT"><input type="hidden" name="_csrf" value="t-${at}"><input type="hidden" name="ruolo" value="${other}"><button>Rendi ${other}</button></form>${more}`;
const staff = (isOwner: boolean, role: string, words = (one: string) => one) => {
  const rows = [
    ['Ben', 'ben@larkfield.example', role],
    ['Cleo', 'cleo@larkfield.example', 'utente'],
  ].map(([name, mail, has = ''], at) => {
    const may = isOwner ? toggle(at + 1, has === 'utente' ? 'titolare' : 'utente') : '';
    return `<tr><td>${name}</td><td>${mail}</td><td>${words(has)}</td><td>${may}<button>Elimina</button></td></tr>`;
  });
  return pageOf(
    `<h1>Utenti</h1><table><tr><td>Anna</td><td>anna@larkfield.example</td><td>${words('titolare')}</td><td></td></tr>${rows.join('')}</table>`,
    'it',
  );
};
const invite = pageOf(
  '<h1>Invite</h1><form method="post" action="/team/invite"><label>Name <input name="name"></label><label>E-mail <input name="email" type="email"></label><button>Invite</button></form>',
);
/** The profile is everybody's, the company its owner's; a script draws both. */
const settings = (isOwner: boolean) =>
  pageOf(`<h1>Settings</h1><main></main><script>
  const save = (path) => (event) => { event.preventDefault(); fetch(path, { method: 'PATCH',
    headers: { 'content-type': 'application/json' }, body: JSON.stringify(Object.fromEntries(new FormData(event.target))) }); };
  addEventListener('load', () => {
    document.querySelector('main').innerHTML = ${isOwner} ? '<form id="p"><label>Name <input name="name" value="Somebody"></label><button>Save profile</button></form><form id="c"><label>Address <input name="address" value="12 Mill Lane"></label><label>Mail <input name="mail" value="a@b.example"></label><button>Save company</button></form>'
      : '<form id="p"><label>Name <input name="name" value="Somebody"></label><button>Save profile</button></form><p>Only owners may change the company.</p>';
    for (const form of document.forms) form.onsubmit = save(form.id === 'c' ? '/api/company' : '/api/me');
  });
</script>`);

const stop = new AbortController();
let portal: OddPortal;
let world: World;
let a: Onlooker;
let a2: Onlooker;
beforeAll(async () => {
  portal = await startOddPortal(({ path, cookie }) => {
    const isOwner = cookie('who') === 'anna';
    if (path === '/team') return team(isOwner);
    if (path === '/crew') return crew(isOwner);
    if (path === '/settings') return settings(isOwner);
    if (path === '/staff') return staff(isOwner, 'utente');
    if (path === '/staff/raised') return staff(isOwner, 'titolare');
    if (path === '/staff/words') return staff(isOwner, 'utente', (one) => (one === 'utente' ? 'Collega' : 'Chi firma'));
    if (path === '/staff/several')
      return pageOf(
        `<table><tr><td>ben@larkfield.example</td><td>utente</td><td>${toggle(1, 'titolare')}${toggle(1, 'gestore')}</td></tr></table>`,
      );
    if (path === '/team/invite') return invite;
    if (path === '/payroll') return pageOf('<h1>Payroll</h1><p>Two people, paid on the 28th.</p>');
    if (path === '/holidays')
      return pageOf(
        `<h1>Holidays</h1><ul><li>Cleo, two days ${isOwner ? '<button>Approve</button><button>Approve and mail</button>' : ''} <button>Close</button></li></ul>`,
      );
    if (path === '/w') return pageOf('<h1>Larkfield</h1><p>The portal of our customers.</p>');
    if (path === '/billing')
      return isOwner
        ? pageOf('<h1>Billing</h1><p>Plan: Business, 12 seats</p>')
        : { status: 403, body: pageOf('<h1>No</h1>') };
    return pageOf(
      `<h1>Hello</h1><p>Three things wait for you.</p><a href="/team">Team</a>${isOwner ? '<a href="/payroll">Payroll</a>' : ''}`,
    );
  });
  world = await worldOf(portal, stop.signal);
  [a, a2] = (await Promise.all(
    ['anna', 'ben'].map(async (who) => {
      const session = await shieldedSession(world, portal.url);
      await session.context.addCookies([{ name: 'who', value: who, url: portal.url }]);
      const context = { world, signal: stop.signal } as unknown as Onlooker['context'];
      return { session, tab: await session.context.newPage(), context, colleague: 'ben@larkfield.example' };
    }),
  )) as [Onlooker, Onlooker];
});
afterAll(async () => {
  await world.close();
  await portal.close();
});
const at = (path: string) => new URL(path, portal.url).href;

it('what the owner’s pages offer and its colleague’s do not: its role, invitations behind a link, the company', async () => {
  const pages = ['/payroll', '/team', '/settings', '/billing', '/'].map(at);
  const { offers, refused, unlinked } = await findOwnerOffers(a, a2, pages);
  expect(
    offers.map(({ page, offer, page2, said }) => [new URL(page).pathname, offer.kind, offer.field, page2, said]),
  ).toEqual([
    ['/team', 'role', 'role', 'without', false],
    ['/team/invite', 'invitation', 'email', 'without', false],
    ['/settings', 'change', 'address', 'without', true],
  ]);
  expect(refused).toEqual([{ page: at('/billing'), status: 403 }]);
  expect(unlinked).toEqual(['/payroll', '/team/invite'].map(at));
}, 60_000);

it('a role in a list that is no select: what stands for it is known, and what stands for the one that was', async () => {
  const { offers } = await findOwnerOffers(a, a2, ['/', '/crew'].map(at));
  expect(offers.map(({ offer }) => [offer.kind, offer.value, offer.options])).toEqual([
    ['role', 'Member', ['Owner', 'Read only', 'Member']],
  ]);
  const now = (await lookAtPage(a, at('/crew'))).offers[0] ?? expect.fail('not offered');
  const sent = await rehearseOffer(a, now, 'Owner');
  expect([sent?.method, sent?.bodyWith('Owner'), sent?.bodyWith('Member')]).toEqual([
    'PUT',
    '{"user":"u-2","role":"OWNER"}',
    '{"user":"u-2","role":"MEMBER"}',
  ]);
  expect(portal.asked.filter((one) => one.method !== 'GET')).toEqual([]);
}, 60_000);

it('a button for the other role, in a row without a list: what stands there, and what would be sent', async () => {
  const { offers } = await findOwnerOffers(a, a2, ['/', '/staff'].map(at));
  expect(offers.map(({ offer: { kind, field, value, options } }) => [kind, field, value, options])).toEqual([
    ['role', 'ruolo', 'utente', ['utente', 'titolare']],
  ]);
  const now = (await lookAtPage(a, at('/staff'))).offers[0] ?? expect.fail('not offered');
  const sent = await rehearseOffer(a, now, 'titolare');
  expect([sent?.method, sent?.url, sent?.bodyWith('utente')]).toEqual([
    'POST',
    at('/staff/1?_method=PUT'),
    '_csrf=t-1&ruolo=utente',
  ]);
  const seen = async (path: string) =>
    (await lookAtPage(a, at(path))).offers
      .filter(({ kind }) => kind === 'role')
      .map(({ value, options }) => [value, options[1]]);
  // Raised, it offers the way back; what words of the page's own mean is not known; of several buttons none is the way back.
  expect(await seen('/staff/raised')).toEqual([['titolare', 'utente']]);
  expect(await seen('/staff/words')).toEqual([['', 'titolare']]);
  expect(await seen('/staff/several')).toEqual([]);
  expect(portal.asked.filter((one) => one.method !== 'GET')).toEqual([]);
}, 60_000);

it('what cannot be put back, and the owner’s page alone offers', async () => {
  const { actions } = await findOwnerOffers(a, a2, ['/holidays', '/billing'].map(at));
  expect(actions).toEqual([{ page: at('/holidays'), page2: 'without', said: false, label: 'Approve' }]);
}, 60_000);

it('a page for visitors that leads nowhere is not where the colleague’s menus stand', async () => {
  const { unlinked } = await findOwnerOffers(a, a2, ['/w', '/team'].map(at));
  expect(unlinked).toEqual([at('/team/invite')]);
}, 60_000);

it.each([
  ['/team', 'role', 'owner', 'POST', '/team/1/role', 'role=owner'],
  [
    '/team/invite',
    'invitation',
    'x@larkfield.example',
    'POST',
    '/team/invite',
    'name=Launch+Ready&email=x%40larkfield.example',
  ],
  [
    '/settings',
    'change',
    '12 Mill Lane lr1',
    'PATCH',
    '/api/company',
    '{"address":"12 Mill Lane lr1","mail":"a@b.example"}',
  ],
])(
  '%s: what the page would send is known, and nothing of it arrives',
  async (path, kind, value, method, to, body) => {
    const { offers } = await lookAtPage(a, at(path));
    const offer = offers.find((one) => one.kind === kind && one.field !== 'name') ?? expect.fail('not offered');
    const sent = await rehearseOffer(a, offer, value);
    expect([sent?.method, new URL(sent?.url ?? '').pathname, sent?.bodyWith(value)]).toEqual([method, to, body]);
    expect(portal.asked.filter((one) => one.method !== 'GET')).toEqual([]);
  },
  60_000,
);

it('who is sent elsewhere was refused the page; who saw it was not', async () => {
  expect((await lookAtPage(a2, at('/billing'))).arrival).toBe('refused');
  expect((await lookAtPage(a, at('/billing'))).arrival).toBe('shown');
}, 60_000);
