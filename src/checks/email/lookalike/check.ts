import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'none-takes-mail' | 'takes-mail' | 'not-answered';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'none-takes-mail': { is: 'pass', says: 'Of {count} names close to {domain}, none takes mail.' },
  'takes-mail': {
    is: 'warn',
    says: 'Names close to {domain} that take mail: {list}. They may be yours, somebody’s by chance, or made to deceive.',
  },
  'not-answered': { is: 'unproven', says: '{failed} of {count} names close to {domain} could not be looked up.' },
};

export const lookalike = defineCheck<'mail.lookalikes', Code>({
  id: 'email.lookalike',
  question: 'Are close lookalike domains known?',
  why: 'DMARC protects the exact name only. Fraud with invoices comes from names that differ by a letter.',
  breaks: 'A customer pays an invoice from a name that looks like yours.',
  proof:
    'At most 60 close names are made from the domain (swapped, missing, doubled and similar letters, other endings, a word added) and asked for MX and address in DNS. Their servers are not contacted, and who owns them is not known.',
  permit: 'look',
  cites: [],
  needs: ['mail.lookalikes'],
  outcomes,
  fix: {
    summary: 'Find out whose they are; warn customers, and register the closest ones that are free.',
    effort: '1 h',
    owner: 'owner',
    steps: [
      'Look each one up at the registry (whois) and on the web. What is yours belongs into target.domains, as parked if it sends nothing.',
      'Report names that imitate you to their registrar’s abuse address.',
      'Tell customers from which address invoices and resets come.',
    ],
  },
  judge({ 'mail.lookalikes': { domain, asked, failed, found } }): readonly Answer<Code>[] {
    const mail = found.filter((one) => one.mail);
    const evidence = [
      { label: 'names asked', value: String(asked) },
      ...found.slice(0, 30).map((one) => ({
        label: one.domain,
        value: `${one.how}; ${one.mail ? `takes mail at ${one.servers.join(', ')}` : 'exists, takes no mail'}`,
      })),
    ];
    const data = {
      domain,
      count: asked,
      failed,
      list: mail
        .slice(0, 12)
        .map((one) => one.domain)
        .join(', '),
    };
    const base = { data, evidence, confidence: 'tentative' as const, reproduce: dig(mail[0]?.domain ?? domain, 'MX') };
    const open = gap(
      'unreachable',
      `The resolver gave no answer for ${failed} of ${asked} names.`,
      'Run again later.',
      2,
    );
    return [
      ...(mail.length > 0 ? [{ ...base, code: 'takes-mail' as const }] : []),
      ...(failed > 0 ? [{ ...base, code: 'not-answered' as const, gap: open }] : []),
      ...(mail.length === 0 && failed === 0 ? [{ ...base, code: 'none-takes-mail' as const }] : []),
    ];
  },
});
