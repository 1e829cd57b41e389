import type { RangeDomain } from '../config.ts';
import { mailVariants } from '../flaws/mail.ts';
import type { Authority } from './authority.ts';
import { hostServer } from './host-server.ts';
import { type Listener, listen } from './listener.ts';
import { filled, type MailDomainOfRange } from './mail-variant.ts';
import { closedAddress, domain, mailHost } from './names.ts';
import type { Switches } from './switches.ts';

/** MTA-STS as a domain has it whose variant says nothing of it. */
const soundPolicy = {
  sts: ['v=STSv1; id=20261101'],
  policy: 'version: STSv1\r\nmode: enforce\r\nmx: *.{d}\r\nmax_age: 604800\r\n',
} as const;

/** A mail domain `{id}.test` for each flaw, decoy and case of mail records that is switched on. */
export function mailDomainsOn({
  flaws,
  decoys,
  cases,
}: Pick<Switches, 'flaws' | 'decoys' | 'cases'>): readonly MailDomainOfRange[] {
  return [...flaws, ...decoys, ...cases].flatMap((id) => {
    const variant = mailVariants.get(id);
    return variant
      ? [{ name: `${id}.test`, variant: { ...(variant.sts === undefined ? soundPolicy : {}), ...variant } }]
      : [];
  });
}

/** How its owner lists it. */
export function mailDomainConfig({ name, variant }: MailDomainOfRange): RangeDomain {
  const { selectors = ['line1'], parked, authorDomains = [] } = variant;
  return {
    name,
    sends: parked !== true,
    selectors: [...selectors],
    authorDomains: authorDomains.map((one) => filled(one, name)),
    ...(parked === undefined ? {} : { parked }),
  };
}

export interface PolicyHosts {
  readonly map: readonly { readonly name: string; readonly port: number; readonly to: string }[];
  readonly close: () => Promise<void>;
}

/** The policy of the launch's own domain (RFC 8461 §3.2). */
export const launchPolicy = `version: STSv1\r\nmode: enforce\r\nmx: ${mailHost}\r\nmax_age: 604800\r\n`;

/** One server for every `mta-sts.` host, its certificate for all of them but those that are to lack one. */
export async function startPolicyHosts(authority: Authority, list: readonly MailDomainOfRange[]): Promise<PolicyHosts> {
  const own: MailDomainOfRange = { name: domain, variant: { policy: launchPolicy } };
  const served = [own, ...list].filter(({ variant }) => variant.policy !== undefined);
  const hosts = new Map(served.map((one) => [`mta-sts.${one.name}`, one]));
  const covered = served.filter(({ variant }) => !variant.policyUncovered).map(({ name }) => `mta-sts.${name}`);
  const listener: Listener = await listen(
    hostServer(
      (req, res) => {
        const found = hosts.get(req.headers.host ?? '');
        const right = found && req.url === '/.well-known/mta-sts.txt';
        res.writeHead(right ? (found.variant.policyStatus ?? 200) : 404, { 'content-type': 'text/plain' });
        res.end(right ? filled(found.variant.policy ?? '', found.name) : 'Not found\n');
      },
      authority.leaf({ names: covered }),
    ),
  );
  const closed = list.filter(({ variant }) => variant.policyClosed);
  const entry = (name: string, to: string) => ({ name: `mta-sts.${name}`, port: 443, to });
  return {
    map: [
      ...served.map(({ name }) => entry(name, listener.address)),
      ...closed.map(({ name }) => entry(name, closedAddress)),
    ],
    close: listener.close,
  };
}
