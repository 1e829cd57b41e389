import { buildSchema, graphqlSync } from 'graphql';
import { type Ask, customers, type Reply, type Shape, signedOut } from '../shape.ts';
import { listed, number, own, type Row, rows, shown } from './records.ts';

const schema = buildSchema(`
  type Record { id: ID!, title: String, note: String, amount: Float }
  type Viewer { id: ID!, email: String, records: [Record!]! }
  type Query { me: Viewer, records: [Record!]!, record(id: ID!): Record, node(id: ID!): Record, recordsOf(ownerId: ID!): [Record!]! }
`);
const globalId = (row: Row) => Buffer.from(`Record:${row.id}`).toString('base64');

interface Guard {
  readonly record: boolean;
  readonly node: boolean;
  readonly of: boolean;
  readonly firstAliasOnly?: boolean;
}

function server(ask: Ask, guard: Guard, query: string, variables: Record<string, unknown>): unknown {
  const all = rows(number);
  let asked = 0;
  const open = (row: Row | undefined, guarded: boolean) => {
    asked += 1;
    const skipped = guard.firstAliasOnly === true && asked > 1;
    return row && (!guarded || skipped || row.owner.key === ask.who) ? { ...shown(row), id: globalId(row) } : null;
  };
  const own_ = () =>
    own(all, ask).map((row) => ({ ...listed(row), id: globalId(row), note: row.note, amount: row.amount }));
  const me = customers[ask.who as 'a'];
  const rootValue = {
    me: () => ({ id: me.userId, email: me.user, records: own_() }),
    records: own_,
    record: ({ id }: { id: string }) =>
      open(
        all.find((row) => globalId(row) === id || row.id === id),
        guard.record,
      ),
    node: ({ id }: { id: string }) =>
      open(
        all.find((row) => globalId(row) === id),
        guard.node,
      ),
    recordsOf: ({ ownerId }: { ownerId: string }) =>
      all.filter((row) => row.owner.userId === ownerId && (!guard.of || row.owner.key === ask.who)).map(shown),
  };
  return JSON.parse(
    JSON.stringify(graphqlSync({ schema, source: query, rootValue, variableValues: variables })),
  ) as unknown;
}

const known: Record<string, string> = {
  h4c1: 'query Record($id: ID!) { record(id: $id) { id title note amount } }',
  h0aa: 'query Records { records { id title } }',
};
interface Posted {
  readonly query?: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly id?: string;
  readonly extensions?: { readonly persistedQuery?: { readonly sha256Hash?: string } };
}
const closed: Guard = { record: true, node: true, of: true };

function graphqlShape(
  id: string,
  open: Partial<Guard>,
  ask_: (rowId: string, who: 'a' | 'b') => unknown,
  path = '/graphql',
  viaGet = false,
): Shape {
  const run = (one: Posted, ask: Ask, guard: Guard) =>
    server(
      ask,
      guard,
      one.query ?? known[one.extensions?.persistedQuery?.sha256Hash ?? one.id ?? ''] ?? '{__typename}',
      one.variables ?? {},
    );
  return {
    id,
    finds: ['authz.read', 'authz.list', 'authz.body-tenant'],
    portal: (flawed) => (ask) => {
      if (ask.who === 'anonymous') return signedOut;
      const guard = flawed ? { ...closed, ...open } : closed;
      const posted = (
        ask.method === 'GET'
          ? Object.fromEntries(
              [...ask.query].map(([name, value]) => [name, /^[[{]/.test(value) ? JSON.parse(value) : value]),
            )
          : JSON.parse(ask.body || '{}')
      ) as Posted | Posted[];
      return {
        body: Array.isArray(posted) ? posted.map((one) => run(one, ask, guard)) : run(posted, ask, guard),
      } as Reply;
    },
    walk(who, browse) {
      const send = (body: unknown) => {
        if (!viaGet) return browse('POST', path, { body });
        const query = Object.entries(body as object).map(
          ([name, value]) => `${name}=${encodeURIComponent(typeof value === 'string' ? value : JSON.stringify(value))}`,
        );
        return browse('GET', `${path}?${query.join('&')}`);
      };
      send({ operationName: 'Me', query: 'query Me { me { id email } }', variables: {} });
      if (who === 'anonymous') return;
      send({ operationName: 'Records', query: 'query Records { records { id title } }', variables: {} });
      for (const row of rows(number)
        .filter((one) => one.owner.key === who)
        .slice(0, 2))
        send(ask_(globalId(row), who));
    },
  };
}
const record = known.h4c1 ?? '';

export const graphqlShapes: readonly Shape[] = [
  graphqlShape('graphql-variable', { record: false }, (id) => ({
    operationName: 'Record',
    query: record,
    variables: { id },
  })),
  graphqlShape('graphql-other-path', { record: false }, (id) => ({ query: record, variables: { id } }), '/api'),
  graphqlShape('graphql-literal', { record: false }, (id) => ({
    query: `{ record(id: "${id}") { id title note amount } }`,
  })),
  graphqlShape('graphql-node', { node: false }, (id) => ({
    query: 'query Node($id: ID!) { node(id: $id) { ... on Record { id title note amount } } }',
    variables: { id },
  })),
  graphqlShape('graphql-second-root-field', { record: false }, (id) => ({
    query: 'query Page($id: ID!) { me { id email } record(id: $id) { id title note amount } }',
    variables: { id },
  })),
  graphqlShape('graphql-second-alias', { firstAliasOnly: true }, (id) => ({ query: record, variables: { id } })),
  graphqlShape('graphql-batch', { record: false }, (id) => [
    { query: '{ me { id } }' },
    { query: record, variables: { id } },
  ]),
  graphqlShape('graphql-persisted-post', { record: false }, (id) => ({
    operationName: 'Record',
    variables: { id },
    extensions: { persistedQuery: { version: 1, sha256Hash: 'h4c1' } },
  })),
  graphqlShape(
    'graphql-persisted-get',
    { record: false },
    (id) => ({
      operationName: 'Record',
      variables: { id },
      extensions: { persistedQuery: { version: 1, sha256Hash: 'h4c1' } },
    }),
    '/graphql',
    true,
  ),
  graphqlShape('graphql-owner-argument', { of: false }, (_id, who) => ({
    query: 'query Of($ownerId: ID!) { recordsOf(ownerId: $ownerId) { title note amount } }',
    variables: { ownerId: customers[who].userId },
  })),
  graphqlShape('graphql-input-object', { record: false }, (id) => ({
    operationName: 'Record',
    query: 'query Record($id: ID!, $skip: Boolean!) { record(id: $id) { id title note amount @skip(if: $skip) } }',
    variables: { id, skip: false },
  })),
];
