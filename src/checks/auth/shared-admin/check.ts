import type { Administrators } from '../../../collectors/access-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'group-account' | 'only-account' | 'role-account' | 'names-alone' | 'nobody-else';

/** One person, one account: what was done can be told, and who leaves can be shut out. */
export const sharedAdmin = defineCheck<'access.administrators', Code>({
  id: 'auth.shared-admin',
  question: 'Does every admin have an account of their own?',
  why: 'An account that several people use has a password that several people know, and nobody knows who did what. Whoever leaves takes it along.',
  breaks: 'A former colleague still administers the portal, and the log says that it was “admin”.',
  proof:
    'The lists of users that the admin’s own pages show are read for who has the role of the declared admin, in the same organisation. A mailbox of a group, or the one administrator being an office without a person’s name, is shown. That each account belongs to one person no machine sees: it is attested.',
  permit: 'sign-in',
  cites: [],
  needs: ['access.administrators'],
  outcomes: {
    'group-account': { is: 'fail', says: '{names} administers: a name that several people share.' },
    'only-account': {
      is: 'fail',
      says: '{names} is the only administrator besides the audit’s own: nobody has an administrator’s account of their own.',
    },
    'role-account': {
      is: 'warn',
      says: '{names} is among {count} administrators: the name of an office, and of no person.',
    },
    'names-alone': {
      is: 'unproven',
      says: 'All {count} administrators have names of their own; whether one person each uses them, only you can say.',
    },
    'nobody-else': { is: 'unproven', says: 'The list shows no administrator besides the audit’s own account.' },
  },
  fix: {
    summary: 'Give each administrator an account with a second factor, then close the shared one.',
    effort: '1 h',
    owner: 'founder',
    steps: [
      'Invite each person by their own address with the role that they need, and have them set up a second factor.',
      'Change the password of the shared account, end its sessions, move what it owns, and lock it.',
      'Keep one emergency account at most: its password in a sealed vault, an alert on each use.',
      'Then state it: attestations: [{ check: "auth.shared-admin", … }] in the config, for 90 days at a time.',
    ],
  },
  judge(values): Answer<Code> {
    const record = values['access.administrators'];
    return {
      ...judgeList(record),
      identities: [record.identity],
      operation: { method: record.operation.split(' ')[0] ?? 'GET', template: record.operation.split(' ')[1] ?? '' },
      reproduce: 'Open the list of users in the console as an administrator, and read who has that role.',
    };
  },
});

function judgeList(record: Administrators): Answer<Code> {
  const { shared, administrators, whole } = record;
  const evidence = [
    { label: record.operation, value: `${record.people} people, ${administrators} administrators besides our own` },
    { label: 'told by', value: record.toldBy },
    ...shared.map(({ name, kind }) => ({
      label: name,
      value: kind === 'group' ? 'a name that several people share' : 'the name of an office',
    })),
  ];
  const names = (list: Administrators['shared']) => list.map(({ name }) => name).join(', ');
  const groups = shared.filter(({ kind }) => kind === 'group');
  if (groups.length > 0) return { code: 'group-account', data: { names: names(groups) }, evidence, confidence: 'firm' };
  const isOwnPerhaps = administrators === 1 && !record.ownLeftOut;
  if (shared.length > 0 && administrators === 1 && whole && !isOwnPerhaps)
    return { code: 'only-account', data: { names: names(shared) }, evidence, confidence: 'firm' };
  if (shared.length > 0 && !isOwnPerhaps)
    return {
      code: 'role-account',
      data: { names: names(shared), count: administrators },
      evidence,
      confidence: 'firm',
    };
  const closing = gap(
    'inconclusive',
    'No machine sees how many people use an account.',
    'State it in the config: attestations, check auth.shared-admin, with name, role and date.',
    10,
  );
  // The only one there is may be the audit's account under another name.
  if (administrators === 0 || (isOwnPerhaps && shared.length > 0))
    return { code: 'nobody-else', evidence, gap: closing };
  return { code: 'names-alone', data: { count: administrators }, evidence, gap: closing };
}
