import { domainToASCII } from 'node:url';
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

/** The domains that mail comes from: those of the config, else those that the portal's hosts lie in. */
export function mailDomains(target: Target): readonly MailDomain[] {
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
  'List it in target.domains, with its DKIM selectors.',
  2,
);

/** From domains that the config lists beside a sending domain, with the one that sends for them. */
export function authorDomains(target: Target): ReadonlyMap<string, MailDomain & { readonly sender?: string }> {
  const authors = new Map<string, MailDomain & { readonly sender?: string }>();
  for (const one of mailDomains(target)) {
    const listed = target.config.target.domains.find((each) => mailDomainName(each.name) === one.domain);
    const names = (listed?.authorDomains ?? []).flatMap((name) => mailDomainName(name) ?? []);
    if (names.length === 0 || names.includes(one.domain)) authors.set(one.domain, one);
    for (const name of names)
      if (name !== one.domain && !authors.has(name)) authors.set(name, { ...one, domain: name, sender: one.domain });
  }
  return authors;
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
