import type { AccountName } from '../../model/identity.ts';
import type { Target } from '../collector.ts';

/** Where an identity signs in: its own configured address, else the URL asked for, else the first app host. */
export function entryUrl(target: Target, identity: AccountName): string | undefined {
  const signIn = target.config.accounts?.[identity]?.signIn?.url;
  const base = target.url ?? appUrl(target);
  if (!signIn) return base;
  return base ? new URL(signIn, base).href : signIn;
}

function appUrl(target: Target): string | undefined {
  const hosts = target.config.target.hosts;
  const host =
    hosts.find((one) => one.role === 'app' && one.environment === 'production') ??
    hosts.find((one) => one.role === 'app') ??
    hosts[0];
  return host ? `https://${host.name}/` : undefined;
}

/** Lower-case hostname of a URL; empty where it is none. */
export function hostOfUrl(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.toLowerCase() : '';
}
