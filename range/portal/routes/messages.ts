import { customerRoute, type Route, type SignedInCall } from '../call.ts';
import { checkedFields, pageOf, text } from '../fields.ts';
import type { Answer } from '../http.ts';
import { freshId } from '../identifiers.ts';
import { paged } from '../presented.ts';
import { organisationOf, ownRow, ownRows, writableRow } from '../scope.ts';
import type { Message } from '../state.ts';

const pageSize = 5;

function list(call: SignedInCall): Answer {
  const wanted = (call.query.get('q') ?? '').toLowerCase();
  const rows = ownRows(call, call.context.state.messages)
    .filter((message) => `${message.subject} ${message.body}`.toLowerCase().includes(wanted))
    .sort((x, y) => y.sentAt.localeCompare(x.sentAt))
    .map(({ id, subject, from, sentAt, read }) => ({ id, subject, from, sentAt, read }));
  return { status: 200, json: paged(rows, pageOf(call.query), pageSize) };
}

function create(call: SignedInCall): Answer {
  const { state, options } = call.context;
  const fields = checkedFields(call.body, { subject: text(3, 120), body: text(1, 4000) });
  const message: Message = {
    id: freshId(),
    orgId: organisationOf(call).id,
    subject: String(fields.subject),
    body: String(fields.body),
    from: call.user.name,
    sentAt: options.now().toISOString(),
    read: true,
  };
  state.messages.push(message);
  return { status: 201, json: message };
}

/** Messages between a customer and the operator's desk. */
export const messageRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/messages', list),
  customerRoute('POST', '/api/v1/messages', create),
  customerRoute('GET', '/api/v1/messages/:id', (call) => ({
    status: 200,
    json: ownRow(call, call.context.state.messages, call.params.id, 'message'),
  })),
  customerRoute('PATCH', '/api/v1/messages/:id', (call) => {
    const message = writableRow(call, call.context.state.messages, call.params.id, 'message');
    checkedFields(call.body, {});
    message.read = true;
    return { status: 200, json: message };
  }),
  customerRoute('DELETE', '/api/v1/messages/:id', (call) => {
    const { messages } = call.context.state;
    messages.splice(messages.indexOf(writableRow(call, messages, call.params.id, 'message')), 1);
    return { status: 204 };
  }),
];
