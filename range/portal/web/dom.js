/** Builds an element: properties, listeners as `onclick`, attributes, then children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const child of children.flat(3)) {
    if (child !== null && child !== undefined && child !== false) element.append(child);
  }
  return element;
}

export const money = (value) =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency: 'GBP' }).format(Number(value));

export const day = (value) => new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(new Date(value));

export const link = (href, ...children) => h('a', { href }, ...children);

export const button = (label, onclick, kind = 'plain') => h('button', { type: 'button', class: kind, onclick }, label);

export const badge = (status) => h('span', { class: `badge badge-${status.replace(' ', '-')}` }, status);

/** A term and its description, several of them. */
export const facts = (pairs) =>
  h(
    'dl',
    { class: 'facts' },
    pairs.map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
  );

/** A table that becomes a stack of cards on a phone. */
export const table = (columns, rows) =>
  h(
    'table',
    {},
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        columns.map((column) => h('th', { scope: 'col' }, column)),
      ),
    ),
    h(
      'tbody',
      {},
      rows.map((cells) =>
        h(
          'tr',
          {},
          cells.map((cell, index) => h('td', { 'data-label': columns[index] }, cell)),
        ),
      ),
    ),
  );

export const empty = (text) => h('p', { class: 'empty' }, text);
