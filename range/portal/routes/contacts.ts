import { type Call, customerRoute, publicRoute, type Route, type SignedInCall } from '../call.ts';
import { checkedFields, text } from '../fields.ts';
import type { Answer } from '../http.ts';
import { freshId } from '../identifiers.ts';
import { organisationOf, organisationOfList, ownRow, ownRows } from '../scope.ts';
import { signedIn } from '../signed-in.ts';
import type { Contact } from '../state.ts';

const rules = {
  name: text(2, 80),
  company: text(0, 120),
  email: text(3, 254),
  phone: text(0, 40),
  note: text(0, 1000),
};

function list(call: Call): Answer {
  const { state, flaw } = call.context;
  const wanted = (call.query.get('q') ?? '').toLowerCase();
  const items = visible().filter((contact) => `${contact.name} ${contact.company}`.toLowerCase().includes(wanted));
  return { status: 200, json: { items, total: items.length } };

  function visible(): readonly Contact[] {
    if (call.user === undefined && flaw('contacts-list-anonymous')) return state.contacts;
    const reader = signedIn(call);
    const organisation = organisationOfList(reader);
    return flaw('contacts-filtered-in-frontend') ? state.contacts : ownRows(reader, state.contacts, organisation);
  }
}

function create(call: SignedInCall): Answer {
  const fields = checkedFields(call.body, rules);
  const contact = { ...fields, id: freshId(), orgId: organisationOf(call).id } as unknown as Contact;
  call.context.state.contacts.push(contact);
  return { status: 201, json: contact };
}

/** People whom a customer works with on site. */
export const contactRoutes: readonly Route[] = [
  publicRoute('GET', '/api/v1/contacts', list),
  customerRoute('POST', '/api/v1/contacts', create),
  customerRoute('GET', '/api/v1/contacts/:id', (call) => ({
    status: 200,
    json: ownRow(call, call.context.state.contacts, call.params.id, 'contact'),
  })),
];
