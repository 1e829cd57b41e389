import type { NameLook } from '../../../collectors/network-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { curlHeaders, dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code =
  | 'answers'
  | 'literal'
  | 'no-such-name'
  | 'dangling-alias'
  | 'no-address'
  | 'alias-loop'
  | 'nothing-answers'
  | 'dns-silent'
  | 'not-reached'
  | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  answers: { is: 'pass', says: '{host} resolves to {addresses} and answers.' },
  literal: { is: 'not-applicable', says: '{host} is an address or a name of this machine; it stands in no DNS.' },
  'no-such-name': { is: 'fail', says: '{host} does not exist in DNS.' },
  'dangling-alias': {
    is: 'fail',
    says: '{host} is an alias of {alias}, which does not exist any more. Whoever can claim that name can serve pages under yours.',
  },
  'no-address': { is: 'fail', says: '{host} exists in DNS and has no address.' },
  'alias-loop': { is: 'fail', says: 'The aliases of {host} lead in a circle.' },
  'nothing-answers': { is: 'fail', says: '{host} resolves to {addresses}, and nothing listens there.' },
  'dns-silent': { is: 'unproven', says: 'The name servers gave no usable answer for {host}.' },
  'not-reached': {
    is: 'unproven',
    says: '{host} resolves to {addresses}; whether something answers there could not be seen.',
  },
  'off-production': offProduction,
};

export const resolve = defineCheck<'net.name', Code>({
  id: 'domains.resolve',
  question: 'Does every listed hostname resolve and answer?',
  why: 'A name that leads nowhere is a dead link at best, and an open door for whoever claims the place it points to at worst.',
  breaks: 'Customers who use that name reach nothing, or somebody else.',
  proof:
    'A, AAAA and CNAME are asked one by one, aliases followed by hand, every question repeated once on trouble. Then a connection to port 443, else 80. SERVFAIL, time-outs and firewalls prove nothing and stay open.',
  permit: 'look',
  cites: [],
  needs: ['net.name'],
  outcomes,
  fix: {
    summary: 'Point the name at the server that should answer, or remove its records.',
    effort: '20 min',
    owner: 'dns',
    steps: [
      'If the name is still needed, correct its A, AAAA or CNAME record at the DNS provider.',
      'If not, delete the record and take the host out of the list.',
      'Wait for the record’s time to live to pass, then look again with dig.',
    ],
  },
  judge({ 'net.name': look }, context) {
    const evidence = [
      ...look.answers.map(({ question, status }) => ({ label: question, value: status })),
      ...(look.aliases.length > 0 ? [{ label: 'aliases', value: look.aliases.join(' → ') }] : []),
      ...(look.addresses.length > 0 ? [{ label: 'addresses', value: look.addresses.slice(0, 8).join(', ') }] : []),
      ...(look.https === 'not-asked' ? [] : [{ label: 'port 443', value: look.https }]),
      ...(look.http === 'not-asked' ? [] : [{ label: 'port 80', value: look.http }]),
    ];
    const data = {
      host: look.host,
      addresses: look.addresses.slice(0, 4).join(', '),
      alias: look.aliases.at(-1) ?? '',
    };
    const answer = { data, evidence, reproduce: commandFor(look), ...judgeName(look) };
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

/** DNS where DNS is the matter, a connection where that is. */
function commandFor(look: NameLook): string {
  const records = dig(look.host, 'CNAME', 'A', 'AAAA');
  const silent = look.end === 'addresses' && look.https !== 'answers';
  return silent
    ? `${curlHeaders(`https://${look.host}/`)}; ${curlHeaders(`http://${look.host}/`)}; ${records}`
    : records;
}

function judgeName(look: NameLook): Pick<Answer<Code>, 'code' | 'gap'> {
  const { end, host } = look;
  if (end === 'literal') return { code: 'literal' };
  if (end === 'alias-loop') return { code: 'alias-loop' };
  if (end === 'no-such-name') return { code: look.aliases.length > 0 ? 'dangling-alias' : 'no-such-name' };
  if (end === 'no-address') return { code: 'no-address' };
  if (end === 'unanswered') {
    const trouble = look.answers.find(({ status }) => !['ok', 'nodata', 'nxdomain'].includes(status));
    const detail = `The name servers of ${host} answered ${trouble?.question ?? ''} with ${trouble?.status ?? 'nothing'}, twice.`;
    return {
      code: 'dns-silent',
      gap: gap('unreachable', detail, `Look into the name servers of ${host}, then run again.`, 15),
    };
  }
  if (look.https === 'answers' || look.http === 'answers') return { code: 'answers' };
  const asked = [look.https, look.http].filter((port) => port !== 'not-asked');
  if (asked.length > 0 && asked.every((port) => port === 'closed')) return { code: 'nothing-answers' };
  const detail = `No port of ${host} answered in time (443: ${look.https}, 80: ${look.http}); a firewall may be the reason.`;
  return {
    code: 'not-reached',
    gap: look.portGap ?? gap('timed-out', detail, `Check that ${host} answers, then run again.`),
  };
}
