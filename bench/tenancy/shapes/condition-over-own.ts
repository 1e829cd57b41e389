import { customers, refused, type Shape } from '../shape.ts';
import { portalOf, rows, shown, uuid } from './records.ts';

/** The table posts its filters, and never a customer; the server puts what is sent over its own condition. */
export function conditionOverOwn(): Shape {
  const all = rows(uuid);
  return {
    id: 'condition-over-the-own-one',
    finds: ['authz.list'],
    portal: portalOf((ask, flawed) => {
      if (ask.path !== '/api/records/search') return refused;
      const { filter = {} } = JSON.parse(ask.body || '{}') as { filter?: { organisationId?: string } };
      const wanted = (flawed ? filter.organisationId : undefined) ?? customers[ask.who as 'a'].org;
      const found = all.filter((row) => row.owner.org === wanted);
      return { body: { rows: found.map((row) => ({ ...shown(row), organisationId: row.owner.org })) } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous')
        browse('POST', '/api/records/search', { type: 'application/json', body: { filter: { text: '' }, page: 1 } });
    },
  };
}
