import type { DmarcLook, MxLook, SpfLook, TextLook } from '../../../collectors/mail-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import {
  actedOn,
  type DmarcPolicy,
  type DmarcRecord,
  dmarcPolicies,
  isDmarc,
  looksLikeDmarc,
  organizationalDomain,
  parseDmarc,
  repairedDmarc,
} from '../../../parse/dmarc.ts';
import { dmarcText } from '../../../parse/dmarc-text.ts';
import { dnsGap, isParked, toPaste } from '../records.ts';
import type { DmarcCode } from './check.ts';
import { cleaned, nextOf, nextStep, startingFix, strength } from './dmarc-fixes.ts';

type Draft = Pick<Answer<DmarcCode>, 'code' | 'data' | 'gap' | 'fix'>;
type Limits = Readonly<Record<string, number>>;

/** Every answer about the DMARC record that counts for a From domain (RFC 9989); the passing one stands alone. */
export function judgeDmarc(
  look: DmarcLook,
  seen: { readonly 'mail.mx'?: MxLook; readonly 'mail.spf'?: SpfLook },
  limits: Limits,
): readonly Draft[] {
  const { domain } = look;
  const parked = isParked(look, seen);
  const [own] = look.walk;
  if (!own || own.end === 'trouble') return [{ code: 'not-answered', gap: dnsGap([`_dmarc.${domain}`], own?.trouble) }];
  if (own.end === 'alias-loop') return [{ code: 'alias-loop', data: { name: own.name } }];
  const begin = startingFix(domain, parked);
  const spoilt = spoiltAt(own, domain, parked);
  if (spoilt) return [spoilt];
  const found = recordThatCounts(look.walk, domain);
  if (found === undefined) {
    const [above] = look.walk.slice(1).flatMap((step) => spoiltAt(step, domain, parked) ?? []);
    if (above) return [above];
    // A public suffix answers for itself at most; what its servers do not say changes nothing for the domain.
    const silent = look.walk.filter((step) => step.end === 'trouble' && step.name.split('.').length > 2);
    if (silent.length > 0) return [{ code: 'not-answered', gap: dnsGap(silent.map(({ name }) => name)) }];
    return [{ code: 'missing', fix: begin }];
  }
  const record = parseDmarc(found.text);
  const inherited = found.at !== domain;
  const exists = seen['mail.mx']?.status !== 'no-such-name';
  const below = exists ? undefined : record.missing;
  const written = inherited ? (below ?? record.subdomains ?? record.policy) : record.policy;
  const unusable = written === undefined || record.problems.some((text) => /^(?:p|sp|np)=/.test(text));
  if (unusable)
    return [
      {
        code: 'malformed',
        data: { detail: record.problems[0] ?? 'it has no policy (p=) and asks for no reports' },
        fix: startingFix(domain, parked, [repairedDmarc(found.text)]),
      },
    ];

  const drafts = [
    ...policyDrafts({ look, record, written, parked, limits }),
    ...reportDrafts(look, record, parked, limits, found.at),
    ...alignmentDrafts(look, record),
    ...(inherited ? [] : tagDrafts(look, record, written, limits, parked)),
  ];
  if (drafts.length > 0) return drafts;
  if (parked) return [{ code: 'parked' }];
  const acted = actedOn(written, record.testing);
  return [
    inherited
      ? { code: 'inherited', data: { at: found.at, policy: acted } }
      : { code: 'protects', data: { policy: acted } },
  ];
}

/** Several records, or one that was meant as such and is none; undefined where neither is the case. */
function spoiltAt({ name, records }: TextLook, domain: string, parked: boolean): Draft | undefined {
  const published = records.filter(isDmarc);
  const count = published.length;
  if (count > 1) return { code: 'several-records', data: { name, count }, fix: startingFix(domain, parked, published) };
  const meant = count === 0 ? records.find(looksLikeDmarc) : undefined;
  if (meant === undefined) return undefined;
  const detail = `the one at ${name} does not begin with v=DMARC1 (“${meant.slice(0, 60)}”)`;
  return { code: 'malformed', data: { detail }, fix: startingFix(domain, parked, [repairedDmarc(meant)]) };
}

/** At the From domain, else at its Organizational Domain, else at a public suffix that speaks for all below it. */
function recordThatCounts(
  walk: readonly TextLook[],
  domain: string,
): { readonly at: string; readonly text: string } | undefined {
  const steps = stepsOf(walk);
  const at = (name: string) => steps.find((step) => step.domain === name && step.record !== undefined);
  const found =
    at(domain) ?? at(organizationalDomain(domain, steps)) ?? steps.findLast((step) => step.record !== undefined);
  return found?.record === undefined ? undefined : { at: found.domain, text: found.record };
}

function stepsOf(walk: readonly TextLook[]) {
  return walk.map((step) => {
    const records = step.records.filter(isDmarc);
    return { domain: step.name.replace(/^_dmarc\./, ''), ...(records.length === 1 ? { record: records[0] } : {}) };
  });
}

interface PolicyQuestion {
  readonly look: DmarcLook;
  readonly record: DmarcRecord;
  readonly written: DmarcPolicy;
  readonly parked: boolean;
  readonly limits: Limits;
}

function policyDrafts({ look, record, written, parked, limits }: PolicyQuestion): readonly Draft[] {
  const acted = actedOn(written, record.testing);
  const note = record.testing && acted !== written ? ` Test mode (t=y) lowers ${written} to ${acted}.` : '';
  if (parked) {
    if (acted === 'reject') return [];
    return [{ code: 'parked-not-reject', data: { policy: acted }, fix: startingFix(look.domain, true) }];
  }
  const required = limits['email.dmarc.required-policy'] ?? 0;
  const wanted = Math.max(required, limits['email.dmarc.min-policy'] ?? 1);
  const data = { policy: acted, wanted: dmarcPolicies[wanted] ?? 'reject', note };
  const fix = nextStep(look, record, acted);
  if (strength(acted) < required) return [{ code: 'policy-too-weak', data, fix }];
  if (strength(acted) < wanted) return [{ code: 'policy-weak', data, fix }];
  if (acted === 'none') return [{ code: 'watches', data, fix }];
  const steady = cleaned(look.domain, record, written);
  return record.testing ? [{ code: 'test-mode', data: { policy: written }, fix: steady }] : [];
}

function reportDrafts(
  { reports, domain }: DmarcLook,
  record: DmarcRecord,
  parked: boolean,
  limits: Limits,
  at: string,
): readonly Draft[] {
  // Receivers know mailto alone (RFC 9990 §3): another kind of address gets no report.
  if (record.aggregate.every(({ domain: to }) => to === undefined)) {
    if (parked) return [];
    const needed = (limits['email.dmarc.reports'] ?? 0) > 0 || record.policy === 'none';
    const fix = cleaned(at, record, record.policy ?? 'none');
    return [{ code: needed ? 'no-reports' : 'no-reports-noted', fix }];
  }
  const aggregate = reports.filter((one) => record.aggregate.some(({ domain: to }) => to === one.domain));
  const refused = reports.filter(({ outcome }) => outcome === 'not-agreed');
  const unknown = reports.filter(({ outcome }) => outcome === 'trouble');
  const detail = (list: typeof reports) => [...new Set(list.map((one) => one.domain))].join(', ');
  const drafts: Draft[] = [];
  if (refused.length > 0) {
    const nobody = aggregate.length > 0 && aggregate.every(({ outcome }) => outcome === 'not-agreed');
    const [first] = refused;
    const fix = {
      summary: `Use an address of your own, or let ${first?.domain} agree: a TXT record v=DMARC1 at ${first?.name}.`,
      steps: [
        toPaste(first?.name ?? '', 'v=DMARC1'),
        `That record belongs into the DNS of ${first?.domain}; a reporting service sets it up when the domain is added there.`,
        `Or change rua to an address at ${domain}.`,
      ],
    };
    drafts.push({ code: nobody ? 'report-stranger' : 'report-stranger-noted', data: { detail: detail(refused) }, fix });
  }
  if (unknown.length > 0)
    drafts.push({
      code: 'report-unknown',
      data: { detail: detail(unknown) },
      gap: dnsGap(unknown.map(({ name }) => name)),
    });
  return drafts;
}

/** Whether the domain that signs and sends counts as the From domain (RFC 9989 §4.4). */
function alignmentDrafts({ domain, walk, sender }: DmarcLook, record: DmarcRecord): readonly Draft[] {
  if (!sender || sender.domain === domain) return [];
  const related = sender.domain.endsWith(`.${domain}`) || domain.endsWith(`.${sender.domain}`);
  const silent = [...walk, ...sender.walk].filter((step) => step.end === 'trouble' && step.name.split('.').length > 2);
  const same =
    organizationalDomain(domain, stepsOf(walk)) === organizationalDomain(sender.domain, stepsOf(sender.walk));
  const relaxed = !record.strictDkim || !record.strictSpf;
  if (same && relaxed) return [];
  if (relaxed && silent.length > 0 && related)
    return [{ code: 'not-answered', gap: dnsGap(silent.map(({ name }) => name)) }];
  const detail = relaxed ? 'another organisation' : 'adkim=s and aspf=s ask for the very same name';
  const fix = {
    summary: `Let mail from ${domain} be signed with d=${domain}, or set adkim=r and aspf=r where ${sender.domain} lies below it.`,
  };
  return [{ code: 'misaligned', data: { sender: sender.domain, detail }, fix }];
}

function tagDrafts(
  { domain }: DmarcLook,
  record: DmarcRecord,
  written: DmarcPolicy,
  limits: Limits,
  parked: boolean,
): readonly Draft[] {
  const drafts: Draft[] = [];
  const enough = parked ? 2 : (limits['email.dmarc.min-policy'] ?? 1);
  const isWeaker = (policy: DmarcPolicy | undefined) =>
    policy !== undefined && strength(policy) < strength(written) && strength(policy) < Math.max(1, enough);
  const weaker = (tag: string, policy: DmarcPolicy | undefined) => (isWeaker(policy) ? [`${tag}=${policy}`] : []);
  const weak = [...weaker('sp', record.subdomains), ...weaker('np', record.missing)];
  const fix = cleaned(domain, record, written);
  if (weak.length > 0) {
    const raised = (policy: DmarcPolicy | undefined) => (isWeaker(policy) ? nextOf(policy) : policy);
    const changes = { policy: written, subdomains: raised(record.subdomains), missing: raised(record.missing) };
    drafts.push({
      code: 'weak-subdomains',
      data: { detail: weak.join(', ') },
      fix: {
        summary: `Raise ${weak.join(', ')} by one step, once the reports show what is sent from names below ${domain}.`,
        steps: [
          toPaste(`_dmarc.${domain}`, dmarcText(record, changes)),
          'Two quiet weeks later leave sp and np out: p then counts for all.',
        ],
      },
    });
  }
  if (record.percent !== undefined && record.percent < 100)
    drafts.push({ code: 'partial', data: { count: record.percent }, fix });
  if (record.problems.length > 0)
    drafts.push({ code: 'flawed-tags', data: { detail: record.problems.join('; ') }, fix });
  return drafts;
}
