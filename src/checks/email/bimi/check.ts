import type { DmarcLook } from '../../../collectors/mail-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { isBimi, looksLikeBimi, parseBimi } from '../../../parse/bimi.ts';
import { isDmarc, parseDmarc } from '../../../parse/dmarc.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { dnsGap, lookItems } from '../records.ts';

type Code =
  | 'valid'
  | 'declined'
  | 'absent'
  | 'malformed'
  | 'several-records'
  | 'needs-dmarc'
  | 'no-certificate'
  | 'not-answered';

const outcomes: Readonly<Record<Code, Outcome>> = {
  valid: { is: 'pass', says: 'The logo record of {domain} is valid.' },
  declined: { is: 'not-applicable', says: '{domain} says that it shows no logo.' },
  absent: { is: 'not-applicable', says: '{domain} has no logo record.' },
  malformed: { is: 'fail', says: 'The logo record of {domain} cannot be used: {detail}.' },
  'several-records': { is: 'fail', says: '{domain} has {count} logo records; receivers then use none of them.' },
  'needs-dmarc': {
    is: 'fail',
    says: '{domain} has a logo record, and its DMARC policy is not strict enough for any receiver to show the logo.',
  },
  'no-certificate': {
    is: 'warn',
    says: 'The logo record of {domain} names no certificate; the large mailbox providers then show no logo.',
  },
  'not-answered': { is: 'unproven', says: 'The logo record of {domain} could not be looked up.' },
};

export const bimi = defineCheck<'mail.bimi' | 'mail.dmarc', Code>({
  id: 'email.bimi',
  question: 'Is the logo record valid, where there is one?',
  why: 'BIMI shows the company’s logo beside mail that passes DMARC; a record with a mistake shows nothing, and says that nobody looks after it.',
  breaks: 'The logo that was paid for does not appear.',
  proof:
    'The record at default._bimi is read, and the DMARC policy that it depends on. The logo and the certificate themselves are not fetched: they may lie with somebody else.',
  permit: 'look',
  cites: [],
  needs: ['mail.bimi'],
  optional: ['mail.dmarc'],
  outcomes,
  fix: {
    summary: 'Correct the record, or delete it.',
    effort: '20 min',
    owner: 'dns',
    steps: [
      'TXT record at default._bimi.DOMAIN: v=BIMI1; l=https://DOMAIN/logo.svg; a=https://DOMAIN/certificate.pem',
      'DMARC has to be at p=quarantine or p=reject for the organisation, without a weaker sp.',
    ],
  },
  judge({ 'mail.bimi': { look, domain }, 'mail.dmarc': dmarc }): Answer<Code> {
    const base = { evidence: lookItems(look), reproduce: dig(look.name, 'TXT'), data: { domain } };
    if (look.end === 'trouble') return { ...base, code: 'not-answered', gap: dnsGap([look.name], look.trouble) };
    const records = look.records.filter(isBimi);
    const [text] = records;
    if (text === undefined) {
      const meant = look.records.find(looksLikeBimi);
      if (meant === undefined) return { ...base, code: 'absent' };
      const detail = `it does not begin with v=BIMI1 (“${meant.slice(0, 60)}”)`;
      return { ...base, code: 'malformed', data: { domain, detail } };
    }
    if (records.length > 1) return { ...base, code: 'several-records', data: { domain, count: records.length } };
    const { logo, certificate, problems } = parseBimi(text);
    if (problems.length > 0) return { ...base, code: 'malformed', data: { domain, detail: problems.join('; ') } };
    if (logo === '') return { ...base, code: 'declined' };
    if (dmarc && !isStrict(dmarc)) return { ...base, code: 'needs-dmarc' };
    return { ...base, code: certificate === '' ? 'no-certificate' : 'valid' };
  },
});

/** Where DMARC could not be looked up nothing is said against the logo. */
function isStrict({ walk }: DmarcLook): boolean {
  if (walk.some(({ end }) => end === 'trouble')) return true;
  const [record] = walk.flatMap((step) => step.records.filter(isDmarc));
  if (record === undefined) return false;
  const { policy, subdomains, percent, testing } = parseDmarc(record);
  return policy !== undefined && policy !== 'none' && subdomains !== 'none' && (percent ?? 100) === 100 && !testing;
}
