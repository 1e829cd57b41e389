import { api, queryOf, session } from './api.js';
import { badge, facts, h, link, table } from './dom.js';
import { field, form } from './form.js';

const root = document.getElementById('root');

function paint(title, content) {
  document.title = `${title} · Northline console`;
  const navigation = session.user && [
    h(
      'nav',
      { 'aria-label': 'Sections', class: 'open' },
      link('/customers', 'Customers'),
      link('/users', 'Users'),
      link('/sign-out', 'Sign out'),
    ),
  ];
  root.replaceChildren(
    h(
      'div',
      { class: session.user ? 'signed-in' : 'signed-out' },
      h(
        'header',
        {},
        h('a', { class: 'brand', href: '/' }, 'Northline console'),
        session.user && h('div', { class: 'account' }, h('span', {}, session.user.name)),
      ),
      h('div', { class: 'columns' }, navigation, h('main', { id: 'content' }, h('h1', {}, title), content)),
    ),
  );
}

function signInPage() {
  const fields = [
    field('email', 'E-mail address', { kind: 'email', autocomplete: 'username' }),
    field('password', 'Password', { kind: 'password', autocomplete: 'current-password' }),
  ];
  const box = form(fields, 'Sign in', async (credentials) => {
    const answer = await api('POST', '/api/v1/sessions', credentials);
    if (answer.next === 'code') return codePage(answer.challenge);
    Object.assign(session, answer);
    go('/customers');
  });
  paint('Sign in', [
    h('p', { class: 'muted' }, 'For staff of Northline Building Services.'),
    h('div', { class: 'card sign-in' }, box),
  ]);
}

function codePage(challenge) {
  const code = field('code', 'Code from your authenticator app', {
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
  });
  const box = form([code], 'Continue', async (fields) => {
    Object.assign(session, await api('POST', '/api/v1/sessions/code', { ...fields, challenge }));
    go('/customers');
  });
  paint('One more step', [h('div', { class: 'card sign-in' }, box)]);
}

async function customersPage() {
  const list = await api('GET', '/api/v1/admin/customers');
  const rows = list.items.map((one) => [
    link(`/customers/${one.id}`, one.name),
    one.plan,
    String(one.members),
    String(one.projects),
  ]);
  paint('Customers', [table(['Customer', 'Plan', 'Members', 'Projects'], rows)]);
}

async function customerPage(id) {
  const customer = await api('GET', `/api/v1/admin/customers/${id}`);
  paint('Customer', [
    facts([
      ['Name', customer.name],
      ['Registration', customer.registration],
      ['Address', customer.address],
      ['Phone', customer.phone],
      ['Invoices to', customer.billingEmail],
    ]),
    h('h2', {}, 'Members'),
    table(
      ['Name', 'E-mail', 'Role'],
      customer.members.map((member) => [member.name, member.email, badge(member.role)]),
    ),
    h('h2', {}, 'Projects'),
    table(
      ['Project', 'Code', 'Status'],
      customer.projects.map((project) => [project.name, project.code, badge(project.status)]),
    ),
  ]);
}

async function usersPage() {
  const page = new URLSearchParams(location.search).get('page');
  const list = await api('GET', `/api/v1/admin/users${queryOf({ page })}`);
  paint('Users', [
    table(
      ['Name', 'E-mail', 'Role', 'State'],
      list.items.map((user) => [user.name, user.email, badge(user.role), user.locked ? 'locked' : 'active']),
    ),
  ]);
}

function go(path) {
  history.pushState(null, '', path);
  return show();
}

async function pageOf(path) {
  if (session.user === null) return signInPage();
  if (session.user.role !== 'staff')
    return paint('No access', [h('p', {}, 'This console is for our staff.'), link('/sign-out', 'Sign out')]);
  if (path === '/sign-out') {
    await api('DELETE', '/api/v1/session');
    session.user = null;
    return signInPage();
  }
  const customer = /^\/customers\/([0-9a-f-]{36})$/.exec(path);
  if (customer !== null) return customerPage(customer[1]);
  return path === '/users' ? usersPage() : customersPage();
}

async function show() {
  try {
    await pageOf(location.pathname);
  } catch (error) {
    if (error.status === 401) return signInPage();
    paint('This did not work', [h('p', {}, error.message)]);
  }
}

document.addEventListener('click', (event) => {
  const anchor = event.target.closest?.('a[href]');
  if (!anchor || event.defaultPrevented || event.metaKey || event.ctrlKey || anchor.origin !== location.origin) return;
  event.preventDefault();
  go(anchor.pathname + anchor.search);
});
addEventListener('popstate', show);
api('GET', '/api/v1/session')
  .then((answer) => Object.assign(session, answer))
  .then(show)
  .catch((error) => paint('Please try again later', [h('p', {}, error.message)]));
