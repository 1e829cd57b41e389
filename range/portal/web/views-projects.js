import { api, apiOrigin, queryOf, session } from './api.js';
import { badge, button, day, empty, facts, h, link, money, table } from './dom.js';
import { field, form } from './form.js';
import { pager } from './pager.js';
import { go } from './router.js';

const statuses = ['planned', 'active', 'on hold', 'done'];

export async function projectsView({ query }) {
  const fields = { q: query.get('q'), page: query.get('page'), orgId: session.user.organisation.id };
  const list = await api('GET', `/api/v1/projects${queryOf(fields)}`);
  const rows = list.items.map((project) => [
    link(`/projects/${project.id}`, project.name),
    project.code,
    project.site,
    badge(project.status),
    money(project.budget),
  ]);
  return [
    h('p', { class: 'actions' }, h('a', { class: 'button', href: '/projects/new' }, 'New project')),
    rows.length === 0
      ? empty('There are no projects yet.')
      : table(['Project', 'Code', 'Site', 'Status', 'Budget'], rows),
    pager('/projects', list),
  ];
}

export async function projectView({ params }) {
  const path = `/api/v1/projects/${params.id}`;
  const [project, documents] = await Promise.all([api('GET', path), api('GET', `${path}/documents`)]);
  const history = h('div', {});
  const showHistory = async () => {
    const { items } = await api('GET', `${path}/activity`);
    history.replaceChildren(
      items.length === 0
        ? empty('No entries.')
        : h(
            'ol',
            { class: 'diary' },
            items.map((one) => h('li', {}, `${day(one.at)} ${one.text}`)),
          ),
    );
  };
  const rows = documents.items.map((document) => [
    link(`/projects/${params.id}/documents/${document.id}`, document.title),
    h('a', { href: `${apiOrigin}/api/v1/documents/${document.id}/file` }, document.fileName),
    day(document.updatedAt),
  ]);
  return [
    h('p', { class: 'lead' }, project.name),
    facts([
      ['Code', project.code],
      ['Site', project.site],
      ['Status', badge(project.status)],
      ['Budget', money(project.budget)],
      ['Owner', project.ownerName],
    ]),
    h('p', { class: 'prose' }, project.description),
    project.shared && h('p', { class: 'muted' }, 'This project is shared between two customers.'),
    h(
      'p',
      { class: 'actions' },
      h('a', { class: 'button', href: `/projects/${params.id}/edit` }, 'Edit'),
      button('Show history', showHistory),
      button('Delete project', () => remove(path, '/projects', `Delete “${project.name}” for good?`), 'danger'),
    ),
    history,
    h('h2', {}, 'Documents'),
    rows.length === 0 ? empty('No documents yet.') : table(['Document', 'File', 'Changed'], rows),
    h('p', {}, link(`/projects/${params.id}/documents/new`, 'Add a document')),
  ];
}

async function remove(path, back, question) {
  if (!confirm(question)) return;
  await api('DELETE', path);
  await go(back);
}

function projectForm(project, onsend) {
  const hint = h('p', { class: 'muted', role: 'status' });
  const code = field('code', 'Code', { value: project.code, maxlength: 20 });
  const check = async () => {
    const value = code.querySelector('input').value.trim();
    if (value.length < 3) return;
    const answer = await api('GET', `/api/v1/project-codes/${encodeURIComponent(value)}`);
    const taken = !answer.available && answer.takenBy.id !== project.id;
    hint.textContent = taken ? `This code belongs to “${answer.takenBy.name}”.` : '';
  };
  code.querySelector('input').addEventListener('change', check);
  if (project.code !== '') check();
  return form(
    [
      code,
      hint,
      field('name', 'Name', { value: project.name, maxlength: 120 }),
      field('site', 'Site', { value: project.site, maxlength: 160 }),
      field('status', 'Status', { kind: statuses, value: project.status }),
      field('budget', 'Budget', { kind: 'number', value: project.budget, min: 0, step: 'any' }),
      field('description', 'Description', { kind: 'textarea', value: project.description, maxlength: 4000 }),
    ],
    'Save',
    onsend,
  );
}

const blank = { code: '', name: '', site: '', status: 'planned', budget: 0, description: '' };

export async function newProjectView() {
  return [
    projectForm(blank, async (body) => {
      const project = await api('POST', '/api/v1/projects', body);
      await go(`/projects/${project.id}`);
    }),
  ];
}

export async function editProjectView({ params }) {
  const path = `/api/v1/projects/${params.id}`;
  const project = await api('GET', path);
  return [
    projectForm(project, async (body) => {
      await api('PATCH', path, body);
      await go(`/projects/${params.id}`);
    }),
  ];
}

const documentPath = (params) => `/api/v1/projects/${params.id}/documents/${params.documentId}`;

export async function documentView({ params }) {
  const document = await api('GET', documentPath(params));
  const here = `/projects/${params.id}/documents/${params.documentId}`;
  return [
    h('p', {}, link(`/projects/${params.id}`, 'Back to the project')),
    h('p', { class: 'lead' }, document.title),
    h('p', { class: 'muted' }, `Changed ${day(document.updatedAt)}`),
    h('p', { class: 'prose' }, document.text),
    h(
      'p',
      { class: 'actions' },
      h(
        'a',
        { class: 'button', href: `${apiOrigin}/api/v1/documents/${document.id}/file` },
        `Download ${document.fileName}`,
      ),
      h('a', { class: 'button', href: `${here}/edit` }, 'Edit'),
      button(
        'Delete document',
        () => remove(documentPath(params), `/projects/${params.id}`, `Delete “${document.title}” for good?`),
        'danger',
      ),
    ),
  ];
}

function documentForm(document, onsend) {
  return form(
    [
      field('title', 'Title', { value: document.title, maxlength: 120 }),
      field('text', 'Text', { kind: 'textarea', value: document.text, maxlength: 8000 }),
    ],
    'Save',
    onsend,
  );
}

export async function newDocumentView({ params }) {
  return [
    documentForm({ title: '', text: '' }, async (body) => {
      const document = await api('POST', `/api/v1/projects/${params.id}/documents`, body);
      await go(`/projects/${params.id}/documents/${document.id}`);
    }),
  ];
}

export async function editDocumentView({ params }) {
  const document = await api('GET', documentPath(params));
  return [
    documentForm(document, async (body) => {
      await api('PATCH', documentPath(params), body);
      await go(`/projects/${params.id}/documents/${params.documentId}`);
    }),
  ];
}
