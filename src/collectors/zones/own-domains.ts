import { isLiteral, isPlatformName, registrable, splitHost } from '../../parse/host-name.ts';
import type { Target } from '../collector.ts';
import { hostSubjects } from '../look/host-subjects.ts';

/** Every listed host without its port, once. */
export function listedHosts(target: Target): readonly string[] {
  const subjects = hostSubjects(target);
  return 'reason' in subjects ? [] : [...new Set(subjects.map((subject) => splitHost(subject).host))];
}

/** The registered names of the launch: of its hosts and its mail domains; names of a hosting platform are not its own. */
export function ownDomains(target: Target): readonly string[] {
  const names = [...listedHosts(target), ...target.config.target.domains.map(({ name }) => splitHost(name).host)];
  const own = names.filter((name) => !isLiteral(name) && !isPlatformName(name));
  return [...new Set(own.flatMap((name) => registrable(name) ?? []))];
}

export function isBelow(name: string, domain: string): boolean {
  return name === domain || name.endsWith(`.${domain}`);
}

/** A listed host of that domain, whose consent counts for DNS questions about it. */
export function hostBelow(domain: string, target: Target): string {
  return listedHosts(target).find((host) => isBelow(host, domain)) ?? domain;
}

/** `a.b.example.com` below `example.com`: itself, `b.example.com`, `example.com`. */
export function namesUpTo(name: string, domain: string): readonly string[] {
  const names: string[] = [];
  for (let rest = name; isBelow(rest, domain); rest = rest.slice(rest.indexOf('.') + 1)) {
    names.push(rest);
    if (rest === domain) break;
  }
  return names;
}
