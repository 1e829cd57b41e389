import type { Exchange } from '../recorder.ts';

/**
 * Hosts that stand for a customer: `acme.portal.example` is met by A alone, `globex.portal.example` by B alone. Each maps to
 * `{tenant}.portal.example`; hosts that both meet map to nothing.
 */
export function tenantHosts(exchanges: readonly Exchange[]): ReadonlyMap<string, string> {
  const of = (identity: 'a' | 'b') =>
    new Set(exchanges.filter((one) => one.identity === identity).map((one) => new URL(one.url).host));
  const [a, b] = [of('a'), of('b')];
  const rest = (host: string) => host.slice(host.indexOf('.') + 1);
  const alone = (own: ReadonlySet<string>, other: ReadonlySet<string>) =>
    [...own].filter((host) => !other.has(host) && host.split('.').length >= 3);
  const [mine, theirs] = [alone(a, b), alone(b, a)];
  return new Map(
    [...mine, ...theirs]
      .filter(
        (host) => [...mine].some((one) => rest(one) === rest(host)) && theirs.some((one) => rest(one) === rest(host)),
      )
      .map((host) => [host, `{tenant}.${rest(host)}`]),
  );
}
