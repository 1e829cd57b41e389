import { type Gap, gap } from '../../model/gap.ts';
import { isLiteral, splitHost, urlHost } from '../../parse/host-name.ts';
import type { Target } from '../collector.ts';

/** Every listed host once, lower case, and the host of the URL that was asked for. */
export function hostSubjects(target: Target): readonly string[] | Gap {
  const names = target.config.target.hosts.map((host) => host.name.toLowerCase());
  const asked = target.url === undefined ? null : URL.parse(target.url);
  if (asked && /^https?:$/.test(asked.protocol)) {
    const name = asked.port === '' ? asked.hostname : `${asked.hostname}:${asked.port}`;
    const known = names.some((each) => splitHost(each).host === splitHost(name).host);
    if (!known) names.push(name.toLowerCase());
  }
  const { onlyHost } = target;
  const wanted = onlyHost === undefined ? names : names.filter((name) => areSiblings(splitHost(name).host, onlyHost));
  if (wanted.length > 0) return [...new Set(wanted)];
  return gap('not-configured', 'No host is listed.', 'List the portal’s hostnames in target.hosts, or give a URL.', 2);
}

/** The same name, or the other one of a www pair. */
function areSiblings(one: string, other: string): boolean {
  const bare = (name: string) => name.toLowerCase().replace(/^www\./, '');
  return bare(one) === bare(other);
}

/** The host whose consent counts for a subject that may carry a port. */
export function hostOfSubject(subject: string): string {
  return splitHost(subject).host;
}

export function roleOf(subject: string, target: Target): string {
  return target.config.target.hosts.find((host) => host.name.toLowerCase() === subject)?.role ?? 'app';
}

/**
 * Where a host's pages are looked for: https, except for a server on this machine that was asked for as `http://…`, which
 * nobody reaches from outside.
 */
export function originOf(subject: string, target: Target): string {
  const asked = target.url === undefined ? null : URL.parse(target.url);
  const local = asked?.protocol === 'http:' && isLiteral(splitHost(subject).host);
  const same = local && asked.host === new URL(`http://${urlHost(subject)}`).host;
  return `${same ? 'http' : 'https'}://${urlHost(subject)}`;
}
