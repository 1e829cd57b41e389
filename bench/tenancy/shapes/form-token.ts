import type { Shape } from '../shape.ts';
import { find, number, portalOf, rows, shown } from './records.ts';

/** The same form with its guard forgotten: found only by whoever sends its own token along. */
export const formTokenShape: Shape = {
  id: 'form-token-of-the-asker',
  finds: ['authz.read'],
  portal: portalOf((ask, flawed) => {
    const form = new URLSearchParams(ask.body);
    if (ask.path === '/form')
      return {
        type: 'text/html',
        body: `<html><body><input name="csrf_token" value="tok-${ask.who}-9a8b7c6d5e4f"></body></html>`,
      };
    if (form.get('csrf_token') !== `tok-${ask.who}-9a8b7c6d5e4f`)
      return { status: 403, body: { error: 'CSRF token mismatch' } };
    const row = find(rows(number), form.get('id'), ask, flawed);
    return row ? { body: shown(row) } : { status: 404, body: { error: 'not_found' } };
  }),
  walk(who, browse) {
    browse('GET', '/api/me');
    if (who === 'anonymous') return;
    browse('GET', '/form');
    for (const row of rows(number)
      .filter((one) => one.owner.key === who)
      .slice(0, 2))
      browse('POST', '/records/show', {
        type: 'application/x-www-form-urlencoded',
        body: `csrf_token=tok-${who}-9a8b7c6d5e4f&id=${row.id}`,
      });
  },
};
