import type { PortalContext } from './call.ts';
import { stableId } from './identifiers.ts';
import type { Organisation, PortalState, Project } from './state.ts';

function addProject(
  state: PortalState,
  organisation: Organisation,
  more: Partial<Project> & { code: string; name: string; description: string },
): Project {
  const project: Project = {
    id: stableId('project', more.code),
    orgId: organisation.id,
    site: 'All sites',
    status: 'planned',
    budget: 9000,
    ownerId: state.users.find((user) => user.orgId === organisation.id)?.id ?? '',
    updatedAt: state.projects[0]?.updatedAt ?? '',
    sharedWith: [],
    ...more,
  };
  state.projects.push(project);
  return project;
}

function copyOf(state: PortalState, key: string): PortalState['users'][number] {
  const found = state.users.find((user) => user.key === key);
  if (found === undefined) throw new Error(`No user ${key} in the seeds`);
  return found;
}

/** One more of the operator's staff, who never signs in here. */
function addStaff(state: PortalState, key: string, name: string, email: string): void {
  const like = copyOf(state, 'admin');
  state.users.push({ ...like, id: stableId('user', key), key, name, email, title: '', about: '', passwordHash: '' });
}

const clear = (rows: { readonly orgId: string }[], orgId: string): void => {
  const kept = rows.filter((row) => row.orgId !== orgId);
  rows.splice(0, rows.length, ...kept);
};

/** Adds or takes away the records that a decoy or an unproven case asks for. */
export function applyVariants(context: Pick<PortalContext, 'state' | 'flaw' | 'decoy' | 'circumstance'>): void {
  const { state, flaw, decoy, circumstance } = context;
  const organisation = (key: string): Organisation => {
    const found = state.organisations.find((candidate) => candidate.key === key);
    if (found === undefined) throw new Error(`No organisation ${key} in the seeds`);
    return found;
  };
  const a = organisation('a');
  const b = organisation('b');
  if (decoy('object-shared-with-a')) {
    const sharedWith = [a.id];
    const project = addProject(state, b, {
      code: 'BW-0895',
      name: 'Shared access road to the quay',
      site: 'Quayside, behind the Wexcombe ferry shed',
      description: 'Both companies use the road. Brightwater pays the surface, Harrow & Pike the lighting columns.',
      sharedWith,
    });
    state.documents.push({
      id: stableId('document', project.code, 'agreement'),
      orgId: b.id,
      projectId: project.id,
      title: 'Agreement on the access road',
      text: 'Two thirds to one third, renewed every five years, notice by registered letter.',
      fileName: 'access-road-agreement.txt',
      updatedAt: project.updatedAt,
      sharedWith,
    });
  }
  if (decoy('same-text-in-both-tenants')) {
    for (const [owner, code] of [
      [a, 'HP-3140'],
      [b, 'BW-0899'],
    ] as const) {
      addProject(state, owner, {
        code,
        name: 'Annual maintenance agreement',
        description:
          'Northline inspects doors, lighting, drains and alarms of every site once a quarter, writes a report within five working days and repairs without asking up to the limit of the plan.',
      });
    }
  }
  if (decoy('empty-list')) clear(state.contacts, a.id);
  if (circumstance('b-has-no-data')) {
    for (const rows of [state.projects, state.documents, state.messages, state.contacts, state.activity])
      clear(rows, b.id);
    clear(state.invoices, b.id);
  }
  if (flaw('staff-share-an-account')) addStaff(state, 'front-office', 'Front office', 'office@northline.example');
  if (decoy('customer-admin-with-a-role-name')) {
    addStaff(state, 'second-staff', 'Ruben Okafor', 'ruben.okafor@northline.example');
    const office = { ...copyOf(state, 'a-admin'), name: 'Yard office', email: 'office@harrowpike.example' };
    state.users.push({ ...office, id: stableId('user', 'a-office'), key: 'a-office', passwordHash: '' });
  }
  for (const user of state.users) {
    user.locked =
      (user.key === 'b' && circumstance('b-account-locked')) ||
      (user.key === 'a' && circumstance('a-account-locked')) ||
      (user.key === 'burner' && circumstance('disposable-account-locked'));
  }
}
