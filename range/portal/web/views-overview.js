import { api, apiOrigin, queryOf, session } from './api.js';
import { badge, day, empty, facts, h, link, money, table } from './dom.js';

const tile = (label, value, href) => h('a', { class: 'tile', href }, h('strong', {}, value), h('span', {}, label));

const daysLeft = (date) => {
  const days = Math.ceil((new Date(date) - Date.now()) / 86_400_000);
  return days < 0 ? '(overdue)' : `(in ${days} days)`;
};

export async function dashboardView() {
  const [summary, notices, tip] = await Promise.all([
    api('GET', '/api/v1/dashboard'),
    // Notices are an extra: the dashboard works without them.
    api('GET', '/api/v1/announcements').catch(() => ({ items: [] })),
    api('GET', '/api/v1/tips/current'),
  ]);
  const latest = summary.latestInvoice;
  const remaining = h('span', { class: 'muted' });
  if (latest) queueMicrotask(() => remaining.append(daysLeft(latest.dueOn)));
  return [
    h('p', { class: 'lead' }, `Good to see you, ${session.user.name}.`),
    h(
      'div',
      { class: 'tiles' },
      tile('active projects', String(summary.projects), '/projects'),
      tile('unread messages', String(summary.unread), '/messages'),
      tile(`due on ${summary.due.count} invoices`, money(summary.due.total), '/invoices'),
    ),
    latest &&
      h(
        'section',
        {},
        h('h2', {}, 'Latest invoice'),
        h(
          'p',
          {},
          link(`/invoices/number/${latest.number}`, `Invoice ${latest.number}`),
          ` over ${money(latest.total)}, due ${day(latest.dueOn)} `,
          remaining,
        ),
      ),
    h(
      'section',
      {},
      h('h2', {}, 'From Northline'),
      notices.items.map((notice) =>
        h(
          'article',
          { class: 'card' },
          h('h3', {}, notice.title),
          h('p', { class: 'muted' }, day(notice.date)),
          h('p', {}, notice.text),
        ),
      ),
    ),
    h('section', {}, h('h2', {}, 'Tip of the day'), h('p', {}, tip.text)),
    h(
      'section',
      {},
      h('h2', {}, 'Often looked for'),
      h(
        'p',
        {},
        link('/search?q=review', 'review'),
        ' · ',
        link('/search?q=invoice', 'invoice'),
        ' · ',
        link('/search?q=depot', 'depot'),
      ),
    ),
  ];
}

export async function searchView({ query }) {
  const wanted = query.get('q') ?? '';
  const found = await api('GET', `/api/v1/search${queryOf({ q: wanted })}`);
  if (found.items.length === 0)
    return [empty(wanted === '' ? 'Type a word into the search field.' : `Nothing found for “${wanted}”.`)];
  return [
    h('p', { class: 'muted' }, `${found.total} found for “${wanted}”`),
    h(
      'ul',
      { class: 'results' },
      found.items.map((item) => h('li', {}, badge(item.kind), ' ', link(item.link, item.title), h('p', {}, item.text))),
    ),
  ];
}

export async function diaryView({ query }) {
  const cursor = query.get('cursor');
  const page = await api('GET', `/api/v1/activity${queryOf({ cursor })}`);
  return [
    page.items.length === 0 && empty('Nothing has happened yet.'),
    h(
      'ol',
      { class: 'diary' },
      page.items.map((entry) => h('li', {}, h('time', { datetime: entry.at }, day(entry.at)), ' ', entry.text)),
    ),
    page.next && h('p', {}, link(`/diary${queryOf({ cursor: page.next })}`, 'Later entries')),
  ];
}

export async function plansView() {
  const plans = await api('GET', '/api/v1/plans');
  const services = session.features.catalogue ? (await api('GET', '/api/v1/catalogue')).items : [];
  return [
    h(
      'div',
      { class: 'tiles' },
      plans.items.map((plan) =>
        h(
          'article',
          { class: 'card' },
          h('h2', {}, link(`/plans/${plan.id}`, plan.name)),
          h('p', {}, plan.summary),
          h('p', { class: 'muted' }, `${money(plan.pricePerSite)} a year and site`),
        ),
      ),
    ),
    services.length > 0 && h('h2', {}, 'Single services'),
    h(
      'ul',
      {},
      services.map((service) => h('li', {}, link(`/services/${service.id}`, service.name), ` ${money(service.price)}`)),
    ),
  ];
}

export async function planView({ params }) {
  const plan = await api('GET', `/api/v1/plans/${params.id}`);
  return [
    facts([
      ['Plan', plan.name],
      ['Price', `${money(plan.pricePerSite)} a year and site`],
      ['In short', plan.summary],
    ]),
    h('h2', {}, 'Included'),
    h(
      'ul',
      {},
      plan.includes.map((line) => h('li', {}, line)),
    ),
  ];
}

export async function serviceView({ params }) {
  const service = await api('GET', `/api/v1/catalogue/${params.id}`);
  return [
    facts([
      ['Service', service.name],
      ['Code', service.code],
      ['Price', `${money(service.price)} a visit`],
    ]),
    h('p', { class: 'prose' }, service.description),
  ];
}

export async function exportView() {
  const download = (name, label) => [h('a', { href: `${apiOrigin}/api/v1/exports/${name}` }, label), 'CSV, all rows'];
  return [
    h('p', {}, 'Everything as a table for your own spreadsheet.'),
    table(['File', 'Content'], [download('projects.csv', 'Projects'), download('invoices.csv', 'Invoices')]),
  ];
}
