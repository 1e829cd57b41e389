import { type Route, type SignedInCall, staffRoute } from '../call.ts';
import { checkedFields, pageOf, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { memberOf, paged } from '../presented.ts';
import type { User } from '../state.ts';

const pageSize = 20;

function customers({ context: { state }, query }: SignedInCall): Answer {
  const rows = state.organisations
    .filter((organisation) => organisation.key !== 'operator')
    .map(({ key: _key, ...organisation }) => ({
      ...organisation,
      members: state.users.filter((user) => user.orgId === organisation.id).length,
      projects: state.projects.filter((project) => project.orgId === organisation.id).length,
    }));
  return { status: 200, json: paged(rows, pageOf(query), pageSize) };
}

function customer({ context: { state }, params }: SignedInCall): Answer {
  const organisation = state.organisations.find((candidate) => candidate.id === params.id);
  if (organisation === undefined) throw problem(404, 'There is no such customer');
  const { key: _key, ...shown } = organisation;
  return {
    status: 200,
    json: {
      ...shown,
      members: state.users.filter((user) => user.orgId === organisation.id).map(memberOf),
      projects: state.projects
        .filter((project) => project.orgId === organisation.id)
        .map(({ id, code, name, status }) => ({ id, code, name, status })),
    },
  };
}

function userOf({ context: { state }, params }: SignedInCall): User {
  const user = state.users.find((candidate) => candidate.id === params.id);
  if (user === undefined) throw problem(404, 'There is no such user');
  return user;
}

/** The console of the operator's staff: all customers and their users. */
export const adminRoutes: readonly Route[] = [
  staffRoute('GET', '/api/v1/admin/customers', customers),
  staffRoute('GET', '/api/v1/admin/customers/:id', customer),
  staffRoute('GET', '/api/v1/admin/users/:id', (call) => ({ status: 200, json: memberOf(userOf(call)) })),
  staffRoute('PATCH', '/api/v1/admin/users/:id', (call) => {
    const user = userOf(call);
    Object.assign(user, checkedFields(call.body, { title: text(0, 80), about: text(0, 500) }, true));
    return { status: 200, json: memberOf(user) };
  }),
  staffRoute('GET', '/api/v1/admin/users', ({ context: { state }, query }) => ({
    status: 200,
    json: paged(
      state.users.map((user) => ({ ...memberOf(user), locked: user.locked })),
      pageOf(query),
      pageSize,
    ),
  })),
];
