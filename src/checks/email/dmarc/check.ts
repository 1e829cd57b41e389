import type { Answer, Outcome } from '../../../model/check.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { lookItems, showsNoMail, unnamed, unnamedGap } from '../records.ts';
import { judgeDmarc } from './judge-dmarc.ts';

export type DmarcCode =
  | 'protects'
  | 'inherited'
  | 'parked'
  | 'missing'
  | 'malformed'
  | 'several-records'
  | 'alias-loop'
  | 'policy-too-weak'
  | 'policy-weak'
  | 'watches'
  | 'parked-not-reject'
  | 'no-reports'
  | 'no-reports-noted'
  | 'report-stranger'
  | 'report-stranger-noted'
  | 'report-unknown'
  | 'misaligned'
  | 'weak-subdomains'
  | 'partial'
  | 'test-mode'
  | 'flawed-tags'
  | 'not-answered'
  | 'unnamed';

const outcomes: Readonly<Record<DmarcCode, Outcome>> = {
  protects: { is: 'pass', says: 'DMARC protects {domain}: receivers are told to {policy} what does not authenticate.' },
  inherited: { is: 'pass', says: '{domain} is protected by the DMARC record of {at}: {policy}.' },
  parked: {
    is: 'pass',
    says: '{domain} sends no mail, and DMARC tells receivers to reject whatever claims to come from it.',
  },
  missing: {
    is: 'fail',
    says: '{domain} has no DMARC record: receivers are told nothing about mail that only claims to come from it.',
  },
  malformed: { is: 'fail', says: 'The DMARC record of {domain} cannot be used as it stands: {detail}.' },
  'several-records': { is: 'fail', says: '{name} holds {count} DMARC records; receivers then use none of them.' },
  'alias-loop': { is: 'fail', says: 'The aliases of {name} lead in a circle, so there is no DMARC record.' },
  'policy-too-weak': {
    is: 'fail',
    says: 'DMARC of {domain} says {policy}; this checklist asks for {wanted} at least.{note}',
  },
  'policy-weak': { is: 'warn', says: 'DMARC of {domain} says {policy}; {wanted} is the next step.{note}' },
  watches: {
    is: 'warn',
    says: 'DMARC of {domain} only watches (p=none) and collects reports. That is how to begin; set the day for quarantine.{note}',
  },
  'parked-not-reject': {
    is: 'fail',
    says: '{domain} sends no mail, and its DMARC record says {policy} where reject costs nothing.',
  },
  'no-reports': {
    is: 'fail',
    says: 'DMARC of {domain} names no address for reports (rua), so nobody sees who sends in its name.',
  },
  'no-reports-noted': { is: 'warn', says: 'DMARC of {domain} names no address for reports (rua).' },
  'report-stranger': {
    is: 'fail',
    says: 'Reports about {domain} go to {detail}, who has not agreed to take them, so receivers send none.',
  },
  'report-stranger-noted': {
    is: 'warn',
    says: 'Some reports about {domain} go to {detail}, who has not agreed to take them.',
  },
  'report-unknown': {
    is: 'unproven',
    says: 'Whether {detail} has agreed to take reports about {domain} could not be looked up.',
  },
  misaligned: {
    is: 'fail',
    says: 'Mail from {domain} is sent and signed as {sender}, which DMARC of {domain} does not accept as the same ({detail}).',
  },
  'weak-subdomains': { is: 'warn', says: 'DMARC of {domain} is weaker for names below it: {detail}.' },
  partial: {
    is: 'warn',
    says: 'DMARC of {domain} carries pct={count}; receivers that still read it act on that share of the mail only.',
  },
  'test-mode': { is: 'warn', says: 'DMARC of {domain} is in test mode (t=y): receivers act one step below {policy}.' },
  'flawed-tags': { is: 'warn', says: 'The DMARC record of {domain} works, and a part of it cannot be read: {detail}.' },
  'not-answered': { is: 'unproven', says: 'The DMARC record of {domain} could not be looked up.' },
  unnamed,
};

export const dmarc = defineCheck<'mail.dmarc' | 'mail.mx' | 'mail.spf', DmarcCode>({
  id: 'email.dmarc',
  question: 'Does DMARC protect the domain and report?',
  why: 'DMARC ties SPF and DKIM to the address that people see, and tells receivers what to do with mail that only claims to come from it.',
  breaks: 'Customers get convincing invoices and resets from somebody else, and nobody in the company hears of it.',
  proof:
    'The record is looked for as RFC 9989 says: at the From domain, then up the tree, at most eight names. Policy, subdomain policy, test mode and alignment are judged as receivers act on them, and for each report address of a stranger the consent record is looked up.',
  permit: 'look',
  cites: ['RFC 9989', 'RFC 9990'],
  needs: ['mail.dmarc'],
  optional: ['mail.mx', 'mail.spf'],
  outcomes,
  fix: {
    summary: 'Publish a DMARC record, read its reports, and tighten it step by step.',
    effort: '15 min, then two weeks of reports',
    owner: 'dns',
    steps: [
      'Publish p=none with a rua address that somebody reads.',
      'After two weeks, when every sender of yours passes in the reports, change it to p=quarantine.',
      'After two more weeks change it to p=reject.',
    ],
  },
  judge({ 'mail.dmarc': look, 'mail.mx': mx, 'mail.spf': spf }, { limits }) {
    const seen = { 'mail.mx': mx, 'mail.spf': spf };
    const evidence = [
      ...look.walk.flatMap(lookItems),
      ...(look.sender?.walk.flatMap(lookItems) ?? []),
      ...look.reports.map(({ address, outcome, name }) => ({
        label: `reports to ${address}`,
        value: outcome === 'same-organisation' ? 'own organisation' : `${name}: ${outcome}`,
      })),
      ...(look.misplaced === undefined ? [] : [{ label: `TXT ${look.domain}`, value: look.misplaced }]),
    ];
    const reproduce = dig(`_dmarc.${look.domain}`, 'TXT');
    const drafts = judgeDmarc(look, seen, limits);
    const answers = drafts.some(({ code }) => code === 'missing') && showsNoMail(look, seen) && evidence.length > 0;
    const list = answers ? [{ code: 'unnamed' as const, gap: unnamedGap(look.domain) }] : drafts;
    return list.map(
      (draft): Answer<DmarcCode> => ({
        evidence,
        reproduce,
        ...draft,
        data: { domain: look.domain, ...('data' in draft ? draft.data : {}) },
      }),
    );
  },
});
