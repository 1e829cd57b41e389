import type { IntendedRecords } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { normalRecord, sameRecords } from '../../../parse/dns-record.ts';
import { dig } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';

type Code = 'as-intended' | 'drifted' | 'not-seen';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'as-intended': { is: 'pass', says: 'The {types} records of {name} are the intended ones.' },
  drifted: { is: 'fail', says: '{name} differs from the intended map: {differences}.' },
  'not-seen': { is: 'unproven', says: 'DNS gave no usable answer for {name} ({types}).' },
};

export const drift = defineCheck<'net.records', Code>({
  id: 'domains.drift',
  question: 'Does DNS equal the intended map?',
  why: 'Between the plan of a cut-over and the zone there is a person who types. A record that somebody changed by hand shows here first.',
  breaks: 'Traffic or mail goes to the old place, or to the wrong one, and the plan says otherwise.',
  proof:
    'The records that target.hosts[].dns and target.domains[].dns intend, held against what DNS answers: order, case, closing dots and the spelling of IPv6 addresses do not count. A CNAME that a provider flattens (ALIAS at the bare domain) is met when the addresses are those of its target.',
  permit: 'look',
  cites: ['RFC 1034 §3.6'],
  needs: ['net.records'],
  outcomes,
  fix: {
    summary: 'Correct the zone, or the map if the zone is right.',
    effort: '20 min',
    owner: 'dns',
    steps: [
      'Compare the two lines of the evidence for each type.',
      'If the zone is wrong, correct it at the DNS provider; if the plan changed, correct target.hosts[].dns.',
      'Find out who changed it: the provider’s audit log names the account.',
    ],
  },
  judge({ 'net.records': look }) {
    const { name, types } = look;
    const evidence = types.flatMap(({ type, wanted, found, status, flattened }) => [
      { label: `${type} intended`, value: wanted.join(', ') || 'none' },
      {
        label: `${type} in DNS`,
        value: found.join(', ') || (flattened ? `${flattened.join(', ')} (flattened)` : status),
      },
    ]);
    const list = types.map(({ type }) => type).join(', ');
    const base = { evidence, reproduce: dig(name, ...types.map(({ type }) => type)) };
    return { ...base, ...judgeTypes(look), data: { name, types: list, ...judgeTypes(look).data } };
  },
});

function judgeTypes({ name, types }: IntendedRecords): Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  const different = types.filter(
    ({ type, wanted, found, status, flattened }) =>
      status !== 'trouble' && flattened === undefined && !sameRecords(type, wanted, found),
  );
  if (different.length > 0) {
    const differences = different.map(({ type, wanted, found }) => {
      const want = wanted.map((value) => normalRecord(type, value)).join(', ') || 'none';
      return `${type} should be ${want} and is ${found.map((value) => normalRecord(type, value)).join(', ') || 'none'}`;
    });
    return { code: 'drifted', data: { differences: differences.join('; ').slice(0, 400) } };
  }
  if (types.some(({ status }) => status === 'trouble')) {
    const detail = `The resolver gave no usable answer for ${name}, twice.`;
    return { code: 'not-seen', gap: gap('unreachable', detail, `Look into the name servers of ${name}.`, 15) };
  }
  return { code: 'as-intended' };
}
