import type { Answer, Outcome } from '../../../model/check.ts';
import { isTlsRpt, tlsRptProblems } from '../../../parse/tls-rpt.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, isNullMx, lookItems, toPaste } from '../records.ts';

type Code = 'reports' | 'absent' | 'takes-no-mail' | 'malformed' | 'several-records' | 'not-answered';

const outcomes: Readonly<Record<Code, Outcome>> = {
  reports: { is: 'pass', says: 'Senders report failed TLS deliveries to {domain}.' },
  absent: { is: 'warn', says: 'Nobody is told when mail to {domain} cannot be delivered over TLS.' },
  'takes-no-mail': { is: 'not-applicable', says: '{domain} takes no mail.' },
  malformed: { is: 'fail', says: 'The TLS report record of {domain} cannot be used: {detail}.' },
  'several-records': { is: 'fail', says: '{domain} has {count} TLS report records; senders then use none of them.' },
  'not-answered': { is: 'unproven', says: 'The TLS report record of {domain} could not be looked up.' },
};

export const tlsRpt = defineCheck<'mail.tls-rpt' | 'mail.mx', Code>({
  id: 'email.tls-rpt',
  question: 'Are failed TLS deliveries reported?',
  why: 'Senders that cannot deliver over TLS say so once a day to whoever asks for it; otherwise the mail is just missing.',
  breaks: 'A certificate that ran out on the mail server is noticed when customers complain.',
  proof: 'The record at _smtp._tls is read by RFC 8460; more than one counts as none.',
  permit: 'look',
  cites: ['RFC 8460'],
  needs: ['mail.tls-rpt'],
  optional: ['mail.mx'],
  outcomes,
  fix: {
    summary: 'Publish a TLS report record with an address that somebody reads.',
    effort: '5 min',
    owner: 'dns',
    steps: ['TXT record at _smtp._tls.DOMAIN: v=TLSRPTv1; rua=mailto:tls-reports@DOMAIN'],
  },
  judge({ 'mail.tls-rpt': { look, domain }, 'mail.mx': mx }): Answer<Code> {
    const base = { evidence: lookItems(look), reproduce: dig(look.name, 'TXT') };
    const record = `v=TLSRPTv1; rua=mailto:tls-reports@${domain}`;
    const fix = { steps: [toPaste(look.name, record)] };
    if (look.end === 'trouble')
      return { ...base, code: 'not-answered', data: { domain }, gap: dnsGap([look.name], look.trouble) };
    const records = look.records.filter(isTlsRpt);
    const [text] = records;
    if (text === undefined) {
      const meant = look.records.find((one) => /tls-?rpt/i.test(one));
      if (meant !== undefined)
        return {
          ...base,
          code: 'malformed',
          data: { domain, detail: `it does not begin with v=TLSRPTv1 (“${meant.slice(0, 60)}”)` },
          fix,
        };
      const takesNone =
        mx !== undefined &&
        (isNullMx(mx) || ((mx.status === 'none' || mx.status === 'no-such-name') && mx.implicit.length === 0));
      return { ...base, code: takesNone ? 'takes-no-mail' : 'absent', data: { domain }, fix };
    }
    if (records.length > 1) return { ...base, code: 'several-records', data: { domain, count: records.length }, fix };
    const problems = tlsRptProblems(text);
    if (problems.length > 0) return { ...base, code: 'malformed', data: { domain, detail: problems.join('; ') }, fix };
    return { ...base, code: 'reports', data: { domain } };
  },
});
