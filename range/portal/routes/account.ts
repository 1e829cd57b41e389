import { customerRoute, type Route, type SignedInCall } from '../call.ts';
import { absent } from '../denial.ts';
import { checkedFields, text } from '../fields.ts';
import { type Answer, attachment, problem } from '../http.ts';
import { hashPassword, passwordMatches } from '../identifiers.ts';
import { accountOf, memberOf } from '../presented.ts';
import { sendLetter } from '../letters.ts';
import { organisationOf, ownRow, ownRows } from '../scope.ts';
import { statementNames, statementText } from '../statements.ts';
import { whyWeak } from '../weak-passwords.ts';

function changeMe(call: SignedInCall): Answer {
  const rules = { name: text(2, 80), phone: text(0, 40), title: text(0, 80), about: text(0, 500) };
  const { flaw, decoy, state } = call.context;
  const { role, organisation: sent, ...rest } = call.body as Readonly<Record<string, unknown>>;
  const takesAll = flaw('unknown-fields-stored') || decoy('unknown-fields-ignored');
  const takesRole = flaw('role-in-profile-accepted') && typeof role === 'string';
  const plan = flaw('nested-plan-accepted') && isObject(sent) && typeof sent.plan === 'string' ? sent.plan : undefined;
  const known = takesAll
    ? Object.fromEntries(Object.entries(call.body).filter(([name]) => Object.hasOwn(rules, name)))
    : takesRole || plan !== undefined
      ? rest
      : call.body;
  Object.assign(call.user, checkedFields(known, rules, true));
  if (takesRole) Object.assign(call.user, { role });
  const own = state.organisations.find((candidate) => candidate.id === call.user.orgId);
  if (plan !== undefined && own !== undefined) Object.assign(own, { plan });
  if (flaw('unknown-fields-stored')) {
    const more = Object.entries(call.body).filter(([name]) => !Object.hasOwn(rules, name) && !(name in call.user));
    call.user.more = { ...call.user.more, ...Object.fromEntries(more) };
  }
  return { status: 200, json: accountOf(call.context.state, call.user) };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

function changePassword(call: SignedInCall): Answer {
  const { flaw, decoy, sessions, later, options } = call.context;
  const fields = checkedFields(call.body, { current: text(1, 200), password: text(1, 200) });
  const isPresent = passwordMatches(String(fields.current), call.user.passwordHash);
  if (!isPresent && decoy('present-password-refused-by-200')) return { status: 200, json: { changed: false } };
  if (!isPresent && !flaw('present-password-not-compared')) {
    throw problem(400, 'The present password is not right');
  }
  const password = String(fields.password);
  const weak = flaw('weak-passwords-taken') ? undefined : whyWeak(password, call.user);
  if (weak !== undefined && decoy('weak-password-refused-by-200'))
    return { status: 200, json: { error: 'weak_password', message: weak } };
  if (weak !== undefined) throw problem(400, weak);
  call.user.passwordHash = hashPassword(password);
  const endOthers = () => sessions.endAllOf(call.user.id, call.sessionToken);
  if (decoy('password-change-grace')) later.push({ atMs: options.now().getTime() + 30_000, apply: endOthers });
  else if (!flaw('password-change-leaves-sessions')) endOthers();
  return { status: 204 };
}

function organisation(call: SignedInCall): Answer {
  const own = organisationOf(call);
  const asked = call.params.id;
  if (asked !== own.id && !call.context.decoy('own-data-under-foreign-id')) {
    throw absent(
      call,
      'organisation',
      asked,
      call.context.state.organisations.some((other) => other.id === asked),
    );
  }
  const { key: _key, ...shown } = own;
  return { status: 200, json: shown };
}

const masked = (email: string): string => email.replace(/^(.)[^@]*@(.)[^.]*/, '$1•••••@$2•••••');

function team(call: SignedInCall): Answer {
  const { state, decoy } = call.context;
  const own = organisationOf(call);
  const members = ownRows(call, state.users, own).map(memberOf);
  const stranger = state.users.find((user) => user.orgId !== own.id && user.role === 'manager');
  const requests = decoy('masked-email') && stranger !== undefined ? [{ from: masked(stranger.email) }] : [];
  return { status: 200, json: { items: members, total: members.length, requests } };
}

function statement(call: SignedInCall): Answer {
  const { state, options, flaw } = call.context;
  const name = call.params.name ?? '';
  const own = organisationOf(call);
  const owner = state.organisations.find((candidate) => statementNames(candidate, options.now()).includes(name));
  const allowed = owner !== undefined && (owner.id === own.id || flaw('statement-by-predictable-name'));
  if (!allowed) throw absent(call, 'file', name, owner !== undefined);
  return {
    status: 200,
    text: statementText(state, owner, name),
    headers: { 'Content-Disposition': attachment(name) },
  };
}

/** A letter to the caller alone, to see that notifications arrive. */
async function testMail(call: SignedInCall): Promise<Answer> {
  const { context, user } = call;
  if (!context.flaw('notice-unsigned') && !context.decoy('notice-test-mail'))
    throw problem(404, 'There is no such thing');
  await sendLetter(context, {
    kind: 'test',
    to: user.email,
    subject: 'A test of your notifications',
    greeting: `Hello ${user.name},`,
    lines: ['this is how notifications of the Northline portal look.'],
  });
  return { status: 202, json: { message: 'A test e-mail was sent to your address.' } };
}

/** The caller's account, organisation, team and monthly statements. */
export const accountRoutes: readonly Route[] = [
  customerRoute('GET', '/api/v1/me', (call) => ({ status: 200, json: accountOf(call.context.state, call.user) })),
  customerRoute('PATCH', '/api/v1/me', changeMe),
  customerRoute('POST', '/api/v1/me/password', changePassword),
  customerRoute('POST', '/api/v1/me/notifications/test', testMail),
  customerRoute('GET', '/api/v1/organisations/:id', organisation),
  customerRoute('GET', '/api/v1/team', team),
  customerRoute('GET', '/api/v1/team/:id', (call) => ({
    status: 200,
    json: memberOf(ownRow(call, call.context.state.users, call.params.id, 'member')),
  })),
  customerRoute('GET', '/api/v1/statements', (call) => {
    const items = statementNames(organisationOf(call), call.context.options.now()).map((name) => ({ name }));
    return { status: 200, json: { items, total: items.length } };
  }),
  customerRoute('GET', '/api/v1/files/:name', statement),
];
