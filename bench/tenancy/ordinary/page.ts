import { kinds } from './kinds.ts';

/** One document for every address; what it shows is drawn by its script. */
export const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Customer portal</title>
<link rel="icon" href="data:,"></head><body><nav></nav><main></main><script src="/app.js"></script></body></html>`;

export const signInPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sign in</title>
<link rel="icon" href="data:,"></head><body><h1>Sign in</h1><form method="post" action="/sign-in">
<label>E-mail <input name="email" type="email" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button>Sign in</button></form></body></html>`;

/** The script of the portal: history routes, a list and a page of each kind, forms that send JSON. */
export const script = `
const kinds = ${JSON.stringify(kinds)};
const main = document.querySelector('main');
const ask = async (method, path, body) => {
  const answer = await fetch('/api' + path, { method, headers: body ? { 'content-type': 'application/json' } : {}, body: body && JSON.stringify(body) });
  if (answer.status === 401) location.href = '/sign-in';
  return answer.status === 204 ? undefined : answer.json();
};
const make = (tag, text, set = {}) => Object.assign(document.createElement(tag), { textContent: text, ...set });
const link = (href, text) => {
  const one = make('a', text, { href });
  one.onclick = (event) => { event.preventDefault(); history.pushState(null, '', href); draw(); };
  return one;
};
const form = (fields, values, label, send) => {
  const one = document.createElement('form');
  for (const name of fields) {
    const box = make('label', name + ' ');
    box.append(make('input', '', { name, value: values[name] ?? '', type: name === 'amount' ? 'number' : 'text', step: 'any' }));
    one.append(box);
  }
  one.append(make('button', label));
  one.onsubmit = async (event) => { event.preventDefault(); await send(Object.fromEntries(new FormData(one))); draw(); };
  return one;
};
const button = (text, press) => make('button', text, { type: 'button', onclick: press });
async function draw() {
  const [, kind, id] = location.pathname.split('/');
  const me = await ask('GET', '/me');
  document.querySelector('nav').replaceChildren(make('span', 'Signed in as ' + me.name + ' '), link('/', 'Overview '), ...kinds.map((one) => link('/' + one, one + ' ')), link('/account', 'Account '), make('a', 'Sign out', { href: '/sign-out' }));
  if (!kind) {
    const [sums, news] = [await ask('GET', '/overview'), await ask('GET', '/notifications')];
    main.replaceChildren(make('h1', 'Overview'), ...kinds.map((one) => make('p', one + ': ' + sums[one])), ...news.map((one) => make('p', one.text)));
  } else if (kind === 'account') {
    main.replaceChildren(make('h1', 'Account'), form(['phone'], me, 'Save', (body) => ask('PATCH', '/me', body)));
  } else if (!id) {
    const rows = await ask('GET', '/' + kind);
    const table = document.createElement('table');
    for (const row of rows) {
      const line = table.insertRow();
      line.insertCell().append(link('/' + kind + '/' + row.id, row.title));
      line.insertCell().textContent = row.amount;
    }
    const open = button('New ' + kind.slice(0, -1), () => open.replaceWith(form(['title', 'amount', 'note'], {}, 'Create', (body) => ask('POST', '/' + kind, body))));
    main.replaceChildren(make('h1', kind), open, make('a', 'Export', { href: '/api/' + kind + '/export', download: '' }), table);
  } else {
    const [row, comments] = [await ask('GET', '/' + kind + '/' + id), await ask('GET', '/' + kind + '/' + id + '/comments')];
    const edit = button('Edit', () => edit.replaceWith(form(['title', 'amount', 'note'], row, 'Save', (body) => ask('PATCH', '/' + kind + '/' + id, body))));
    const remove = button('Delete', async () => { await ask('DELETE', '/' + kind + '/' + id); history.pushState(null, '', '/' + kind); draw(); });
    main.replaceChildren(make('h1', row.title ?? 'Not found'), make('p', row.amount), make('p', row.note), edit, remove,
      ...comments.map((one) => make('p', one.by + ': ' + one.text)), form(['text'], {}, 'Add comment', (body) => ask('POST', '/' + kind + '/' + id + '/comments', body)));
  }
}
addEventListener('popstate', draw);
draw();
`;
