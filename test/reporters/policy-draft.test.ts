import { expect, it } from 'vitest';
import { draftPolicy, policyView } from '../../src/checks/draft-policy.ts';
import { renderPolicyDraft } from '../../src/reporters/policy-draft.ts';
import type { Dossier } from '../../src/model/dossier.ts';

const operation = (method: string, template: string, seenBy: readonly string[], reads = true) => ({
  kind: 'portal.operation',
  subject: `${method} ${template}`,
  seen: true,
  value: { method, template, seenBy, reads },
});

const dossierWith = (evidence: readonly object[]) =>
  ({ evidence, config: { policy: [{ op: 'GET /api/news', scope: 'shared' }] } }) as unknown as Dossier;

const drafted = (evidence: readonly object[]) =>
  JSON.parse(renderPolicyDraft(draftPolicy(dossierWith(evidence))) ?? 'null') as {
    policy: { op: string }[];
    questions: { op: string }[];
  } | null;

it('drafts who may what from who was seen, keeps what the owner decided, and asks where it cannot tell', () => {
  const result = drafted([
    operation('GET', '/api/invoices/{id}', ['a', 'b']),
    operation('GET', '/api/plans', ['anonymous', 'a']),
    operation('GET', '/api/admin/users', ['admin']),
    operation('GET', '/api/news', ['a', 'b']),
    operation('GET', '/api/tips', ['a', 'b']),
    operation('GET', '/api/contacts', ['a', 'b']),
    {
      kind: 'tenancy.list',
      subject: 'x',
      seen: true,
      value: { method: 'GET', template: '/api/tips', sameForAnyone: true },
    },
    {
      kind: 'tenancy.anonymous',
      subject: 'y',
      seen: true,
      value: { method: 'GET', template: '/api/contacts', anonymousViews: [{ outcome: 'data', holds: ['m1'] }] },
    },
  ]);
  expect(result?.policy).toEqual([
    { op: 'GET /api/news', scope: 'shared' },
    { op: 'GET /api/admin/users', roles: ['admin'] },
    { op: 'GET /api/invoices/*', scope: 'tenant' },
    { op: 'GET /api/plans', anonymous: 'allow', scope: 'shared' },
  ]);
  expect(result?.questions.map(({ op }) => op)).toEqual(['GET /api/contacts', 'GET /api/tips']);
});

it('what somebody signed out asked for and did not get is no right; signing in is everybody’s; changes that were shown are in', () => {
  const slots = ['email', 'password'].map((name) => ({ place: 'body', name }));
  const signIn = operation('POST', '/api/login', ['a', 'b'], false);
  const result = drafted([
    operation('GET', '/api/me', ['a', 'anonymous', 'b']),
    { ...signIn, value: { ...signIn.value, slots } },
    {
      kind: 'tenancy.anonymous',
      subject: 'x',
      seen: true,
      value: { method: 'GET', template: '/api/me', anonymousViews: [{ outcome: 'denied', holds: [] }] },
    },
    {
      kind: 'tenancy.write',
      subject: 'y',
      seen: true,
      value: { method: 'PUT', template: '/api/orders/{}', owner: 'b', control: true },
    },
  ]);
  expect(result?.policy.slice(1)).toEqual([
    { op: 'GET /api/me', scope: 'tenant' },
    { op: 'POST /api/login', anonymous: 'allow', scope: 'shared' },
    { op: 'PUT /api/orders/*', scope: 'tenant' },
  ]);
});

it('a page that is the same for everybody and holds nothing of anybody is shared; an answer of data that is the same is asked about; a rule stands once', () => {
  const list = (template: string) => ({
    kind: 'tenancy.list',
    subject: template,
    seen: true as const,
    value: { method: 'GET', template, sameForAnyone: true, atoms: [] },
  });
  const page = operation('GET', '/team', ['a', 'b']);
  const result = drafted([
    { ...page, value: { ...page.value, answers: 'page' } },
    list('/team'),
    operation('GET', '/api/hints', ['a', 'b']),
    list('/api/hints'),
    operation('GET', '/api/files/{id}', ['a', 'b']),
    operation('GET', '/api/files/{name}', ['a']),
  ]);
  expect(result?.policy.slice(1)).toEqual([
    { op: 'GET /api/files/*', scope: 'tenant' },
    { op: 'GET /team', scope: 'shared' },
  ]);
  expect(result?.questions.map(({ op }) => op)).toEqual(['GET /api/hints']);
});

it('bad input: a run without a portal → no draft', () => {
  expect(drafted([])).toBeNull();
});

it('shows in the report who may do what, by kinds of people, and what only the owner can decide', () => {
  const view = policyView(
    dossierWith([
      operation('GET', '/api/invoices/{id}', ['a', 'b']),
      operation('GET', '/api/admin/users', ['admin']),
      operation('POST', '/api/leads', ['anonymous', 'a'], false),
    ]),
  );
  expect(view?.groups).toEqual([
    { who: 'Every customer, the same for all', operations: [{ op: 'GET /api/news', declared: true }] },
    { who: 'Only admin', operations: [{ op: 'GET /api/admin/users', declared: false }] },
    { who: 'Each customer, its own alone', operations: [{ op: 'GET /api/invoices/*', declared: false }] },
  ]);
  expect(view?.questions.map(({ op }) => op)).toEqual(['POST /api/leads']);
});

it('asks about what a customer’s owner alone is offered and any of its users can do', () => {
  const within = (template: string, does: string, changed: boolean) => ({
    kind: 'tenancy.function',
    subject: `PATCH ${template} (an ordinary user)`,
    seen: true,
    value: { method: 'PATCH', template, within: { does }, write: { changed } },
  });
  const result = drafted([
    operation('GET', '/api/company', ['a', 'a2']),
    within('/api/company', 'change', true),
    within('/api/company/bank', 'change', false),
    within('/api/team/{id}', 'role', true),
  ]);
  expect(result?.questions.map(({ op }) => op)).toEqual(['PATCH /api/company']);
});
