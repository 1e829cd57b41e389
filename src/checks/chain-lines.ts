import type { Chain } from '../collectors/network-evidence.ts';
import type { EvidenceItem } from '../model/finding.ts';

const ends: Readonly<Record<Chain['end'], string>> = {
  answer: '',
  loop: 'and so on, in a loop',
  'too-many': 'given up after ten hops',
  unlisted: 'not followed: that host is not listed',
  'bad-location': 'the redirect names no address that a browser could follow',
  closed: 'nothing listens on the port',
  gap: 'no answer of the portal',
};

/** A redirect chain as evidence: one line for each hop and one for how it ended. */
export function chainLines(chain: Chain): EvidenceItem[] {
  const hops = chain.hops.map(({ url, status, to, by }) => ({
    label: 'hop',
    value:
      to === undefined
        ? `${url} answers ${status}`
        : `${url} answers ${status} ${by ? `with a page that leads on by ${by === 'script' ? 'script' : 'meta refresh'} ` : ''}to ${to}`,
  }));
  const end = chain.gap && chain.end === 'gap' ? chain.gap.detail : ends[chain.end];
  return [
    ...hops,
    ...(end === '' ? [] : [{ label: 'end', value: chain.hops.length === 0 ? `${chain.start}: ${end}` : end }]),
  ];
}
