import { domainToASCII } from 'node:url';
import type { DomainConfig } from '../../model/config.ts';
import { type Gap, gap } from '../../model/gap.ts';
import { isLiteral, isPlatformName, registrable, splitHost } from '../../parse/host-name.ts';
import type { Target } from '../collector.ts';
import type { MailDomain } from '../mail-evidence.ts';

const mostGuessed = 20;

/** As DNS knows it: lower case, IDN as A-labels, no closing dot; undefined for what is no domain name. */
export function mailDomainName(written: string): string | undefined {
  const bare = written.trim().replace(/^.*@/, '').replace(/\.$/, '');
  const name = domainToASCII(bare).toLowerCase();
  return name.includes('.') && !isLiteral(name) ? name : undefined;
}

const known = new WeakMap<Target, readonly MailDomain[]>();

/** The domains that mail comes from: those of the config, else those that the portal's hosts lie in. */
export function mailDomains(target: Target): readonly MailDomain[] {
  const domains = known.get(target) ?? readMailDomains(target);
  known.set(target, domains);
  return domains;
}

function readMailDomains(target: Target): readonly MailDomain[] {
  const declared = target.config.target.domains.flatMap((one): readonly MailDomain[] => {
    const domain = mailDomainName(one.name);
    const parked = one.parked === true;
    return domain === undefined ? [] : [{ domain, declared: true, sends: one.sends && !parked, parked }];
  });
  if (target.config.target.domains.length > 0) return unique(declared);
  const asked = target.url === undefined ? null : URL.parse(target.url);
  const hosts = [...(asked ? [asked.hostname] : []), ...target.config.target.hosts.map((host) => host.name)];
  const guessed = hosts.flatMap((name): readonly MailDomain[] => {
    const { host } = splitHost(name);
    if (isLiteral(host) || isPlatformName(host)) return [];
    const domain = registrable(host);
    return domain === undefined ? [] : [{ domain, declared: false, sends: true, parked: false }];
  });
  return unique(guessed).slice(0, mostGuessed);
}

function unique(list: readonly MailDomain[]): readonly MailDomain[] {
  return [...new Map(list.map((one) => [one.domain, one])).values()];
}

export function mailSubjects(target: Target): readonly string[] | Gap {
  const domains = mailDomains(target).map(({ domain }) => domain);
  return domains.length > 0 ? domains : noDomain;
}

const noDomain = gap(
  'not-configured',
  'Nobody has said which domain the portal’s mail comes from.',
  'List the domain of its sender address in target.domains, with its DKIM selectors.',
  2,
);

/** The config's entry for a domain, by its name in DNS. */
export function listedDomain(target: Target, domain: string): DomainConfig | undefined {
  const entries =
    listed.get(target) ?? new Map(target.config.target.domains.map((one) => [mailDomainName(one.name), one]));
  listed.set(target, entries);
  return entries.get(domain);
}
const listed = new WeakMap<Target, ReadonlyMap<string | undefined, DomainConfig>>();

/** The From domains that one domain sends for; itself, unless the config lists others. */
export function authorDomains(target: Target, subject: string): readonly (MailDomain & { readonly sender?: string })[] {
  const own = mailDomain(subject, target);
  const names = (listedDomain(target, subject)?.authorDomains ?? []).flatMap((name) => mailDomainName(name) ?? []);
  const others = [...new Set(names)].filter(
    (name) => name !== subject && !mailDomains(target).some((one) => one.domain === name),
  );
  const authors = others.map((name) => ({ ...own, domain: name, sender: subject }));
  return names.length === 0 || names.includes(subject) || others.length < names.length ? [own, ...authors] : authors;
}

export function mailDomain(subject: string, target: Target): MailDomain {
  const known = mailDomains(target).find(({ domain }) => domain === subject);
  return known ?? { domain: subject, declared: true, sends: true, parked: false };
}

/** Consent to look counts for the domain itself where it is listed, else for the portal's host that it was taken from. */
export function hostOfMailDomain(subject: string, target: Target): string {
  if (target.config.target.domains.length > 0) return subject;
  const asked = target.url === undefined ? null : URL.parse(target.url);
  const hosts = [
    ...(asked ? [asked.hostname] : []),
    ...target.config.target.hosts.map(({ name }) => splitHost(name).host),
  ];
  return hosts.find((host) => host === subject || host.endsWith(`.${subject}`)) ?? subject;
}
