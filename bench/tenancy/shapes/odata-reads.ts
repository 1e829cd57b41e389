import { type Ask, customers, type Reply, type Shape } from '../shape.ts';
import { number, portalOf, type Row, rows } from './records.ts';

/** OData with one way round the condition that keeps tenants apart. */
function odata(id: string, flaw: 'or' | 'expand'): Shape {
  const all = rows(number);
  const shown = ({ id: key, owner, title, note }: Row) => ({
    Id: Number(key),
    Title: title,
    Note: note,
    CustomerId: owner.org,
    RateId: 1,
  });
  const rates = [
    { Id: 1, Name: 'Flex 12' },
    { Id: 2, Name: 'Fixed 24' },
  ];
  const isOf = (ask: Ask) => (row: Row) => row.owner.key === ask.who;
  /** `Id eq 1 or Id eq 2`: what a filter of this shape asks for. */
  const wanted = (filter: string) => new Set([...filter.matchAll(/Id eq (\d+)/g)].map((one) => one[1]));
  const list = (value: unknown): Reply => ({
    headers: { 'odata-version': '4.0' },
    body: { '@odata.context': '/odata/$metadata', value },
  });
  return {
    id,
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      const open = flawed && ask.who !== 'anonymous';
      const filter = ask.query.get('$filter');
      const expand = ask.query.get('$expand')?.replace(/\(.*\)/, '');
      if (ask.path === '/odata/Contracts') {
        const mine = all.filter((row) => isOf(ask)(row) || (open && flaw === 'or' && filter?.includes(' or ')));
        const found = filter === null ? mine : mine.filter((row) => wanted(filter).has(row.id));
        return list(found.map((row) => ({ ...shown(row), ...(expand === 'Rate' ? { Rate: rates[0] } : {}) })));
      }
      if (ask.path === '/odata/Rates') {
        if (expand !== undefined && expand !== 'Contracts')
          return { status: 400, body: { error: { code: 'BadRequest' } } };
        const below = all.filter((row) => isOf(ask)(row) || (open && flaw === 'expand'));
        const Contracts = (rate: number) => (rate === 1 ? below.map(shown) : []);
        return list(rates.map((rate) => ({ ...rate, ...(expand ? { Contracts: Contracts(rate.Id) } : {}) })));
      }
      const row = all.find((one) => `/odata/Contracts(${one.id})` === ask.path);
      return row && isOf(ask)(row) ? { body: shown(row) } : { status: 404, body: { error: { code: 'NotFound' } } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/odata/Contracts?$expand=Rate');
      browse('GET', '/odata/Rates');
      for (const row of all.filter(({ owner }) => owner === customers[who]).slice(0, 2))
        browse('GET', `/odata/Contracts(${row.id})`);
    },
  };
}

export const odataReadShapes: readonly Shape[] = [
  odata('odata-filter-with-or', 'or'),
  odata('odata-expanded-below-what-all-share', 'expand'),
];
