import { type Call, customerRoute, type PortalContext, publicRoute, type Route, type SignedInCall } from '../call.ts';
import { checkedFields, type FieldRule, text } from '../fields.ts';
import { type Answer, problem } from '../http.ts';
import { sendLetter } from '../letters.ts';
import { oneTimeLinks, refusedLink } from '../one-time-links.ts';
import { organisationOf } from '../scope.ts';
import { perPortal } from './resets.ts';
import { newUser } from './sign-ups.ts';

/** The page to accept sends the address along. */
const namesItself = ({ flaw, decoy }: PortalContext) =>
  flaw('invite-for-any-address') || decoy('invite-names-its-address');

const inviteMs = 7 * 24 * 3_600_000;
interface Invite {
  readonly email: string;
  readonly orgId: string;
}

/** Colleagues are invited by mail and choose their own password. */
export function inviteRoutes(): readonly Route[] {
  const links = perPortal((context) =>
    oneTimeLinks<Invite>({
      now: context.options.now,
      lifeMs: inviteMs,
      reusable: () => context.flaw('invite-token-reusable'),
    }),
  );

  async function invite(call: SignedInCall): Promise<Answer> {
    const { context } = call;
    const fields = checkedFields(call.body, { email: text(3, 254) });
    const email = String(fields.email).trim().toLowerCase();
    const own = organisationOf(call);
    const token = links(context).issue({ email, orgId: own.id });
    await sendLetter(context, {
      kind: 'invite',
      to: email,
      subject: `You are invited to the Northline portal`,
      greeting: 'Hello,',
      lines: [`${call.user.name} of ${own.name} invites you. The link is good for 7 days.`],
      action: { path: `/invite/${token}`, label: 'Accept the invitation' },
    });
    return { status: 202, json: { message: `The invitation is on its way.` } };
  }

  function look(call: Call): Answer {
    const { context } = call;
    const found = links(context).find(call.params.token);
    if (found === undefined) return refusedLink(context, 'This invitation is no longer valid');
    const organisation = context.state.organisations.find(({ id }) => id === found.orgId);
    const json = { email: found.email, organisation: organisation?.name ?? '', inForm: namesItself(context) };
    return { status: 200, json };
  }

  function accept(call: Call): Answer {
    const { context } = call;
    const asked: Readonly<Record<string, FieldRule>> = { name: text(2, 80), password: text(12, 200) };
    const fields = checkedFields(call.body, namesItself(context) ? { ...asked, email: text(3, 254) } : asked);
    const found = links(context).find(call.params.token);
    const organisation = context.state.organisations.find(({ id }) => id === found?.orgId);
    if (found === undefined || organisation === undefined)
      return refusedLink(context, 'This invitation is no longer valid');
    if (context.flaw('invite-dead-end')) throw problem(500, 'Something went wrong on our side');
    const named = String(fields.email ?? found.email)
      .trim()
      .toLowerCase();
    const anyAddress = context.flaw('invite-for-any-address');
    if (named !== found.email && !anyAddress) throw problem(403, 'This invitation is for another address');
    links(context).spend(call.params.token);
    const about = { name: String(fields.name), email: named, password: String(fields.password) };
    const known = context.state.users.find(({ email }) => email === named);
    if (known === undefined) context.state.users.push(newUser(organisation, about, true));
    return { status: 201, json: { message: 'Welcome. Please sign in.' } };
  }

  return [
    customerRoute('POST', '/api/v1/invites', invite),
    publicRoute('GET', '/api/v1/invites/:token', look),
    publicRoute('POST', '/api/v1/invites/:token', accept),
  ];
}
