import type { AddressesLook } from '../../../collectors/domain-evidence.ts';
import type { Answer, Outcome } from '../../../model/check.ts';
import { gap } from '../../../model/gap.ts';
import { dig, quoted } from '../../commands.ts';
import { defineCheck } from '../../define-check.ts';
import { offProduction, softenOffProduction } from '../../off-production.ts';

type Code = 'all-answer' | 'no-record' | 'dead' | 'stranger' | 'not-seen' | 'off-production';

const outcomes: Readonly<Record<Code, Outcome>> = {
  'all-answer': {
    is: 'pass',
    says: 'Every address of {host} answers, and none shows somebody else’s site ({addresses}).',
  },
  'no-record': { is: 'not-applicable', says: '{host} has no address record that could be stale: {end}.' },
  dead: { is: 'fail', says: '{host} has an address that answers nothing: {addresses}.' },
  stranger: { is: 'fail', says: 'An address of {host} does not show this portal: {addresses}.' },
  'not-seen': { is: 'unproven', says: 'Not every address of {host} could be proven to be yours: {addresses}.' },
  'off-production': offProduction,
};

export const stale = defineCheck<'net.addresses', Code>({
  id: 'domains.stale',
  question: 'Does every address record lead to something of yours that answers?',
  why: 'An address that was given back belongs to somebody else tomorrow; one of two dead addresses makes every other visit slow or fail.',
  breaks: 'Some customers, at random, see nothing or a stranger’s site under your name.',
  proof:
    'Each A and AAAA record is connected to by itself. Refused on ports 443 and 80, twice, is dead; a parking page, a server’s welcome page, or a certificate of others where another address shows the right one is somebody else. Silence and missing routes prove nothing.',
  permit: 'look',
  cites: ['RFC 1035 §3.4.1'],
  needs: ['net.addresses'],
  outcomes,
  fix: {
    summary: 'Remove addresses that are no longer yours from DNS.',
    effort: '15 min',
    owner: 'dns',
    steps: [
      'Compare the addresses in the evidence with those that your hosting shows today.',
      'Delete the A or AAAA records of machines and load balancers that are gone; if the address is right, start what should listen there.',
      'Look again when the record’s time to live has passed.',
    ],
  },
  judge({ 'net.addresses': look }, context) {
    const evidence = look.probes.map(({ address, state, detail }) => ({
      label: address,
      value: `${state}: ${detail}`,
    }));
    const judged = judgeAddresses(look);
    const odd = look.probes.find(({ state }) => state !== 'portal') ?? look.probes[0];
    const reproduce = odd
      ? `curl -sS -o /dev/null -D - --connect-to ${quoted(`::${odd.address.includes(':') ? `[${odd.address}]` : odd.address}:`)} ${quoted(`https://${look.host}/`)}`
      : dig(look.host, 'A', 'AAAA');
    const answer = {
      evidence: evidence.length > 0 ? evidence : [{ label: look.host, value: look.end }],
      reproduce,
      ...judged,
      data: { host: look.host, end: look.end, ...judged.data },
    };
    return softenOffProduction<Code>([answer], outcomes, context);
  },
});

function judgeAddresses({ host, end, probes }: AddressesLook): Pick<Answer<Code>, 'code' | 'data' | 'gap'> {
  const list = (state: string) =>
    probes
      .filter((probe) => probe.state === state)
      .map(({ address, detail }) => `${address} (${detail.replace(/\.$/, '')})`)
      .join('; ');
  if (end === 'unanswered' || end === 'alias-loop') {
    const why = gap('unreachable', `DNS gave no address of ${host} (${end}).`, `Repair the DNS of ${host}.`, 15);
    return { code: 'not-seen', data: { addresses: end }, gap: why };
  }
  if (probes.length === 0) return { code: 'no-record' };
  if (probes.some(({ state }) => state === 'stranger'))
    return { code: 'stranger', data: { addresses: list('stranger') } };
  if (probes.some(({ state }) => state === 'dead')) return { code: 'dead', data: { addresses: list('dead') } };
  const open = [list('silent'), list('unclear')].filter((text) => text !== '').join('; ');
  if (open !== '') {
    const detail = `Nothing shows whose these addresses of ${host} are: ${open}.`;
    const closeBy = open.includes('certificate of')
      ? 'Install a certificate for this name there, or correct the address in DNS; then run again.'
      : 'Run again when all of them answer, from a network that reaches them (IPv6 too).';
    return { code: 'not-seen', data: { addresses: open }, gap: gap('inconclusive', detail, closeBy, 10) };
  }
  return { code: 'all-answer', data: { addresses: probes.map(({ address }) => address).join(', ') } };
}
