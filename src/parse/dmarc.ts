import { clipped, parseTagList } from './tag-list.ts';

export const dmarcPolicies = ['none', 'quarantine', 'reject'] as const;
export type DmarcPolicy = (typeof dmarcPolicies)[number];

export interface DmarcRecord {
  /** What receivers act on; `none` where the record is only good for reports, undefined where it is good for nothing. */
  readonly policy?: DmarcPolicy;
  readonly subdomains?: DmarcPolicy;
  readonly missing?: DmarcPolicy;
  readonly strictDkim: boolean;
  readonly strictSpf: boolean;
  readonly testing: boolean;
  readonly publicSuffix: 'y' | 'n' | 'u';
  /** Share of mail the policy was meant for; history since RFC 9989, some receivers still read it. */
  readonly percent?: number;
  readonly aggregate: readonly ReportAddress[];
  readonly failures: readonly ReportAddress[];
  /** What receivers cannot read. */
  readonly problems: readonly string[];
  /** What they can, and should not be there. */
  readonly remarks: readonly string[];
}
export interface ReportAddress {
  readonly written: string;
  /** Domain of a mailto address, lower case; undefined for anything else. */
  readonly domain?: string;
}

/** Whether a TXT record is a DMARC record: the version first, and exactly so (RFC 9989 §4.7). */
export function isDmarc(text: string): boolean {
  return /^[vV][ \t]*=[ \t]*DMARC1[ \t]*(?:;|$)/.test(text.trim());
}

/** Meant as DMARC, and not readable as such. */
export function looksLikeDmarc(text: string): boolean {
  return !isDmarc(text) && /dmarc|(?:^|;)\s*"?p\s*=\s*(?:none|quarantine|reject)/i.test(text) && !/^v=spf1/i.test(text);
}

const policyTags = ['p', 'sp', 'np'];
const known = new Set(['v', 'p', 'sp', 'np', 'adkim', 'aspf', 'fo', 'rua', 'ruf', 'psd', 't', 'pct', 'rf', 'ri']);
const history = new Set(['pct', 'rf', 'ri']);

const tagStart = /(?<![\w@.-])(?=(?:v|p|sp|np|adkim|aspf|rua|ruf|fo|psd|t|pct|rf|ri)\s*[=:])/i;

/** What was meant by a text that `looksLikeDmarc`, as a record that `isDmarc`: other separators, quotes and versions put right. */
export function repairedDmarc(text: string): string {
  const parts = text
    .replace(/["'\\]|ï»¿|\ufeff/g, '')
    .split(tagStart)
    .map((part) => part.replace(/[\s;,]+$/, '').replace(/^(\w+)\s*[=:]\s*/, '$1='))
    .filter((part) => /^\w+=/.test(part) && !/^v=/i.test(part));
  return ['v=DMARC1', ...parts].join('; ');
}

/** Reads a record that `isDmarc` (RFC 9989 §4.7); a record without a usable policy and with `rua` counts as `none` (§4.10.1). */
export function parseDmarc(text: string): DmarcRecord {
  const { tags, twice, problems: syntax, odd } = parseTagList(text);
  const problems = [
    // Which of the two counts differs from receiver to receiver; by RFC 6376 §3.2 none does.
    ...policyTags
      .filter((name) => twice.includes(name))
      .map((name) => `${name}= stands twice, with which receivers differ`),
    ...(/^\s/.test(text) ? ['it begins with white space, with which some receivers read no record'] : []),
    ...syntax,
    ...odd.filter((one) => /^"/.test(one)),
  ];
  const remarks: string[] = [];
  const value = (name: string) => tags.find((tag) => tag.name === name)?.value;
  const policyOf = (name: string): DmarcPolicy | undefined | 'bad' => {
    const written = value(name)?.toLowerCase();
    if (written === undefined) return undefined;
    const found = dmarcPolicies.find((one) => one === written);
    if (found === undefined) problems.push(`${name}=${clipped(written)} is no policy`);
    return found ?? 'bad';
  };
  const [p, sp, np] = [policyOf('p'), policyOf('sp'), policyOf('np')];
  const oneOf = (name: string, allowed: string) => {
    const written = value(name)?.toLowerCase();
    if (written !== undefined && !(written.length === 1 && allowed.includes(written)))
      problems.push(`${name}=${clipped(written)} is none of ${[...allowed].join(', ')}`);
    return written;
  };
  const [adkim, aspf, psd, t] = [oneOf('adkim', 'rs'), oneOf('aspf', 'rs'), oneOf('psd', 'ynu'), oneOf('t', 'yn')];
  const addresses = (name: string) => {
    const lists = tags.filter((tag) => tag.name === name).map((tag) => tag.value);
    return lists.length === 0 ? [] : reportAddresses(lists.join(','), name, problems);
  };
  const [aggregate, failures] = [addresses('rua'), addresses('ruf')];
  const fo = value('fo');
  if (fo !== undefined && !fo.split(':').every((one) => /^[01ds]$/i.test(one.trim())))
    problems.push(`fo=${clipped(fo)} is not made of 0, 1, d and s`);
  const pct = value('pct');
  const percent = pct !== undefined && /^\d{1,3}$/.test(pct) && Number(pct) <= 100 ? Number(pct) : undefined;
  for (const { name } of tags) {
    if (history.has(name)) remarks.push(`${name} is history since RFC 9989`);
    else if (!known.has(name)) remarks.push(`nobody reads the tag ${name}`);
  }
  const usable = p !== undefined && p !== 'bad' && sp !== 'bad' && np !== 'bad';
  if (p === undefined)
    remarks.push('there is no p, so receivers take it as none, and some older ones ignore the record');
  const asksForReports = aggregate.length > 0;
  const policy = usable ? p : asksForReports ? 'none' : undefined;
  return {
    ...(policy === undefined ? {} : { policy }),
    ...(usable && sp !== undefined ? { subdomains: sp } : {}),
    ...(usable && np !== undefined ? { missing: np } : {}),
    strictDkim: adkim === 's',
    strictSpf: aspf === 's',
    testing: t === 'y',
    publicSuffix: psd === 'y' || psd === 'n' ? psd : 'u',
    ...(percent === undefined ? {} : { percent }),
    aggregate,
    failures,
    problems,
    remarks,
  };
}

function reportAddresses(list: string, tag: string, problems: string[]): readonly ReportAddress[] {
  return list.split(',').flatMap((part): readonly ReportAddress[] => {
    const written = part.trim().replace(/!\d+[kmgt]?$/i, '');
    if (!/^[a-z][a-z0-9+.-]*:[^\s,!;]*$/i.test(written)) {
      problems.push(`${tag}: "${clipped(written)}" is no address such as mailto:dmarc@example.com`);
      return [];
    }
    const [, domain] = /^mailto:[^@?]+@([^@?\s]+)(?:\?.*)?$/i.exec(written) ?? [];
    if (/^mailto:/i.test(written) && domain === undefined)
      problems.push(`${tag}: "${clipped(written)}" is no mail address`);
    return [{ written, ...(domain === undefined ? {} : { domain: domain.toLowerCase().replace(/\.$/, '') }) }];
  });
}

/** `t=y` asks receivers to act one step below the policy (RFC 9989 §4.7). */
export function actedOn(policy: DmarcPolicy, testing: boolean): DmarcPolicy {
  if (!testing) return policy;
  return policy === 'reject' ? 'quarantine' : 'none';
}

/** Names of the DNS Tree Walk, the domain first: at most eight queries (RFC 9989 §4.10). */
export function treeWalkNames(domain: string): readonly string[] {
  const labels = domain.split('.');
  const names = [domain];
  for (let rest = labels.length > 8 ? labels.slice(-7) : labels.slice(1); rest.length > 0; rest = rest.slice(1))
    names.push(rest.join('.'));
  return names;
}

export interface WalkStep {
  readonly domain: string;
  /** The one record found there. */
  readonly record?: string;
}

/** The Organizational Domain by the records of a walk, the domain first (RFC 9989 §4.10.2). */
export function organizationalDomain(domain: string, steps: readonly WalkStep[]): string {
  const found = steps.flatMap((step) =>
    step.record === undefined ? [] : [{ domain: step.domain, psd: parseDmarc(step.record).publicSuffix }],
  );
  const own = found.find(({ psd }) => psd === 'n');
  if (own) return own.domain;
  const suffix = found.find((one) => one.psd === 'y' && one.domain !== domain);
  if (suffix) {
    const depth = suffix.domain.split('.').length + 1;
    return domain.split('.').slice(-depth).join('.');
  }
  return found.at(-1)?.domain ?? domain;
}
