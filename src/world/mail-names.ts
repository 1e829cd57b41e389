import { domainToASCII } from 'node:url';
import type { Config } from '../model/config.ts';

export interface MailNames {
  /** A mail domain of the config: only DNS is asked about it. */
  readonly isMailDomain: (name: string) => boolean;
  /** `mta-sts.` of such a domain, or of a domain that a listed host lies in: its policy file is for everybody (RFC 8461 §3.3). */
  readonly isPolicyHost: (name: string) => boolean;
}

const prefix = 'mta-sts.';
export const policyPath = '/.well-known/mta-sts.txt';

/** Names that mail makes public besides the portal's hosts (CONTRACT.md, Permits: `look`). */
export function mailNames(config: Config, hosts: Iterable<string>): MailNames {
  const domains = new Set(
    config.target.domains.flatMap((one) =>
      [one.name, ...one.authorDomains].map((name) => domainToASCII(name.trim().replace(/^.*@|\.$/g, '')).toLowerCase()),
    ),
  );
  const above = new Set<string>();
  for (const host of hosts) {
    for (let name = host; name.includes('.'); name = name.slice(name.indexOf('.') + 1)) above.add(name);
  }
  return {
    isMailDomain: (name) => domains.has(name),
    isPolicyHost: (name) =>
      name.startsWith(prefix) && [domains, above].some((known) => known.has(name.slice(prefix.length))),
  };
}
