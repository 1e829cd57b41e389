import { refused, type Shape } from '../shape.ts';
import { portalOf } from './records.ts';

const figures = {
  larkfield: { approvals: 2, open: 3, due: 2, amountDue: 12510 },
  quarrendon: { approvals: 3, open: 3, due: 4, amountDue: 23965.7 },
} as const;
type Slug = keyof typeof figures;
const slugOf = (who: string): Slug => (who === 'a' ? 'larkfield' : 'quarrendon');

/** The small numbers beside a menu, asked for by the workspace's own name: few of them are long enough to say anything alone. */
export function badgesOfWorkspace(): Shape {
  return {
    id: 'badges-of-another-workspace',
    finds: ['authz.read'],
    portal: portalOf((ask, flawed) => {
      const asked = ask.query.get('workspace') ?? '';
      if (!(asked in figures) || (asked !== slugOf(ask.who) && !flawed)) return refused;
      return { body: { workspace: asked, ...figures[asked as Slug] } };
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', `/api/badges?workspace=${slugOf(who)}`);
    },
  };
}

/** Figures of the trade by region: two customers of different regions may ask for each other's. */
export function figuresOfRegions(): Shape {
  const regions = { north: { offices: 12, mean: 4310.55 }, south: { offices: 31, mean: 5120.75 } } as const;
  return {
    id: 'figures-of-regions',
    finds: [],
    portal: portalOf(({ query }) => {
      const region = query.get('region') ?? '';
      return region in regions ? { body: { region, ...regions[region as keyof typeof regions] } } : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who !== 'anonymous') browse('GET', `/api/benchmarks?region=${who === 'a' ? 'north' : 'south'}`);
    },
  };
}

/** A directory in which each company presents itself to all others; what is behind its entry is its own account, and nobody else's. */
export function directoryOfCompanies(): Shape {
  const companies = [
    { id: '601', owner: 'a', name: 'Larkfield Joinery', town: 'Larkfield Green', trade: 'Staircases and shop fronts' },
    { id: '602', owner: 'b', name: 'Quarrendon Dairy', town: 'Quarrendon Vale', trade: 'Cheese for delicatessens' },
  ] as const;
  return {
    id: 'directory-of-companies-with-accounts-of-their-own',
    finds: [],
    portal: portalOf(({ path, who }) => {
      const id = path.split('/')[3];
      if (path.startsWith('/api/directory'))
        return { body: { companies: companies.map(({ owner: _owner, ...one }) => one) } };
      const one = companies.find((each) => each.id === id && each.owner === who);
      return one ? { body: { ...one, account: `GB29 NWBK 6016 1331 ${one.id}9` } } : refused;
    }),
    walk(who, browse) {
      browse('GET', '/api/me');
      if (who === 'anonymous') return;
      browse('GET', '/api/directory');
      browse('GET', `/api/companies/${who === 'a' ? '601' : '602'}`);
    },
  };
}
