import { buildSchema, graphqlSync } from 'graphql';
import { customers, type Reply, type Shape, signedOut, type Who } from '../shape.ts';
import { orgOf, type Row, rowsOf, uuid, type Variant, type WriteShape } from './write-shape.ts';

interface Kind {
  readonly id: string;
  /** Types and roots beside `Viewer`; the text that changes is `note`. */
  readonly types: string;
  /** How a page lists its records and reads one. */
  readonly list: string;
  readonly one: { readonly query: string; readonly variables: (id: string) => object };
  readonly listOf: (data: never) => readonly { readonly id: string }[];
  readonly roots: (store: Store) => object;
  readonly introspects?: false;
  /** Requests travel in lists, as a client that batches sends them. */
  readonly batches?: true;
  readonly scripts?: readonly string[];
  /** Ids as the API gives them. */
  readonly outside?: (id: string) => string;
}
interface Posted {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}
interface Store {
  readonly own: readonly Row[];
  /** The rows among these that whoever asks may change, and those that change. */
  readonly change: (
    wanted: (row: Row) => boolean,
    to: { readonly note?: string | null; readonly id?: string },
  ) => Row[];
  readonly me: object;
}

function open(kind: Kind): WriteShape['open'] {
  const schema = buildSchema(`type Viewer { id: ID!, email: String } ${kind.types}`);
  return (variant: Variant) => {
    const rows = rowsOf(uuid).map((row) => ({ ...row, id: kind.outside?.(row.id) ?? row.id }));
    const storeOf = (who: 'a' | 'b'): Store => {
      const own = rows.filter((row) => row.org === orgOf(who));
      return {
        own,
        me: { id: customers[who].userId, email: customers[who].user },
        change: (wanted, { note, id }) => {
          const named = rows.filter(wanted);
          // The careless look at the first that is named, or at none.
          const first = named[0] === undefined || own.includes(named[0]) || kind.id !== 'ids-in-a-list';
          const may = variant === 'flawed' && first ? named : named.filter((row) => own.includes(row));
          for (const row of may) Object.assign(row, { note: note ?? row.note, id: id ?? row.id });
          if (may.length === 0 && variant === 'guarded') throw new Error('Not found');
          return may;
        },
      };
    };
    const answer: ReturnType<WriteShape['open']>['answer'] = (ask): Reply => {
      if (ask.who === 'anonymous') return signedOut;
      const posted = JSON.parse(ask.body || '{}') as Posted | Posted[];
      const { who } = ask;
      return { body: Array.isArray(posted) ? posted.map((one) => run(one, who)) : run(posted, who) };
    };
    const run = ({ query, variables }: Posted, who: 'a' | 'b') => {
      if (kind.introspects === false && query.includes('__schema'))
        return { errors: [{ message: 'Introspection is not allowed' }] };
      return graphqlSync({
        schema,
        source: query,
        variableValues: variables ?? {},
        rootValue: kind.roots(storeOf(who)),
      });
    };
    return { answer, data: () => structuredClone(rows) };
  };
}

const walk =
  (kind: Kind): Shape['walk'] =>
  (who: Who, browse) => {
    const send = (query: string, variables: object = {}) => {
      const body = { query, variables };
      const answer = browse('POST', '/v1/graphql', { body: kind.batches ? [body] : body }).body as object;
      return Array.isArray(answer) ? answer[0] : answer;
    };
    send('{ me { id email } }');
    if (who === 'anonymous') return;
    const { data } = send(kind.list) as { data: never };
    for (const { id } of kind.listOf(data).slice(0, 2)) send(kind.one.query, kind.one.variables(id));
  };

const find = (rows: readonly Row[], id: string) => rows.find((one) => one.id === id) ?? null;
type Args<Given> = (given: Given) => unknown;
const plainReads = {
  list: '{ notes { id title } }',
  listOf: ({ notes }: { notes: Row[] }) => notes,
  one: { query: 'query Note($id: ID!) { note(id: $id) { id title note } }', variables: (id: string) => ({ id }) },
};
const plainRoots = ({ own, me }: Store) => ({
  me,
  notes: own,
  note: (({ id }) => find(own, id)) as Args<{ id: string }>,
});
const noteType = 'type Note { id: ID!, title: String, note: String }';
const plainQuery = 'type Query { me: Viewer, notes: [Note!]!, note(id: ID!): Note }';

const kinds: readonly Kind[] = [
  {
    id: 'where-and-data',
    types: `${noteType} ${plainQuery} input NoteWhereUniqueInput { id: ID } input NoteUpdateInput { id: ID, title: String, note: String }
      type Mutation { updateNotes(where: NoteManyInput, data: NoteUpdateInput!): Int, updateNote(where: NoteWhereUniqueInput!, data: NoteUpdateInput!): Note }
      input NoteManyInput { title: String, AND: [NoteManyInput!] }`,
    ...plainReads,
    roots: (store) => ({
      ...plainRoots(store),
      updateNotes: (({ data }) => store.change((row) => store.own.includes(row), data).length) as Args<{
        data: { note?: string };
      }>,
      updateNote: (({ where, data }) => store.change((row) => row.id === where.id, data)[0] ?? null) as Args<{
        where: { id: string };
        data: { note?: string };
      }>,
    }),
  },
  {
    id: 'by-primary-key',
    types: `scalar uuid type notes { id: uuid!, title: String, note: String }
      type Query { me: Viewer, notes: [notes!]!, notes_by_pk(id: uuid!): notes }
      input uuid_comparison_exp { _eq: uuid, _in: [uuid!] } input notes_bool_exp { _and: [notes_bool_exp!], id: uuid_comparison_exp }
      input notes_set_input { id: uuid, note: String } input notes_pk_columns_input { id: uuid! }
      type notes_mutation_response { affected_rows: Int! }
      type Mutation { update_notes(where: notes_bool_exp!, _set: notes_set_input): notes_mutation_response,
        update_notes_by_pk(pk_columns: notes_pk_columns_input!, _set: notes_set_input): notes }`,
    list: '{ notes { id title } }',
    listOf: ({ notes }: { notes: Row[] }) => notes,
    one: { query: 'query One($id: uuid!) { notes_by_pk(id: $id) { id title note } }', variables: (id) => ({ id }) },
    roots: (store) => ({
      ...plainRoots(store),
      notes_by_pk: (({ id }) => find(store.own, id)) as Args<{ id: string }>,
      update_notes: (({ where, _set }) => {
        const wanted = where.id?._eq;
        return { affected_rows: store.change((row) => wanted === undefined || row.id === wanted, _set).length };
      }) as Args<{ where: { id?: { _eq?: string } }; _set: { note?: string } }>,
      update_notes_by_pk: (({ pk_columns, _set }) =>
        store.change((row) => row.id === pk_columns.id, _set)[0] ?? null) as Args<{
        pk_columns: { id: string };
        _set: { note?: string };
      }>,
    }),
  },
  {
    id: 'set-filter-at-most',
    types: `${noteType} ${plainQuery} input IDFilter { eq: ID, in: [ID!] } input NotesFilter { id: IDFilter, title: StringFilter }
      input StringFilter { eq: String } input NotesUpdateInput { id: ID, note: String } type NotesUpdateResponse { affectedCount: Int! }
      type Mutation { updateNotesCollection(set: NotesUpdateInput!, filter: NotesFilter, atMost: Int! = 1): NotesUpdateResponse! }`,
    ...plainReads,
    roots: (store) => ({
      ...plainRoots(store),
      updateNotesCollection: (({ set, filter }) => {
        const wanted = filter?.id?.eq;
        const at = store.own[0]?.id;
        return { affectedCount: store.change((row) => row.id === (wanted ?? at), set).length };
      }) as Args<{ set: { note?: string }; filter?: { id?: { eq?: string } } }>,
    }),
  },
  {
    id: 'relay-node',
    types: `interface Node { id: ID! } type Note implements Node { id: ID!, title: String, note: String }
      type NoteEdge { node: Note } type NoteConnection { edges: [NoteEdge!]! }
      type Query { me: Viewer, viewer: Home, node(id: ID!): Node } type Home { notes(first: Int): NoteConnection }
      input UpdateNoteInput { clientMutationId: String, noteId: ID!, notePatch: NotePatch! } input NotePatch { note: String }
      type UpdateNotePayload { clientMutationId: String, note: Note }
      type Mutation { updateNote(input: UpdateNoteInput!): UpdateNotePayload }`,
    outside: (id) => Buffer.from(`Note:${id}`).toString('base64'),
    list: '{ viewer { notes(first: 20) { edges { node { id title } } } } }',
    listOf: ({ viewer }: { viewer: { notes: { edges: { node: Row }[] } } }) =>
      viewer.notes.edges.map(({ node }) => node),
    one: {
      query: 'query NoteQuery($id: ID!) { node(id: $id) { ... on Note { id title note } } }',
      variables: (id) => ({ id }),
    },
    roots: (store) => {
      const shown = (row: Row | null) => row && { __typename: 'Note', ...row };
      return {
        me: store.me,
        viewer: { notes: () => ({ edges: store.own.map((row) => ({ node: shown(row) })) }) },
        node: (({ id }) => shown(find(store.own, id))) as Args<{ id: string }>,
        updateNote: (({ input }) => ({
          clientMutationId: input.clientMutationId,
          note: store.change((row) => row.id === input.noteId, input.notePatch)[0] ?? null,
        })) as Args<{ input: { clientMutationId?: string; noteId: string; notePatch: { note?: string } } }>,
      };
    },
  },
  {
    id: 'ids-in-a-list',
    types: `${noteType} ${plainQuery} input NoteChanges { note: String }
      type Mutation { bulkUpdateNotes(ids: [ID!]!, changes: NoteChanges!): [Note!]! }`,
    ...plainReads,
    roots: (store) => ({
      ...plainRoots(store),
      bulkUpdateNotes: (({ ids, changes }) => {
        const order = (row: Row) => ids.indexOf(row.id);
        if (!store.own.some((row) => order(row) === 0)) throw new Error('Not found');
        return store.change((row) => order(row) >= 0, changes);
      }) as Args<{ ids: string[]; changes: { note?: string } }>,
    }),
  },
  {
    id: 'only-in-scripts-flat',
    introspects: false,
    batches: true,
    types: `${noteType} ${plainQuery} type Mutation { editNote(noteId: ID!, note: String, title: String): Note, deleteNote(id: ID!): Boolean }`,
    scripts: [
      'a=gql`mutation EditNote($noteId: ID!, $note: String) { editNote(noteId: $noteId, note: $note) { id note } }`,b="mutation Gone($id: ID!) { deleteNote(id: $id) }"',
    ],
    ...plainReads,
    roots: (store) => ({
      ...plainRoots(store),
      editNote: (({ noteId, note }) => store.change((row) => row.id === noteId, { note })[0] ?? null) as Args<{
        noteId: string;
        note: string;
      }>,
      deleteNote: () => {
        throw new Error('not in this proof');
      },
    }),
  },
  {
    id: 'only-in-scripts-input',
    introspects: false,
    types: `${noteType} ${plainQuery} input UpdateNoteInput { noteId: ID!, note: String, clientMutationId: String }
      type UpdateNotePayload { note: Note } type Mutation { updateNote(input: UpdateNoteInput!): UpdateNotePayload }`,
    scripts: [
      '{params:{},text:"mutation SaveMutation(\\n  $input: UpdateNoteInput!\\n) {\\n  updateNote(input: $input) {\\n    note { id }\\n  }\\n}\\n"}',
    ],
    ...plainReads,
    roots: (store) => ({
      ...plainRoots(store),
      updateNote: (({ input }) => ({
        note: store.change((row) => row.id === input.noteId, input)[0] ?? null,
      })) as Args<{ input: { noteId: string; note?: string } }>,
    }),
  },
];

/** Mutations as they are made elsewhere: filters, primary keys, Relay's inputs, lists of ids, and texts that only scripts hold. */
export const graphqlWriteShapes: readonly WriteShape[] = kinds.map((kind) => ({
  id: kind.id,
  open: open(kind),
  walk: walk(kind),
  ...(kind.scripts ? { scripts: kind.scripts } : {}),
}));
