import type { MxLook, SpfLook } from '../../../collectors/mail-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { correctedSpf } from '../../../parse/spf/corrected-spf.ts';
import { isBelow, mailSenders } from '../../../parse/mail-senders.ts';
import { spfTreeLines, summariseSpf } from '../../../parse/spf/spf-lint.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, recordItem, sendsNobody, showsNoMail, unnamed, unnamedGap } from '../records.ts';
import { fixFor, paste } from './spf-fixes.ts';
import { spfProblems } from './spf-problems.ts';

export type SpfCode =
  | 'valid'
  | 'sends-nothing'
  | 'nobody-but-receives'
  | 'missing'
  | 'misspelt'
  | 'several-records'
  | 'syntax-error'
  | 'too-many-lookups'
  | 'too-many-void'
  | 'broken-include'
  | 'include-loop'
  | 'too-many-servers'
  | 'allows-everyone'
  | 'open-ended'
  | 'parked-open'
  | 'not-approved'
  | 'repeated-include'
  | 'repeated-include-noted'
  | 'wide-network'
  | 'uses-ptr'
  | 'after-all'
  | 'senders-after-all'
  | 'redirect-beside-all'
  | 'never-read'
  | 'long-record'
  | 'not-answered'
  | 'unnamed';

const outcomes: Readonly<Record<SpfCode, Outcome>> = {
  valid: {
    is: 'pass',
    says: '{domain} has one SPF record, valid, with {count} of {most} look-ups, and it ends in {all}.',
  },
  'sends-nothing': { is: 'pass', says: '{domain} says that nobody sends mail for it (v=spf1 -all).' },
  'nobody-but-receives': {
    is: 'warn',
    says: '{domain} says that nobody sends mail for it (v=spf1 -all), and it takes mail at {detail}: whatever people or the portal send from it fails SPF.',
  },
  missing: { is: 'fail', says: '{domain} has no SPF record, so any server may send as {domain}.' },
  misspelt: {
    is: 'fail',
    says: '{domain} has a record that was meant as SPF and that no receiver reads as such: {detail}.',
  },
  'several-records': { is: 'fail', says: '{domain} has {count} SPF records; receivers then use none of them.' },
  'syntax-error': {
    is: 'fail',
    says: 'The SPF record of {domain} cannot be read ({detail}); one mistake anywhere makes the whole record void, also behind a term that fits.',
  },
  'too-many-lookups': {
    is: 'fail',
    says: 'The SPF record of {domain} needs {count} look-ups; after {most} receivers give up and treat it as broken.',
  },
  'too-many-void': {
    is: 'fail',
    says: 'The SPF record of {domain} asks for {count} names that have nothing ({detail}); after {most} receivers give up.',
  },
  'broken-include': { is: 'fail', says: 'The SPF record of {domain} includes what is no record: {detail}.' },
  'include-loop': { is: 'fail', says: 'The SPF record of {domain} includes itself: {detail}.' },
  'too-many-servers': {
    is: 'fail',
    says: 'The SPF record of {domain} names a domain with more than ten mail servers: {detail}.',
  },
  'allows-everyone': { is: 'fail', says: 'The SPF record of {domain} lets everybody send: {detail}.' },
  'open-ended': {
    is: 'fail',
    says: 'The SPF record of {domain} ends {detail}, so it says nothing against servers that it does not name.',
  },
  'parked-open': {
    is: 'fail',
    says: '{domain} is to send no mail, and its SPF record leaves the door open: {detail}.',
  },
  'not-approved': { is: 'fail', says: 'SPF of {domain} lets senders in that nobody has approved of: {detail}.' },
  'repeated-include': {
    is: 'fail',
    says: 'The SPF record of {domain} includes the same sender more than once: {detail}.',
  },
  'repeated-include-noted': {
    is: 'warn',
    says: 'The SPF record of {domain} includes the same sender more than once: {detail}.',
  },
  'wide-network': { is: 'warn', says: 'The SPF record of {domain} lets very large networks send: {detail}.' },
  'uses-ptr': {
    is: 'warn',
    says: 'The SPF record of {domain} uses ptr, which is slow and many receivers pass over: {detail}.',
  },
  'after-all': { is: 'warn', says: 'Terms behind “all” in the SPF record of {domain} are never read: {detail}.' },
  'senders-after-all': {
    is: 'fail',
    says: 'The SPF record of {domain} names senders where receivers do not look, behind “all” or by a redirect beside it: {detail}. Their mail fails SPF.',
  },
  'redirect-beside-all': {
    is: 'warn',
    says: 'The SPF record of {domain} has “all”, so receivers ignore the redirect in it (RFC 7208 §6.1): {detail}.',
  },
  'never-read': {
    is: 'fail',
    says: 'The SPF record of {domain} names senders with an equals sign where a colon belongs ({detail}): receivers pass over it, and their mail fails SPF.',
  },
  'long-record': {
    is: 'warn',
    says: 'The SPF record of {domain} is {count} bytes long; above 450 some answers do not fit into one packet.',
  },
  'not-answered': { is: 'unproven', says: 'A part of the SPF record of {domain} could not be looked up.' },
  unnamed,
};

export const spf = defineCheck<'mail.spf' | 'mail.mx', SpfCode>({
  id: 'email.spf',
  question: 'Does SPF name the approved senders and nobody else?',
  why: 'SPF tells receivers which servers may send for a domain. A record that cannot be read, or that needs more than ten look-ups, counts as none.',
  breaks: 'Resets, invites and invoices land in spam, and anybody can send mail in the company’s name.',
  proof:
    'The record is read by the grammar of RFC 7208 and every include below it is followed, each counted and named; the limits are those that receivers apply (ten look-ups, two that find nothing, ten mail servers). Names that give no answer twice leave the verdict open.',
  permit: 'look',
  cites: ['RFC 7208', 'RFC 7208 §4.6.4'],
  needs: ['mail.spf'],
  optional: ['mail.mx'],
  outcomes,
  fix: {
    summary: 'Publish one SPF record that names your senders and ends in ~all or -all.',
    effort: '20 min',
    owner: 'dns',
    steps: [
      'List every service that sends mail for the domain: mailbox provider, the portal, newsletters, invoices, support desk.',
      'Put each service’s include into one TXT record that starts with v=spf1 and ends in ~all.',
      'Look again with dig, then send a message to a mailbox elsewhere and read its Authentication-Results.',
    ],
  },
  judge({ 'mail.spf': look, 'mail.mx': mx }, { limits }) {
    const answers = judgeSpf(look, mx, limits);
    const base = { evidence: evidenceOf(look), reproduce: dig(look.domain, 'TXT') };
    return answers.map((answer) => ({ ...base, ...answer, data: { domain: look.domain, ...answer.data } }));
  },
});

type Draft = Pick<Answer<SpfCode>, 'code' | 'data' | 'gap' | 'fix'>;

function judgeSpf(look: SpfLook, mx: MxLook | undefined, limits: Readonly<Record<string, number>>): readonly Draft[] {
  const { tree, domain } = look;
  if (tree.outcome === 'trouble') return [{ code: 'not-answered', gap: dnsGap([domain]) }];
  const wanted = look.sends ? (correctedSpf(tree) ?? firstRecord(mx)) : 'v=spf1 -all';
  const [misspelt] = tree.misspelt;
  if (tree.outcome !== 'record' && tree.outcome !== 'several') {
    if (misspelt !== undefined)
      return [{ code: 'misspelt', data: { detail: misspelt.slice(0, 80) }, fix: paste(domain, wanted) }];
    if (showsNoMail(look, { 'mail.mx': mx, 'mail.spf': look })) return [{ code: 'unnamed', gap: unnamedGap(domain) }];
    return [{ code: 'missing', fix: paste(domain, wanted) }];
  }
  if (tree.outcome === 'several')
    return [{ code: 'several-records', data: { count: tree.records.length }, fix: paste(domain, wanted) }];
  const summary = summariseSpf(tree);
  const problems = spfProblems(look, summary, limits).map((problem) => ({
    ...problem,
    fix: fixFor(problem.code, look, wanted, summary),
  }));
  const open = summary.trouble.length > 0 ? [{ code: 'not-answered' as const, gap: dnsGap(summary.trouble) }] : [];
  if (problems.length > 0 || open.length > 0) return [...problems, ...open];
  if (sendsNobody(look)) {
    const servers = (mx?.servers ?? []).filter(({ outcome }) => outcome !== 'null').map(({ host }) => host);
    if (!look.sends || servers.length === 0) return [{ code: 'sends-nothing' }];
    return [{ code: 'nobody-but-receives', data: { detail: servers.slice(0, 3).join(', ') } }];
  }
  const most = limits['email.spf.max-lookups'] ?? 10;
  return [
    {
      code: 'valid',
      data: {
        count: summary.lookUps,
        most,
        all: summary.all === undefined ? 'a redirect that depends on the sender' : `${summary.all}all`,
      },
    },
  ];
}

/** Where no sender is known: those that take the mail of the domain send for its people too, as a rule. */
function firstRecord(mx: MxLook | undefined): string | undefined {
  const servers = (mx?.servers ?? []).filter(({ outcome }) => outcome !== 'null').map(({ host }) => host);
  const services = mailSenders.filter((one) => one.spf.length > 0 && servers.some((host) => isBelow(host, one.mx)));
  const includes = services.map(({ spf }) => `include:${spf[0]}`);
  if (servers.length === 0) return undefined;
  return `v=spf1 ${includes.length > 0 ? includes.join(' ') : 'mx'} ~all`;
}

function evidenceOf({ tree, domain }: SpfLook) {
  const records = [...tree.records, ...tree.misspelt].map((text) => recordItem(`TXT ${domain}`, text));
  const none = { 'no-such-name': 'does not exist', trouble: 'no answer' } as Readonly<Record<string, string>>;
  const lines = spfTreeLines(tree).map((line) => ({ label: 'SPF tree', value: line }));
  return [
    ...(records.length > 0 ? records : [{ label: `TXT ${domain}`, value: none[tree.outcome] ?? 'no SPF record' }]),
    ...lines,
  ];
}
