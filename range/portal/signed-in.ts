import type { Call, SignedInCall } from './call.ts';
import { signedOut } from './denial.ts';
import { problem } from './http.ts';
import type { User } from './state.ts';

/** The call as one by this user. */
export function signedInAs(call: Call, user: User): SignedInCall {
  const organisation = call.context.state.organisations.find((candidate) => candidate.id === user.orgId);
  if (organisation === undefined) throw problem(403, 'This account belongs to no organisation');
  return { ...call, user, organisation };
}

/** The call as one of somebody who is signed in, or the refusal. */
export function signedIn(call: Call): SignedInCall {
  if (call.user === undefined) throw signedOut(call);
  return signedInAs(call, call.user);
}
