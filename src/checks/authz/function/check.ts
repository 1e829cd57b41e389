import type { FunctionTrial } from '../../../collectors/write-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';
import { allAlive, describeAlive } from '../atom-proof.ts';
import { fixWithin, judgeWithin, type WithinCode } from '../judge-within.ts';
import { describeTrial, sessionLost } from '../write-proof.ts';

type Code = WithinCode | 'closed' | 'open' | 'below-own' | 'frontend-only' | 'spelling' | 'write-open';

/** ASVS v5.0.0-8.2.1, 8.3.1, API5:2023: the server asks for the role, for each operation and in each spelling. */
export const functionCheck = defineCheck<'tenancy.function', Code>({
  id: 'authz.function',
  question: 'Are staff and admin functions closed to customers?',
  why: 'A console that hides itself in the browser is no guard: whoever knows the address of the API asks it directly.',
  breaks: 'A customer reads the list of all customers, changes their accounts or exports everything.',
  proof:
    "Every read that only the admin or staff account was seen to use is sent with customer A's session, as it is and in some fifteen other spellings (slashes, capitals, parameters, encoding, headers that name another path; calls behind one of A’s own in a batch). It fails when at least two values that A never meets come back twice. With write, staff changes a text of a test account’s record and puts it back; then A tries the same, and staff reads again. With a second user of A’s customer (A2): what A’s pages let it do for the whole customer and A2’s do not (roles, invitations, texts of the customer’s own settings) is sent with A2’s session, once A was seen to make the change and to put it back, and A’s page is read again. What cannot be put back (approving, rejecting, archiving) is done by A2 to records that the audit makes as A for it, and by A itself where A2 was refused. What A reads and A2 is refused elsewhere, or what is named to A by answers alone that A2 is refused, is asked for as A2, and so is what an answer brings to A2 whose page, drawn from it, leaves out what A’s page shows. A record that a list names to A and leaves out for A2, where other rows are the same, is asked for as A2 by its own address. Rows that the portal’s own data mark as internal count where a customer’s page leaves them out of a list that it draws, or where a word that only staff’s pages send brings them; so do rows of another customer’s that such a word (?view=everyone) brings, where a record that they speak of is refused by itself.",
  permit: 'cross-tenant',
  cites: ['v5.0.0-8.2.1', 'v5.0.0-8.3.1', 'API5:2023'],
  needs: ['tenancy.function'],
  outcomes: {
    closed: { is: 'pass', says: 'A customer gets nothing of it, in {count|spelling|spellings}.' },
    declared: { is: 'pass', says: 'Customers may use it, and the policy declares that.' },
    open: { is: 'fail', says: 'A customer receives what only {who} was seen to use: {count|value|values}, twice.' },
    'below-own': {
      is: 'warn',
      says: 'Below a place of its own a customer receives what only {who} was seen to use: {count|value|values}, twice. Decide whether it is for customers, and declare it in the policy.',
    },
    'frontend-only': {
      is: 'fail',
      says: 'Only the page looks at the role: it hides from a customer what the API answers ({count|value|values}, twice).',
    },
    spelling: {
      is: 'fail',
      says: 'The address {way} goes around the check of the role: {count|value|values} came back, twice.',
    },
    'write-open': {
      is: 'fail',
      says: 'A customer changes records by it: {way} answered {status}, and {who} read the change; it was put back.',
    },
    grants: {
      is: 'fail',
      says: 'An ordinary user of a customer {does}, which only the pages of its owner offer: the server answered {status}, and the owner’s page showed it.',
    },
    'half-guarded': {
      is: 'fail',
      says: 'An ordinary user of a customer changes "{field}", which only the pages of its owner offer: the server answered {status}, and the owner’s page showed it, although {beside}. It was put back.',
    },
    'page-alone': {
      is: 'warn',
      says: 'Only the page keeps "{field}" from an ordinary user of a customer: its request changes it all the same, and was put back. Decide who may, and declare it in the policy.',
    },
    decides: {
      is: 'fail',
      says: 'An ordinary user of a customer does “{field}” to a record, which only the pages of its owner offer: the server answered {status}, and the owner’s page showed it. The audit had made the record for it.',
    },
    acts: {
      is: 'warn',
      says: 'Only the page keeps “{field}” from an ordinary user of a customer: its request does it all the same, to a record that the audit had made for it. Decide who may, and declare it in the policy.',
    },
    'colleague-reads': {
      is: 'fail',
      says: 'An ordinary user of a customer receives what only the pages of its owner show: {count|value|values}, twice, although {beside}.',
    },
    unlisted: {
      is: 'warn',
      says: 'An ordinary user of a customer is given by its own address a record that {list} names to the owner and leaves out for it: {count|value|values}, twice. Decide who may read it, and declare it in the policy.',
    },
    'closed-to-colleague': {
      is: 'pass',
      says: 'An ordinary user of a customer is refused what only its owner’s pages offer.',
    },
    'session-lost': { is: 'unproven', says: 'A session died around the requests, so the refusals prove nothing.' },
    'not-settled': { is: 'unproven', says: 'The request of the customer ended in {outcome}, which settles nothing.' },
  },
  fix: {
    summary: 'Check the role at the server, in one place, for every operation of the console.',
    effort: '1–4 h',
    owner: 'engineer',
    steps: [
      'Put one guard in front of the whole router of the console (router.use("/admin", requireRole("staff"))), not one in each handler and none for single verbs.',
      'Deny by default: a route without a declared role answers 403.',
      'Give the operations of a customer’s owner (roles, invitations, settings, keys, exports) the same guard with the user’s role within that customer: what a page leaves out is no guard.',
      'Compare roles after the path was normalized, in the application; do not guard by path patterns in the proxy alone. Drop X-Original-URL and X-Rewrite-URL at the edge.',
    ],
  },
  judge(values) {
    const record = values['tenancy.function'];
    return {
      ...judgeRecord(record),
      ...(record.within ? { fix: fixWithin } : {}),
      operation: { method: record.method, template: record.template },
      identities: [record.privileged, record.asker],
      reproduce: record.reproduce,
    };
  },
});

function judgeRecord(record: FunctionTrial): Answer<Code> {
  if (record.within) return judgeWithin(record, record.within);
  const evidence = [
    record.marked === undefined
      ? { label: `${record.privileged} asks`, value: `${record.telling} values that a customer does not meet` }
      : {
          label: 'marked by the portal',
          value: `${record.telling} rows by "${record.marked}"${record.pageHides ? ', which a customer’s page leaves out of the list that it draws' : ''}`,
        },
    ...record.attempts.map((one) => ({
      label: `a customer asks, ${one.way}`,
      value: `HTTP ${one.status}, ${one.outcome}, ${one.held[0]} of the values`,
    })),
    ...(record.write ? [{ label: `a customer: ${record.write.way}`, value: describeTrial(record.write) }] : []),
    ...(record.writeNotTried ? [{ label: 'changes', value: record.writeNotTried }] : []),
    describeAlive(record.alive),
  ];
  // One value may be chance; a row that the portal itself marks is none.
  const chance = record.marked === undefined ? 1 : 0;
  const leak = record.attempts.find(({ held }) => held[0] > chance && held[1] > chance);
  const declared = record.declaredFor.some((one) => /^(everybody|customer|member|user|a|b)$/i.test(one));
  if (leak && declared) return { code: 'declared', evidence };
  if (leak && record.ownPlace)
    return { code: 'below-own', data: { who: record.privileged, count: leak.held[1] }, evidence, confidence: 'firm' };
  if (leak && leak.way !== 'as it is')
    return { code: 'spelling', data: { way: leak.way, count: leak.held[1] }, evidence, confidence: 'certain' };
  if (leak && record.pageHides === true)
    return { code: 'frontend-only', data: { count: leak.held[1] }, evidence, confidence: 'certain' };
  if (leak)
    return { code: 'open', data: { who: record.privileged, count: leak.held[1] }, evidence, confidence: 'certain' };
  const { write } = record;
  if (write?.changed === true)
    return {
      code: 'write-open',
      data: { way: write.way, status: write.status, who: record.privileged },
      evidence,
      confidence: 'certain',
    };
  if (!allAlive(record.alive)) return sessionLost(evidence, 'the requests');
  const [plain] = record.attempts;
  const once = record.attempts.find((one) => one.held[0] > 1);
  // One value may be chance, and may be the whole record: neither a leak nor a refusal.
  const single = record.attempts.find((one) => one.outcome === 'data' && one.held[0] === 1);
  if (!plain || once || single || ['failed', 'server-error', 'rate-limited'].includes(plain.outcome)) {
    const outcome = once
      ? 'an answer with such values that did not come again'
      : single
        ? `an answer with one of ${record.telling} values, too few to tell`
        : (plain?.outcome ?? 'no answer');
    return {
      code: 'not-settled',
      data: { outcome },
      evidence,
      gap: gap('inconclusive', `The request ended in ${outcome}.`, 'Send the printed request by hand.', 10),
    };
  }
  if (write?.changed === null) {
    const outcome = 'a change that nobody could read afterwards';
    return {
      code: 'not-settled',
      data: { outcome },
      evidence,
      gap: gap('inconclusive', 'Staff could not read the record after the write.', 'Send the change by hand.', 10),
    };
  }
  return { code: 'closed', data: { count: record.attempts.length }, evidence, confidence: 'firm' };
}
