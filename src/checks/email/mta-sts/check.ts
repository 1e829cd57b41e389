import type { StsLook } from '../../../collectors/mail-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import {
  isMtaSts,
  looksLikeMtaSts,
  mtaStsRecordProblems,
  parseMtaStsPolicy,
  policyCovers,
} from '../../../parse/mta-sts.ts';
import { curlBody, dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, lookItems, recordItem } from '../records.ts';

type Code =
  | 'enforced'
  | 'absent'
  | 'takes-no-mail'
  | 'broken-record'
  | 'several-records'
  | 'policy-certificate'
  | 'policy-missing'
  | 'policy-host-missing'
  | 'wrong-type'
  | 'broken-policy'
  | 'server-not-named'
  | 'testing'
  | 'switched-off'
  | 'short-lived'
  | 'not-answered'
  | 'policy-not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  enforced: {
    is: 'pass',
    says: 'Other servers have to deliver mail for {domain} over verified TLS, and the policy names every mail server.',
  },
  absent: { is: 'warn', says: '{domain} has no MTA-STS: mail to it may be sent in clear to whoever answers.' },
  'takes-no-mail': { is: 'not-applicable', says: '{domain} takes no mail.' },
  'broken-record': { is: 'fail', says: 'The MTA-STS record of {domain} cannot be used: {detail}.' },
  'several-records': { is: 'fail', says: '{domain} has {count} MTA-STS records; senders then use none of them.' },
  'policy-certificate': {
    is: 'fail',
    says: 'The certificate of the policy host of {domain} does not verify ({detail}), so no sender takes the policy.',
  },
  'policy-missing': { is: 'fail', says: '{domain} announces MTA-STS, and its policy file answers {status}.' },
  'policy-host-missing': {
    is: 'fail',
    says: '{domain} announces MTA-STS, and the host of its policy, mta-sts.{domain}, does not exist.',
  },
  'wrong-type': {
    is: 'warn',
    says: 'The MTA-STS policy of {domain} is sent as {detail}; some senders take only text/plain.',
  },
  'broken-policy': { is: 'fail', says: 'The MTA-STS policy of {domain} cannot be used: {detail}.' },
  'server-not-named': {
    is: 'fail',
    says: 'The MTA-STS policy of {domain} does not name its mail server {detail}: senders that obey it deliver nothing there.',
  },
  testing: { is: 'warn', says: 'The MTA-STS policy of {domain} only watches (mode testing).' },
  'switched-off': { is: 'warn', says: 'The MTA-STS policy of {domain} is switched off (mode none).' },
  'short-lived': {
    is: 'warn',
    says: 'Senders remember the MTA-STS policy of {domain} for {count} s only; weeks are usual.',
  },
  'not-answered': {
    is: 'unproven',
    says: 'The MTA-STS record or the mail servers of {domain} could not be looked up.',
  },
  'policy-not-seen': { is: 'unproven', says: 'The MTA-STS policy file of {domain} could not be read.' },
};

export const mtaSts = defineCheck<'mail.sts', Code>({
  id: 'email.mta-sts',
  question: 'Do other servers have to deliver mail to us over TLS?',
  why: 'Without MTA-STS a sender takes what a mail server offers, so somebody on the way can have mail sent in clear. With a wrong policy, mail stops.',
  breaks:
    'Invoices and resets can be read on the way; or, with a policy that names the wrong server, they do not arrive at all.',
  proof:
    'The record at _mta-sts is read, then the policy file over https with its certificate verified and no redirect followed, and each MX of the domain is held against the names in the policy (RFC 8461).',
  permit: 'look',
  cites: ['RFC 8461'],
  needs: ['mail.sts'],
  outcomes,
  fix: {
    summary: 'Serve a policy that names every MX, begin with mode testing, then enforce.',
    effort: '1 h',
    owner: 'dns',
    steps: [
      'Serve https://mta-sts.DOMAIN/.well-known/mta-sts.txt with a valid certificate: version: STSv1, mode: testing, one mx: line for each mail server, max_age: 604800.',
      'Publish a TXT record at _mta-sts.DOMAIN: v=STSv1; id=1. Change the id with every change of the file.',
      'Add TLS reports (_smtp._tls), watch them for two weeks, then set mode: enforce.',
    ],
  },
  judge({ 'mail.sts': look }) {
    const { domain, policy } = look;
    const evidence = [
      ...lookItems(look.record),
      ...(policy
        ? [{ label: policy.url, value: `${policy.status} ${policy.contentType}` }, recordItem('policy', policy.text)]
        : []),
      { label: `MX ${domain}`, value: look.serversKnown ? look.servers.join(', ') || 'none' : 'no answer' },
    ];
    const records = dig(`_mta-sts.${domain}`, 'TXT');
    const reproduce = `${records}; ${curlBody(`https://mta-sts.${domain}/.well-known/mta-sts.txt`)}`;
    return judgeSts(look).map((draft) => ({ evidence, reproduce, ...draft, data: { domain, ...draft.data } }));
  },
});

type Draft = Pick<Answer<Code>, 'code' | 'data' | 'gap' | 'fix'>;
const dayInSeconds = 86_400;

function judgeSts(look: StsLook): readonly Draft[] {
  const { domain, record, servers, policy } = look;
  if (record.end === 'trouble') return [{ code: 'not-answered', gap: dnsGap([record.name], record.trouble) }];
  if (look.serversKnown && servers.every((server) => server === '.' || server === ''))
    return [{ code: 'takes-no-mail' }];
  const records = record.records.filter(isMtaSts);
  const [text] = records;
  if (text === undefined) {
    const meant = record.records.find(looksLikeMtaSts);
    if (meant !== undefined)
      return [{ code: 'broken-record', data: { detail: `it does not begin with v=STSv1 (“${meant.slice(0, 60)}”)` } }];
    return [{ code: 'absent', fix: { steps: [...stepsFor(domain, servers)] } }];
  }
  if (records.length > 1) return [{ code: 'several-records', data: { count: records.length } }];
  const problems = mtaStsRecordProblems(text);
  if (problems.length > 0) return [{ code: 'broken-record', data: { detail: problems.join('; ') } }];
  if (look.certificateTrouble !== undefined)
    return [{ code: 'policy-certificate', data: { detail: look.certificateTrouble } }];
  if (!policy && look.policyHost === 'absent') return [{ code: 'policy-host-missing' }];
  if (!policy) return [{ code: 'policy-not-seen', ...(look.policyGap ? { gap: look.policyGap } : {}) }];
  if (policy.status === 429 || policy.status >= 500)
    return [
      {
        code: 'policy-not-seen',
        gap: { ...dnsGap([policy.url]), detail: `${policy.url} answered ${policy.status}, which may pass.` },
      },
    ];
  if (policy.status !== 200) return [{ code: 'policy-missing', data: { status: policy.status } }];
  return judgePolicy(look, policy);
}

function judgePolicy(
  { domain, servers: all, serversKnown }: StsLook,
  { text, contentType }: NonNullable<StsLook['policy']>,
): readonly Draft[] {
  const servers = all.filter((server) => server !== '.' && server !== '');
  const policy = parseMtaStsPolicy(text);
  if (policy.problems.length > 0)
    return [
      {
        code: 'broken-policy',
        data: { detail: policy.problems.slice(0, 3).join('; ') },
        fix: { steps: [...stepsFor(domain, servers)] },
      },
    ];
  if (policy.mode === 'none') return [{ code: 'switched-off' }];
  if (!serversKnown) return [{ code: 'not-answered', gap: dnsGap([domain]) }];
  const strangers = servers.filter((server) => !policy.servers.some((pattern) => policyCovers(pattern, server)));
  const drafts: Draft[] = [];
  if (strangers.length > 0)
    drafts.push({
      code: 'server-not-named',
      data: { detail: strangers.join(', ') },
      fix: { steps: [...stepsFor(domain, servers)] },
    });
  if (!/^text\/plain\s*(?:;|$)/i.test(contentType.trim()))
    drafts.push({ code: 'wrong-type', data: { detail: contentType.slice(0, 60) || 'no type at all' } });
  if (policy.mode === 'testing') drafts.push({ code: 'testing' });
  if ((policy.maxAgeSeconds ?? 0) < dayInSeconds)
    drafts.push({ code: 'short-lived', data: { count: policy.maxAgeSeconds ?? 0 } });
  return drafts.length > 0 ? drafts : [{ code: 'enforced' }];
}

/** The whole policy to paste, for the mail servers that the domain has today. */
function stepsFor(domain: string, servers: readonly string[]): readonly string[] {
  const lines = ['version: STSv1', 'mode: testing', ...servers.map((server) => `mx: ${server}`), 'max_age: 604800'];
  return [
    `Serve this as https://mta-sts.${domain}/.well-known/mta-sts.txt, lines ended by CRLF: ${lines.join(' / ')}`,
    `TXT record at _mta-sts.${domain}: v=STSv1; id=1 (a new id with every change of the file)`,
    'When the TLS reports of two weeks are clean, set mode: enforce.',
  ];
}
