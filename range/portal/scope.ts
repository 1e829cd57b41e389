import { absent } from './denial.ts';
import type { SignedInCall } from './call.ts';
import { problem } from './http.ts';
import type { Organisation } from './state.ts';

export interface OwnedRow {
  readonly id: string;
  readonly orgId: string;
  readonly sharedWith?: readonly string[];
}

const headerOf = (call: SignedInCall, name: string): string | undefined => {
  const value = call.headers[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * The organisation that a call acts for: always the one of the session. The front end names its organisation in
 * `X-Org-Id`, which may confirm the session's and nothing else.
 */
export function organisationOf(call: SignedInCall): Organisation {
  const { context, organisation } = call;
  const named = headerOf(call, 'x-org-id');
  if (named === undefined || named === organisation.id) return organisation;
  if (context.flaw('org-header-trusted')) {
    const other = context.state.organisations.find((candidate) => candidate.id === named);
    if (other !== undefined) return other;
  }
  if (context.decoy('own-data-under-foreign-id')) return organisation;
  throw problem(403, 'This organisation is not yours');
}

/** The organisation of a list that takes `?orgId=`. */
export function organisationOfList(call: SignedInCall): Organisation {
  const own = organisationOf(call);
  const named = call.query.get('orgId');
  if (named === null || named === '' || named === own.id) return own;
  if (call.context.flaw('list-org-id-trusted')) {
    const other = call.context.state.organisations.find((candidate) => candidate.id === named);
    if (other !== undefined) return other;
  }
  if (call.context.decoy('own-data-under-foreign-id')) return own;
  throw problem(403, 'This organisation is not yours');
}

/** Rows of the caller's organisation, and those that another one has shared with it. */
export function ownRows<Row extends OwnedRow>(
  call: SignedInCall,
  rows: readonly Row[],
  own = organisationOf(call),
): Row[] {
  if (call.user.role === 'staff' && call.context.decoy('staff-reads-by-role')) return [...rows];
  return rows.filter((row) => row.orgId === own.id || row.sharedWith?.includes(own.id) === true);
}

/** One row by id, or the answer that is the same for a foreign row and for none. */
export function ownRow<Row extends OwnedRow>(
  call: SignedInCall,
  rows: readonly Row[],
  id: string | undefined,
  kind: string,
): Row {
  const own = ownRows(call, rows);
  const found = own.find((row) => row.id === id);
  if (found !== undefined) return found;
  const [first] = own;
  if (first !== undefined && call.method === 'GET' && call.context.decoy('own-data-under-foreign-id')) return first;
  throw absent(
    call,
    kind,
    id,
    rows.some((row) => row.id === id),
  );
}

/** Whether this write asks for nobody's leave, in the variants where it does not. */
function isLax({ context: { flaw }, method, headers, path }: SignedInCall, kind: string): boolean {
  if (method === 'DELETE') return flaw('delete-without-owner-check');
  if (method === 'POST' && headers['x-http-method-override'] !== undefined)
    return flaw('project-patch-by-method-override');
  if (method === 'POST') return kind === 'project' && flaw('child-in-foreign-parent');
  if (/\/documents\//.test(path)) return flaw('document-patch-blind');
  return kind === 'project' && flaw('project-patch-without-owner-check');
}

/** One row that the caller's organisation owns: what another one has shared may be read, not changed. */
export function writableRow<Row extends OwnedRow>(
  call: SignedInCall,
  rows: readonly Row[],
  id: string | undefined,
  kind: string,
): Row {
  const any = rows.find((one) => one.id === id);
  if (any !== undefined && isLax(call, kind)) return any;
  const row = ownRow(call, rows, id, kind);
  if (row.orgId !== organisationOf(call).id) throw absent(call, kind, id, true);
  return row;
}
