import { both, type Reply, type Shape, signedOut, whoAmI } from '../shape.ts';
import { rows, uuid } from './records.ts';

const bodyOf = (text: string): { query?: string; variables?: { client?: string } } => {
  try {
    return JSON.parse(text) as { query?: string; variables?: { client?: string } };
  } catch {
    return {};
  }
};

/**
 * Lists by a tenant that the page says itself, as a variable; both customers take part in something together, so each meets the other's
 * name and word in ordinary use.
 */
export function tenantsOfGraphql(): Shape {
  const all = rows(uuid);
  const answer = (asked: ReturnType<typeof bodyOf>, who: 'a' | 'b', flawed: boolean): Reply => {
    const { query = '', variables = {} } = asked;
    if (query.includes('partners'))
      return { body: { data: { partners: both.map(({ slug, orgName }) => ({ slug, name: orgName })) } } };
    const client = both.find(({ slug }) => slug === variables.client);
    const may = client !== undefined && (flawed || client.key === who);
    const own = all.filter((row) => may && row.owner === client);
    if (query.includes('totals'))
      return { body: { data: { totals: { volume: own.reduce((sum, { amount }) => sum + amount, 0) } } } };
    return { body: { data: { invoices: own.map(({ id, title, note }) => ({ id, title, note })) } } };
  };
  return {
    id: 'graphql-tenant-that-both-meet',
    finds: ['authz.read'],
    portal: (flawed) => (ask) => {
      const me = whoAmI(ask);
      if (me) return me;
      if (ask.who === 'anonymous') return signedOut;
      return answer(bodyOf(ask.body), ask.who, flawed);
    },
    walk(who, browse) {
      browse('GET', '/api/me');
      const of = both.find(({ key }) => key === who);
      if (!of) return;
      const post = (query: string) => browse('POST', '/graphql', { body: { query, variables: { client: of.slug } } });
      browse('POST', '/graphql', { body: { query: 'query Partners { partners { slug name } }', variables: {} } });
      post('query Invoices($client: ID) { invoices(client: $client) { id title note } }');
      post('query Totals($client: ID) { totals(client: $client) { volume } }');
    },
  };
}
