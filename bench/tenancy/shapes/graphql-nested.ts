import { buildSchema, graphqlSync } from 'graphql';
import { customers, type Shape, signedOut } from '../shape.ts';

const schema = buildSchema(`
  type Visit { id: Int!, work: String!, siteId: Int! }
  type Contractor { id: Int!, name: String!, visits(siteId: Int): [Visit!]! }
  type Site { id: Int!, name: String!, contractor: Contractor }
  type Viewer { id: ID!, email: String }
  type Query { me: Viewer, sites: [Site!]!, site(id: Int!): Site }
`);

const sites = [
  { id: 1001, who: 'a', name: 'Joinery in the Tollgate house' },
  { id: 1002, who: 'a', name: 'Shop on Pellow Street' },
  { id: 1011, who: 'b', name: 'Dairy below the weir' },
  { id: 1012, who: 'b', name: 'Cold store at the station' },
];
const visits = [
  { id: 801, siteId: 1001, work: 'Windows of the showroom, ladder from the yard' },
  { id: 802, siteId: 1002, work: 'Shutters greased before the fair' },
  { id: 811, siteId: 1011, work: 'Whey tank scrubbed while the vat stands empty' },
  { id: 812, siteId: 1011, work: 'Rind room disinfected after the recall' },
  { id: 813, siteId: 1012, work: 'Door heater looked at, relay burnt again' },
];

/**
 * A contractor that works for all customers, reached by way of one's own site: what it does is narrowed by an argument of a nested field.
 * The flawed portal looks at the site and not at what lies below it.
 */
export function visitsOfContractor(how: 'variable' | 'literal'): Shape {
  const page = (id: number) =>
    how === 'variable'
      ? {
          query:
            'query OnSite($id: Int!) { site(id: $id) { id name contractor { name visits(siteId: $id) { id work } } } }',
          variables: { id },
        }
      : { query: `{ site(id: ${id}) { id name contractor { name visits(siteId: ${id}) { id work } } } }` };
  return {
    id: `graphql-argument-of-a-nested-field-by-${how}`,
    finds: ['authz.read'],
    portal: (flawed) => (ask) => {
      if (ask.who === 'anonymous') return signedOut;
      const own = sites.filter(({ who }) => who === ask.who);
      const mine = (siteId: number) => own.some(({ id }) => id === siteId);
      const contractor = {
        id: 31,
        name: 'Bright Brothers',
        visits: ({ siteId }: { siteId?: number }) =>
          visits.filter((one) => (flawed || mine(one.siteId)) && (siteId === undefined || one.siteId === siteId)),
      };
      const me = customers[ask.who];
      const rootValue = {
        me: () => ({ id: me.userId, email: me.user }),
        sites: () => own,
        site: ({ id }: { id: number }) => {
          const found = own.find((one) => one.id === id);
          return found ? { ...found, contractor } : null;
        },
      };
      const posted = JSON.parse(ask.body || '{}') as { query?: string; variables?: Record<string, unknown> };
      const source = posted.query ?? '{ __typename }';
      const body: unknown = JSON.parse(
        JSON.stringify(graphqlSync({ schema, source, rootValue, variableValues: posted.variables ?? {} })),
      );
      return { body };
    },
    walk(who, browse) {
      browse('POST', '/graphql', { body: { query: 'query Me { me { id email } }' } });
      if (who === 'anonymous') return;
      browse('POST', '/graphql', { body: { query: 'query Sites { sites { id name } }' } });
      for (const { id } of sites.filter((one) => one.who === who)) browse('POST', '/graphql', { body: page(id) });
    },
  };
}
