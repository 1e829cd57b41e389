import type { MailServer, MxLook, SpfLook } from '../../../collectors/mail-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, isNullMx, sendsNobody, showsNoMail, unnamed, unnamedGap } from '../records.ts';

type Code =
  | 'delivers'
  | 'takes-no-mail'
  | 'no-replies'
  | 'no-mx'
  | 'implicit'
  | 'null-beside-others'
  | 'dead-servers'
  | 'dead-server'
  | 'address-literal'
  | 'inward'
  | 'alias'
  | 'not-answered'
  | 'unnamed';

const outcomes: Readonly<Record<Code, Outcome>> = {
  delivers: { is: 'pass', says: 'Mail for {domain} goes to {servers}; every name has an address.' },
  'takes-no-mail': { is: 'pass', says: '{domain} takes no mail and says so.' },
  'no-replies': {
    is: 'warn',
    says: '{domain} sends mail and says that it takes none (null MX): replies and bounces are lost, and some receivers refuse its mail.',
  },
  'no-mx': {
    is: 'fail',
    says: '{domain} sends mail and has neither a mail server nor an address: replies and bounces are lost, and many receivers refuse its mail.',
  },
  implicit: {
    is: 'warn',
    says: '{domain} has no MX record, so its mail goes to the address of the domain itself ({servers}).',
  },
  'null-beside-others': {
    is: 'fail',
    says: '{domain} has a null MX beside other mail servers; senders may take either.',
  },
  'dead-servers': { is: 'fail', says: 'None of the mail servers of {domain} exists: {servers}.' },
  'dead-server': { is: 'warn', says: 'One of the mail servers of {domain} has no address: {servers}.' },
  'address-literal': {
    is: 'fail',
    says: 'The MX record of {domain} holds an address where a name belongs: {servers}.',
  },
  inward: { is: 'fail', says: 'The mail servers of {domain} have private addresses only: {servers}.' },
  alias: { is: 'warn', says: 'A mail server of {domain} is an alias, which some senders refuse: {servers}.' },
  'not-answered': { is: 'unproven', says: 'The mail servers of {domain} could not be looked up.' },
  unnamed,
};

export const mx = defineCheck<'mail.mx' | 'mail.spf', Code>({
  id: 'email.mx',
  question: 'Do the mail servers of the domain exist?',
  why: 'Replies, bounces and reports go where MX points. A domain that cannot be answered is also trusted less by receivers.',
  breaks: 'Customers’ replies come back, and nobody sees that resets bounce.',
  proof:
    'MX is asked, then the address of each name; aliases and addresses in place of names are told apart (RFC 5321 §5.1), and the null MX of RFC 7505 is read as what it says. No connection to port 25 is made.',
  permit: 'look',
  cites: ['RFC 5321 §5', 'RFC 7505'],
  needs: ['mail.mx'],
  optional: ['mail.spf'],
  outcomes,
  fix: {
    summary: 'Point MX at the names that the mailbox provider gives, or publish a null MX where no mail is taken.',
    effort: '15 min',
    owner: 'dns',
    steps: [
      'Copy the MX records from the mailbox provider’s set-up page; each is a number and a name that has an A or AAAA record.',
      'For a domain that takes no mail: MX 0 . and nothing else.',
      'Look again with dig.',
    ],
  },
  judge({ 'mail.mx': look, 'mail.spf': spf }) {
    const { domain } = look;
    const evidence = evidenceOf(look);
    const base = { evidence, reproduce: dig(domain, 'MX', 'A') };
    return judgeMx(look, spf).map((draft) => ({ ...base, ...draft, data: { domain, servers: '', ...draft.data } }));
  },
});

type Draft = Pick<Answer<Code>, 'code' | 'data' | 'gap'>;

function judgeMx(look: MxLook, spf: SpfLook | undefined): readonly Draft[] {
  const { domain, servers } = look;
  if (look.status === 'trouble') return [{ code: 'not-answered', gap: dnsGap([domain]) }];
  const silent = !look.sends || (spf !== undefined && sendsNobody(spf));
  if (isNullMx(look)) return [{ code: silent ? 'takes-no-mail' : 'no-replies' }];
  if (look.status !== 'ok') {
    if (showsNoMail(look, { 'mail.mx': look, 'mail.spf': spf })) return [{ code: 'unnamed', gap: unnamedGap(domain) }];
    if (look.implicit.length > 0)
      return [{ code: 'implicit', data: { servers: look.implicit.slice(0, 3).join(', ') } }];
    return [{ code: silent ? 'takes-no-mail' : 'no-mx' }];
  }
  const of = (outcome: MailServer['outcome']) => servers.filter((one) => one.outcome === outcome);
  const add = (code: Code, list: readonly MailServer[]): readonly Draft[] =>
    list.length === 0 ? [] : [{ code, data: { servers: list.map(({ host }) => host).join(', ') } }];
  const dead = of('nothing');
  const trouble = of('trouble');
  const drafts = [
    ...add('null-beside-others', of('null')),
    ...add('address-literal', of('address-literal')),
    ...add('inward', of('inward')),
    ...add(dead.length === servers.length ? 'dead-servers' : 'dead-server', dead),
    ...add('alias', of('alias')),
    ...(trouble.length > 0 ? [{ code: 'not-answered' as const, gap: dnsGap(trouble.map(({ host }) => host)) }] : []),
  ];
  return drafts.length > 0
    ? drafts
    : [{ code: 'delivers', data: { servers: servers.map(({ host }) => host).join(', ') } }];
}

function evidenceOf({ servers, domain, status, implicit }: MxLook) {
  if (servers.length === 0)
    return [
      {
        label: `MX ${domain}`,
        value: status === 'trouble' ? 'no answer' : status === 'no-such-name' ? 'does not exist' : 'none',
      },
      ...(implicit.length > 0 ? [{ label: `address of ${domain}`, value: implicit.slice(0, 4).join(', ') }] : []),
    ];
  return servers.map((one) => ({
    label: `MX ${one.preference} ${one.host}`,
    value: one.addresses.length > 0 ? `${one.outcome}: ${one.addresses.slice(0, 4).join(', ')}` : one.outcome,
  }));
}
