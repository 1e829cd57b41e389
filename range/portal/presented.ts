import type { Invoice, PortalState, Project, User } from './state.ts';

/** The caller's own account, as the API shows it. */
export function accountOf(state: PortalState, user: User) {
  const organisation = state.organisations.find((candidate) => candidate.id === user.orgId);
  return {
    ...memberOf(user),
    ...user.more,
    organisation:
      organisation === undefined
        ? null
        : { id: organisation.id, slug: organisation.slug, name: organisation.name, plan: organisation.plan },
  };
}

/** A member as colleagues see him or her: no password hash, no lock. */
export function memberOf(user: User) {
  const { id, orgId, name, email, phone, title, about, role } = user;
  return { id, orgId, name, email, phone, title, about, role };
}

export function projectOf(state: PortalState, project: Project) {
  const { sharedWith, ...shown } = project;
  return {
    ...shown,
    shared: sharedWith.length > 0,
    ownerName: state.users.find((user) => user.id === project.ownerId)?.name ?? '',
  };
}

/** An invoice without its bank details, which are shown on demand. */
export function invoiceOf(invoice: Invoice) {
  const { iban: _iban, ...shown } = invoice;
  return { ...shown, currency: 'GBP' };
}

/** One page of rows and what is needed to ask for the next. */
export function paged<Row>(rows: readonly Row[], page: number, size: number) {
  return {
    items: rows.slice((page - 1) * size, page * size),
    page,
    pages: Math.max(1, Math.ceil(rows.length / size)),
    total: rows.length,
  };
}
