import type { FunctionTrial } from '../../collectors/write-evidence.ts';
import type { Answer } from '../../model/check.ts';
import { gap } from '../../model/gap.ts';
import { allAlive, describeAlive } from './atom-proof.ts';
import { describeTrial, sessionLost } from './write-proof.ts';

/** What a function of a customer's owner, tried by an ordinary user of the same customer, can turn out to be. */
export type WithinCode =
  | 'declared'
  | 'grants'
  | 'half-guarded'
  | 'page-alone'
  | 'decides'
  | 'acts'
  | 'colleague-reads'
  | 'unlisted'
  | 'closed-to-colleague'
  | 'session-lost'
  | 'not-settled';

/** Nothing of this is about the operator's console: the roles are those of one customer. */
export const fixWithin = {
  summary: 'Check at the server which role within its customer a user has, for every operation of the owner’s.',
  steps: [
    'Give the operations of a customer’s owner (roles, invitations, settings, keys, exports) one guard with the user’s role within that customer: what a page leaves out is no guard.',
    'Take the role from the session’s user at each request, not from the page, the token’s age or the body.',
    'Deny by default: an operation without a declared role answers 403 to an ordinary user.',
  ],
};

const everybody = /^(everybody|customer|member|user|a|b|a2)$/i;

type Within = NonNullable<FunctionTrial['within']>;

function pageOf(does: Within['does'], page: Within['page']): string {
  if (page === 'refused') return 'refused';
  return does === 'read' ? 'none that reads it was shown to it' : 'shown, without it';
}

/** A function of a customer's owner: what the pages, the server elsewhere or the policy say of who may tells whether it is wrong. */
export function judgeWithin(
  { write, attempts, telling, declaredFor, alive }: FunctionTrial,
  { does, field, page, said, beside, restored, text, decision, leftOut, unlisted }: Within,
): Answer<WithinCode> {
  const evidence = [
    ...(unlisted ? [] : [{ label: 'an ordinary user’s page', value: pageOf(does, page) }]),
    ...(said ? [{ label: 'its page says', value: 'that it is for owners' }] : []),
    ...(beside ? [{ label: 'refused to it', value: `${beside.what}: HTTP ${beside.status}` }] : []),
    ...(unlisted
      ? [{ label: unlisted.list, value: `${unlisted.of} rows for the owner, ${unlisted.shown} for an ordinary user` }]
      : []),
    ...(write ? [{ label: `an ordinary user: ${write.way}`, value: describeTrial(write) }] : []),
    ...(restored === false ? [{ label: 'put back', value: 'no: the former value did not come back' }] : []),
    ...attempts.map((one) => ({
      label: 'an ordinary user asks',
      value: `HTTP ${one.status}, ${one.outcome}, ${one.held[0]} of ${telling} values that it does not meet elsewhere`,
    })),
    describeAlive(alive),
  ];
  const enough = text || leftOut === 'masked' ? 0 : 1;
  const leak = attempts.find((one) => one.held[0] > enough && one.held[1] > enough);
  if (leak && beside) {
    if (declaredFor.some((one) => everybody.test(one))) return { code: 'declared', evidence };
    const why = `${beside.what} is refused to it (${beside.status})`;
    return { code: 'colleague-reads', data: { count: leak.held[1], beside: why }, evidence, confidence: 'firm' };
  }
  if (leak && leftOut) {
    if (declaredFor.some((one) => everybody.test(one))) return { code: 'declared', evidence };
    const beside = `its own page, drawn from the same answer, ${leftOut === 'masked' ? 'shows the end alone' : 'leaves them out'}`;
    return { code: 'colleague-reads', data: { count: leak.held[1], beside }, evidence, confidence: 'firm' };
  }
  if (leak && unlisted) {
    if (declaredFor.some((one) => everybody.test(one))) return { code: 'declared', evidence };
    return { code: 'unlisted', data: { count: leak.held[1], list: unlisted.list }, evidence, confidence: 'firm' };
  }
  if (write?.changed === true) {
    if (declaredFor.some((one) => everybody.test(one))) return { code: 'declared', evidence };
    const status = write.status;
    if (does === 'decide') {
      const told = page === 'refused' || said || declaredFor.length > 0 || decision === true;
      return { code: told ? 'decides' : 'acts', data: { field, status }, evidence, confidence: 'firm' };
    }
    if (does !== 'change') {
      const words = does === 'role' ? 'gives itself another role' : 'invites people';
      return { code: 'grants', data: { does: words, status }, evidence, confidence: 'certain' };
    }
    const why =
      page === 'refused'
        ? 'the page itself is refused to it'
        : said
          ? 'its page says that it is for owners'
          : beside
            ? `the server refuses it ${beside.what} (${beside.status})`
            : declaredFor.length > 0
              ? 'the policy names other roles'
              : undefined;
    return why === undefined
      ? { code: 'page-alone', data: { field }, evidence, confidence: 'firm' }
      : { code: 'half-guarded', data: { field, status, beside: why }, evidence, confidence: 'firm' };
  }
  if (!allAlive(alive)) return sessionLost(evidence, 'the requests');
  if (write?.changed === false || attempts.some(({ outcome }) => outcome === 'denied'))
    return { code: 'closed-to-colleague', evidence, confidence: 'firm' };
  const outcome = 'a change that nobody could read afterwards';
  return {
    code: 'not-settled',
    data: { outcome },
    evidence,
    gap: gap('inconclusive', 'The owner’s page showed neither.', 'Send the printed request by hand.', 10),
  };
}
