import { customerRoute, type Route, type SignedInCall } from '../call.ts';
import { record } from '../diary.ts';
import { amount, checkedFields, type FieldRule, oneOf, pageOf, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { freshId } from '../identifiers.ts';
import { memberOf, paged, projectOf } from '../presented.ts';
import { organisationOf, organisationOfList, ownRow, ownRows, writableRow } from '../scope.ts';
import type { Project } from '../state.ts';

const pageSize = 4;
const cacheMs = 60_000;

const rules: Readonly<Record<string, FieldRule>> = {
  code: text(3, 20),
  name: text(3, 120),
  site: text(0, 160),
  status: oneOf('planned', 'active', 'on hold', 'done'),
  budget: amount(0, 10_000_000),
  description: text(0, 4000),
};

function list(call: SignedInCall): Answer {
  const { state, flaw } = call.context;
  const wanted = (call.query.get('q') ?? '').toLowerCase();
  const ownerId = call.query.get('ownerId');
  const organisation = organisationOfList(call);
  const rows = ownRows(call, state.projects, organisation)
    .filter((project) => `${project.code} ${project.name} ${project.site}`.toLowerCase().includes(wanted))
    .filter((project) => ownerId === null || project.ownerId === ownerId)
    .sort((x, y) => y.updatedAt.localeCompare(x.updatedAt));
  const members = flaw('expand-embeds-foreign-member') ? state.users : ownRows(call, state.users, organisation);
  const owner = call.query.get('expand') === 'owner' ? members.find((member) => member.id === ownerId) : undefined;
  return {
    status: 200,
    json: {
      ...paged(
        rows.map((row) => projectOf(state, row)),
        pageOf(call.query),
        pageSize,
      ),
      ...(owner === undefined ? {} : { expanded: { owner: memberOf(owner) } }),
    },
  };
}

function read(call: SignedInCall): Answer {
  const { context } = call;
  const { cache, state, options } = context;
  const nowMs = options.now().getTime();
  const kept = context.flaw('shared-cache-by-url') ? cache.get(call.path) : undefined;
  if (kept !== undefined && kept.untilMs > nowMs) return kept.answer;
  const project = ownRow(call, state.projects, call.params.id, 'project');
  const answer = { status: 200, json: projectOf(state, project) };
  cache.set(call.path, { untilMs: nowMs + cacheMs, answer });
  return answer;
}

/** The project that has a code already, among those whose codes must differ. */
function holderOf(call: SignedInCall, code: string, except?: string): Project | undefined {
  const { state, flaw } = call.context;
  const candidates = flaw('conflict-quotes-foreign-record') ? state.projects : ownRows(call, state.projects);
  return candidates.find((project) => project.code === code && project.id !== except);
}

function refuseTakenCode(call: SignedInCall, code: string, except?: string): void {
  const holder = holderOf(call, code, except);
  if (holder === undefined) return;
  const quoted = call.context.flaw('conflict-quotes-foreign-record')
    ? { conflictsWith: projectOf(call.context.state, holder) }
    : {};
  throw problem(409, 'A project with this code exists already', quoted);
}

/** For the form: whether a code is free, and if not which of the own projects has it. */
function checkCode(call: SignedInCall): Answer {
  const code = call.params.code ?? '';
  const own = ownRows(call, call.context.state.projects).find((project) => project.code === code);
  if (own !== undefined) return { status: 200, json: { available: false, takenBy: { id: own.id, name: own.name } } };
  refuseTakenCode(call, code);
  return { status: 200, json: { available: true } };
}

function create(call: SignedInCall): Answer {
  const { state, options, flaw, decoy } = call.context;
  const { orgId: named, ...rest } = call.body as Readonly<Record<string, unknown>>;
  const trusted = flaw('project-made-for-another') ? state.organisations.find((one) => one.id === named) : undefined;
  const fields = checkedFields(trusted || decoy('owner-field-ignored') ? rest : call.body, rules);
  refuseTakenCode(call, String(fields.code));
  const project = {
    ...fields,
    id: freshId(),
    orgId: trusted?.id ?? organisationOf(call).id,
    ownerId: call.user.id,
    updatedAt: options.now().toISOString(),
    sharedWith: [],
  } as unknown as Project;
  state.projects.push(project);
  record(call, `${call.user.name} opened “${project.name}” (${project.site})`);
  return { status: 201, json: projectOf(state, project), headers: { Location: `/api/v1/projects/${project.id}` } };
}

function change(call: SignedInCall): Answer {
  const { state, options, cache, later } = call.context;
  const project = writableRow(call, state.projects, call.params.id, 'project');
  const fields = checkedFields(call.body, rules, true);
  if (fields.code !== undefined) refuseTakenCode(call, String(fields.code), project.id);
  const apply = () => {
    Object.assign(project, fields, { updatedAt: options.now().toISOString() });
    cache.delete(call.path);
  };
  if (call.context.decoy('write-visible-late')) later.push({ atMs: options.now().getTime() + 1500, apply });
  else apply();
  return { status: 200, json: projectOf(state, project) };
}

function remove(call: SignedInCall): Answer {
  const { state, cache } = call.context;
  const project = writableRow(call, state.projects, call.params.id, 'project');
  state.projects.splice(state.projects.indexOf(project), 1);
  for (const document of state.documents.filter((candidate) => candidate.projectId === project.id)) {
    state.documents.splice(state.documents.indexOf(document), 1);
  }
  cache.delete(call.path);
  record(call, `${call.user.name} deleted “${project.name}”`);
  return { status: 204 };
}

function diary(call: SignedInCall): Answer {
  const { state } = call.context;
  const project = ownRow(call, state.projects, call.params.id, 'project');
  const items = state.activity.filter(
    (entry) =>
      entry.orgId === project.orgId && (entry.text.includes(project.name) || entry.text.includes(project.code)),
  );
  return { status: 200, json: { items, total: items.length } };
}

/** Projects of the caller's organisation. */
export const projectRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/projects', list),
  customerRoute('POST', '/api/v1/projects', create),
  customerRoute('GET', '/api/v1/project-codes/:code', checkCode),
  customerRoute('GET', '/api/v1/projects/:id', read),
  customerRoute('PATCH', '/api/v1/projects/:id', change),
  customerRoute('POST', '/api/v1/projects/:id', (call) => {
    const isOverride = call.headers['x-http-method-override'] === 'PATCH';
    if (isOverride && call.context.flaw('project-patch-by-method-override')) return change(call);
    throw problem(405, 'This method is not offered here');
  }),
  customerRoute('DELETE', '/api/v1/projects/:id', remove),
  customerRoute('GET', '/api/v1/projects/:id/activity', diary),
];
