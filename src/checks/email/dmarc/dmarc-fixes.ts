import type { DmarcLook } from '../../../collectors/mail-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import { type DmarcPolicy, type DmarcRecord, dmarcPolicies, parseDmarc } from '../../../parse/dmarc.ts';
import { dmarcText } from '../../../parse/dmarc-text.ts';
import { toPaste } from '../records.ts';

export const strength = (policy: DmarcPolicy) => dmarcPolicies.indexOf(policy);

export function nextOf(policy: DmarcPolicy | undefined): DmarcPolicy {
  return policy === undefined || policy === 'none' ? 'quarantine' : 'reject';
}

/** The same record without what is wrong with it. */
export function cleaned(domain: string, record: DmarcRecord, policy: DmarcPolicy): Answer['fix'] {
  const { subdomains, missing } = record;
  const text = dmarcText(record, { policy, subdomains, missing, reports: `mailto:dmarc@${domain}` });
  return { summary: `Publish ${text}`, effort: '10 min', steps: [toPaste(`_dmarc.${domain}`, text)] };
}

/** The way to a first record that works; what published ones say that can be read is kept. */
export function startingFix(domain: string, parked: boolean, published: readonly string[] = []): Answer['fix'] {
  const name = `_dmarc.${domain}`;
  if (parked) {
    const record = 'v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s';
    return {
      summary: `Publish ${record}`,
      effort: '5 min',
      steps: [toPaste(name, record), 'Keep v=spf1 -all and the null MX (0 .) beside it.'],
    };
  }
  return {
    summary: 'Publish a DMARC record that watches first, then tighten it.',
    steps: path(domain, merged(published), 'none'),
  };
}

export function nextStep({ domain }: DmarcLook, record: DmarcRecord, acted: DmarcPolicy): Answer['fix'] {
  return {
    summary: `Next step: p=${nextOf(acted)}, once the reports show that every sender passes.`,
    steps: path(domain, record, acted),
  };
}

/** The staged way from a policy to reject, each step as a record to paste. */
function path(domain: string, record: DmarcRecord | undefined, from: DmarcPolicy): string[] {
  const stage = (policy: DmarcPolicy) =>
    toPaste(`_dmarc.${domain}`, dmarcText(record, { policy, reports: `mailto:dmarc@${domain}` }));
  const stages = [
    `Today: ${stage('none')}`,
    `After two weeks of reports in which every sender of yours passes: ${stage('quarantine')}`,
    `Two quiet weeks later: ${stage('reject')}`,
  ];
  return stages.slice(strength(from));
}

function merged(published: readonly string[]): DmarcRecord | undefined {
  const [first, ...others] = published.map(parseDmarc);
  if (!first) return undefined;
  const all = [first, ...others];
  const unique = (list: DmarcRecord['aggregate']) => [...new Map(list.map((one) => [one.written, one])).values()];
  return {
    ...first,
    aggregate: unique(all.flatMap(({ aggregate }) => aggregate)),
    failures: unique(all.flatMap(({ failures }) => failures)),
  };
}
