import { queryOf } from './api.js';
import { h, link } from './dom.js';

/** Links to the neighbouring pages of a list. */
export function pager(path, list, fields = {}) {
  if (list.pages < 2) return null;
  const to = (page) => `${path}${queryOf({ ...fields, page })}`;
  return h(
    'nav',
    { class: 'pager', 'aria-label': 'Pages' },
    list.page > 1 && link(to(list.page - 1), 'Previous page'),
    h('span', { class: 'muted' }, `Page ${list.page} of ${list.pages}`),
    list.page < list.pages && link(to(list.page + 1), 'Next page'),
  );
}
