import { buildSchema, graphqlSync } from 'graphql';
import { type Answer, problem } from '../http.ts';
import { customerRoute, type Route, type SignedInCall } from '../call.ts';
import { attachmentAddress } from './attachments.ts';
import { type Ticket, ticketsOf } from './desk-rows.ts';

const schema = buildSchema(`
  interface Node { id: ID! }
  type Ticket implements Node { id: ID!, subject: String!, detail: String, site: String, status: String, attachment: Attachment, neighbours: [Ticket!]! }
  type Attachment { name: String!, url: String! }
  type Viewer { id: ID!, email: String! }
  type Query { viewer: Viewer!, tickets: [Ticket!]!, ticket(id: ID!): Ticket, node(id: ID!): Node }
  input TicketInput { detail: String }
  type Mutation { updateTicket(id: ID!, input: TicketInput!): Ticket }
`);

export const globalId = (ticket: Ticket) => Buffer.from(`Ticket:${ticket.id}`).toString('base64url');

/** The service desk's one endpoint. Whose a ticket is, is asked in each resolver: that is where it is forgotten. */
function desk(call: SignedInCall): Answer {
  const { query, variables, operationName } = call.body;
  if (typeof query !== 'string' || query.length > 4000) throw problem(400, 'Please send a query');
  const { flaw, decoy } = call.context;
  const all = ticketsOf(call.context.state);
  let asked = 0;
  const shown = (ticket: Ticket): unknown => ({
    __typename: 'Ticket',
    ...ticket,
    id: globalId(ticket),
    attachment: { name: ticket.file.name, url: attachmentAddress(call.context, ticket) },
    // Others at the same customer's sites.
    neighbours: () =>
      all
        .filter((one) => one.id !== ticket.id && (flaw('graphql-edge-unguarded') || one.orgId === call.organisation.id))
        .map(shown),
  });
  const one = (id: string, open: boolean) => {
    asked += 1;
    const ticket = all.find((candidate) => globalId(candidate) === id);
    const own = ticket?.orgId === call.organisation.id;
    if (ticket && (own || open || (asked > 1 && flaw('graphql-second-alias-unguarded')))) return shown(ticket);
    if (decoy('graphql-refusal-in-errors')) throw new Error(`No ticket ${id}`);
    return null;
  };
  const updateTicket = ({ id, input }: { id: string; input: { detail?: string } }) => {
    const ticket = all.find((candidate) => globalId(candidate) === id);
    const may = ticket?.orgId === call.organisation.id || flaw('graphql-mutation-unguarded');
    if (ticket && may) {
      const changes = call.context.state.ticketChanges.get(ticket.id);
      call.context.state.ticketChanges.set(ticket.id, { ...changes, ...input });
      return shown({ ...ticket, ...input });
    }
    if (decoy('graphql-mutation-answers-null')) return null;
    throw new Error(`No ticket ${id}`);
  };
  const result = graphqlSync({
    schema,
    source: query,
    rootValue: {
      updateTicket,
      viewer: { id: call.user.id, email: call.user.email },
      tickets: () => all.filter((ticket) => ticket.orgId === call.organisation.id).map(shown),
      ticket: ({ id }: { id: string }) => one(id, flaw('graphql-ticket-unguarded')),
      node: ({ id }: { id: string }) => one(id, flaw('graphql-node-unguarded')),
    },
    ...(variables !== null && typeof variables === 'object'
      ? { variableValues: variables as Record<string, unknown> }
      : {}),
    ...(typeof operationName === 'string' ? { operationName } : {}),
  });
  return { status: 200, json: result };
}

export const graphqlRoutes: readonly Route[] = [customerRoute('POST', '/api/v1/graphql', desk)];
