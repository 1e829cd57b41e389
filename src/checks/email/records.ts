import type { DkimLook, MailDomain, MxLook, ReceivedKeys, SpfLook, TextLook } from '../../collectors/mail-evidence.ts';
import type { Outcome } from '../../model/check.ts';
import type { EvidenceItem } from '../../model/finding.ts';
import { type Gap, gap } from '../../model/gap.ts';
import { isSender } from '../../parse/spf/corrected-spf.ts';

const longest = 600;

/** A TXT record as evidence: text of strangers, cut where it is very long. */
export function recordItem(label: string, text: string): EvidenceItem {
  return { label, value: text.length > longest ? `${text.slice(0, longest)}… (${text.length} bytes)` : text };
}

/** What a look at one name found, in words. */
export function lookItems(look: TextLook): readonly EvidenceItem[] {
  const alias = look.aliases.length > 0 ? [{ label: `alias of ${look.name}`, value: look.aliases.join(' → ') }] : [];
  if (look.end === 'records')
    return [...alias, ...look.records.slice(0, 12).map((text) => recordItem(`TXT ${look.name}`, text))];
  const words = {
    'no-record': 'no TXT record',
    'no-such-name': 'does not exist',
    'alias-loop': 'the aliases lead in a circle',
    trouble: look.trouble ?? 'no answer',
  };
  return [...alias, { label: `TXT ${look.name}`, value: words[look.end] }];
}

/** For a name server that gave no usable answer, twice. */
export function dnsGap(names: readonly string[], trouble = 'no usable answer'): Gap {
  const shown = names.slice(0, 4).join(', ');
  return gap(
    'unreachable',
    `The name servers gave ${trouble} for ${shown}, twice; nothing follows from that.`,
    `Look into the name servers of ${shown}, then run again.`,
    10,
  );
}

/** For a domain that nobody named and that shows no sign of mail. */
export function unnamedGap(domain: string): Gap {
  return gap(
    'not-configured',
    `Nobody has said that mail comes from ${domain}, and it has no mail records.`,
    'List the domain that the portal’s mail comes from in target.domains.',
    2,
  );
}

export const unnamed: Outcome = {
  is: 'unproven',
  says: 'Nobody has said that mail comes from {domain}, and nothing in its DNS says so.',
};

interface MailState {
  readonly 'mail.mx'?: MxLook;
  readonly 'mail.spf'?: SpfLook;
}

/** A domain only taken from a hostname, without any sign of mail: nothing can be asked of it. */
export function showsNoMail({ declared }: MailDomain, seen: MailState): boolean {
  if (declared) return false;
  const { 'mail.mx': mx, 'mail.spf': spf } = seen;
  const noServers = mx === undefined || mx.status === 'none' || mx.status === 'no-such-name';
  const noSpf = spf === undefined || ['none', 'no-such-name'].includes(spf.tree.outcome);
  return noServers && noSpf;
}

/**
 * Declared as sending nothing, or saying so in DNS: SPF without a single sender, and no mail server or the null MX of
 * RFC 7505.
 */
export function isParked(domain: MailDomain, seen: MailState): boolean {
  if (!domain.sends || domain.parked) return true;
  const { 'mail.mx': mx, 'mail.spf': spf } = seen;
  const noServer = mx !== undefined && (isNullMx(mx) || (mx.status === 'none' && mx.implicit.length === 0));
  return noServer && spf !== undefined && sendsNobody(spf);
}

export function isNullMx({ servers }: MxLook): boolean {
  return servers.length === 1 && servers[0]?.outcome === 'null';
}

/** `v=spf1 -all` and nothing else. */
export function sendsNobody({ tree }: SpfLook): boolean {
  const [first] = tree.branches;
  const meant = tree.branches.some(({ text, ignored }) => ignored && isSender(text));
  const closed = first?.kind === 'all' && first.qualifier === '-' && !meant;
  return tree.outcome === 'record' && tree.problems.length === 0 && closed;
}

/** What mail was really signed with stands above what was only found. */
export function withReceived(look: DkimLook, received: ReceivedKeys | undefined): DkimLook {
  if (!received) return look;
  const others = look.selectors.filter((one) => !received.selectors.some(({ selector }) => selector === one.selector));
  return { ...look, selectors: [...others, ...received.selectors] };
}

/** A record as it is typed into a DNS provider's form; strings of 255 bytes are the provider's matter. */
export function toPaste(name: string, text: string): string {
  return `TXT record at ${name}: ${text}`;
}
