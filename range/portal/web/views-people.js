import { api, apiOrigin, queryOf, session } from './api.js';
import { badge, button, empty, facts, h, link, table } from './dom.js';
import { field, form } from './form.js';
import { go } from './router.js';

export async function contactsView({ query }) {
  const list = await api('GET', `/api/v1/contacts${queryOf({ q: query.get('q') })}`);
  const own = list.items.filter((contact) => contact.orgId === session.user.organisation.id);
  const rows = own.map((contact) => [
    link(`/contacts/${contact.id}`, contact.name),
    contact.company,
    contact.phone,
    contact.note,
  ]);
  return [
    h('p', { class: 'actions' }, h('a', { class: 'button', href: '/contacts/new' }, 'New contact')),
    rows.length === 0 ? empty('No contacts yet.') : table(['Name', 'Company', 'Phone', 'Note'], rows),
  ];
}

export async function contactView({ params }) {
  const contact = await api('GET', `/api/v1/contacts/${params.id}`);
  return [
    facts([
      ['Name', contact.name],
      ['Company', contact.company],
      ['E-mail', h('a', { href: `mailto:${contact.email}` }, contact.email)],
      ['Phone', contact.phone],
    ]),
    h('p', { class: 'prose' }, contact.note),
  ];
}

export async function newContactView() {
  return [
    form(
      [
        field('name', 'Name', { maxlength: 80 }),
        field('company', 'Company', { maxlength: 120 }),
        field('email', 'E-mail address', { kind: 'email', maxlength: 254 }),
        field('phone', 'Phone', { kind: 'tel', maxlength: 40 }),
        field('note', 'Note', { kind: 'textarea', maxlength: 1000 }),
      ],
      'Save',
      async (body) => {
        await api('POST', '/api/v1/contacts', body);
        await go('/contacts');
      },
    ),
  ];
}

export async function teamView() {
  const team = await api('GET', '/api/v1/team');
  const rows = team.items.map((member) => [
    link(`/team/${member.id}`, member.name),
    member.title,
    member.phone,
    badge(member.role),
  ]);
  return [
    table(['Name', 'Position', 'Phone', 'Role'], rows),
    h('p', {}, link('/team/invite', 'Invite a colleague')),
    team.requests.map((request) => h('p', { class: 'card' }, `${request.from} has asked to share a project with you.`)),
  ];
}

export async function memberView({ params }) {
  const [member, projects] = await Promise.all([
    api('GET', `/api/v1/team/${params.id}`),
    api('GET', `/api/v1/projects${queryOf({ ownerId: params.id, expand: 'owner' })}`),
  ]);
  return [
    facts([
      ['Name', member.name],
      ['Position', member.title],
      ['E-mail', h('a', { href: `mailto:${member.email}` }, member.email)],
      ['Phone', member.phone],
    ]),
    h('p', { class: 'prose' }, member.about),
    h('h2', {}, `Projects of ${projects.expanded?.owner.name ?? member.name}`),
    projects.items.length === 0
      ? empty('None at the moment.')
      : h(
          'ul',
          {},
          projects.items.map((project) => h('li', {}, link(`/projects/${project.id}`, project.name))),
        ),
  ];
}

function notifications(status) {
  const test = async () => {
    status.textContent = (await api('POST', '/api/v1/me/notifications/test', {})).message;
  };
  const ask = async () => {
    status.textContent = (await api('POST', '/api/v1/me/notifications/approval', {})).message;
  };
  const { testMail, approvals } = session.features;
  const controls = [
    testMail ? button('Send me a test e-mail', test) : null,
    approvals ? button('Request approval', ask) : null,
  ].filter((one) => one !== null);
  return controls.length === 0 ? [] : [h('section', {}, h('h2', {}, 'Notifications'), ...controls)];
}

export async function settingsView() {
  const [me, organisation, statements] = await Promise.all([
    api('GET', '/api/v1/me'),
    api('GET', `/api/v1/organisations/${session.user.organisation.id}`),
    api('GET', '/api/v1/statements'),
  ]);
  const status = h('p', { class: 'muted', role: 'status' });
  const profile = form(
    [
      field('name', 'Name', { value: me.name, autocomplete: 'name', maxlength: 80 }),
      field('phone', 'Phone', { kind: 'tel', value: me.phone, autocomplete: 'tel', maxlength: 40 }),
      field('title', 'Position', { value: me.title, maxlength: 80 }),
      field('about', 'About you', { kind: 'textarea', value: me.about, maxlength: 500 }),
    ],
    'Save profile',
    async (body) => {
      session.user = await api('PATCH', '/api/v1/me', body);
      status.textContent = 'Saved.';
    },
  );
  const password = form(
    [
      field('current', 'Present password', { kind: 'password', autocomplete: 'current-password' }),
      field('password', 'New password (12 characters or more)', { kind: 'password', autocomplete: 'new-password' }),
    ],
    'Change password',
    async (body) => {
      await api('POST', '/api/v1/me/password', body);
      status.textContent = 'Your password is changed. Other devices are signed out.';
    },
  );
  return [
    status,
    h('section', {}, h('h2', {}, 'Your profile'), h('p', { class: 'muted' }, me.email), profile),
    h('section', {}, h('h2', {}, 'Password'), password),
    ...notifications(status),
    h(
      'section',
      {},
      h('h2', {}, 'Company'),
      facts([
        ['Name', organisation.name],
        ['Registration', organisation.registration],
        ['Address', organisation.address],
        ['Phone', organisation.phone],
        ['Invoices to', organisation.billingEmail],
        ['Plan', organisation.plan],
      ]),
    ),
    h(
      'section',
      {},
      h('h2', {}, 'Statements of account'),
      h(
        'ul',
        {},
        statements.items.map(({ name }) => h('li', {}, h('a', { href: `${apiOrigin}/api/v1/files/${name}` }, name))),
      ),
    ),
  ];
}
