import { BlockList, isIP } from 'node:net';
import { headerValues } from '../header-list.ts';
import { moreEdgeProviders } from './more-providers.ts';
import { type EdgeProvider, edgeProviders as chief } from './providers.ts';

const edgeProviders: readonly EdgeProvider[] = [...chief, ...moreEdgeProviders];

/** What the owner says of an edge of his own, or of one that is not known here. */
export interface DeclaredEdge {
  readonly provider: string;
  readonly ranges?: readonly string[];
  /** Names of headers that only the edge sets. */
  readonly headers?: readonly string[];
}

/** The known edges, and the declared one: its ranges and headers come on top of those known under the same name. */
export function providersWith(declared: DeclaredEdge | undefined): readonly EdgeProvider[] {
  if (!declared?.ranges?.length && !declared?.headers?.length) return edgeProviders;
  const same = edgeProviders.find(({ id, name }) => [id, name.toLowerCase()].includes(declared.provider.toLowerCase()));
  const own: EdgeProvider = {
    id: same?.id ?? 'declared',
    name: same?.name ?? declared.provider,
    ranges: [...(same?.ranges ?? []), ...(declared.ranges ?? [])],
    source: same ? `${same.source}, and the config` : 'the config',
    asOf: same?.asOf ?? '',
    headers: [...(same?.headers ?? []), ...(declared.headers ?? []).map((name) => [name.toLowerCase(), /./] as const)],
    aliases: same?.aliases ?? [],
  };
  return [own, ...edgeProviders.filter((one) => one !== same)];
}

/** The edge whose published ranges hold the address. */
export function edgeOfAddress(
  providers: readonly EdgeProvider[],
  address: string,
): { readonly provider: EdgeProvider; readonly range: string } | undefined {
  const family = isIP(address);
  if (family === 0) return undefined;
  for (const provider of providers) {
    const found = networksOf(provider).find(([, list]) => list.check(address, family === 6 ? 'ipv6' : 'ipv4'));
    if (found) return { provider, range: found[0] };
  }
  return undefined;
}

/** Edges whose headers an answer carries, with the headers. */
export function edgesOfHeaders(
  providers: readonly EdgeProvider[],
  headers: readonly (readonly [string, string])[],
): readonly { readonly provider: EdgeProvider; readonly names: readonly string[] }[] {
  return providers.flatMap((provider) => {
    const names = provider.headers
      .filter(([name, value]) => headerValues(headers, name).some((each) => value.test(each)))
      .map(([name]) => name);
    return names.length > 0 ? [{ provider, names }] : [];
  });
}

const speaksOfEdge = /(?:^|[^a-z])(?:cdn|edge|pop)(?:[^a-z]|$)/i;
/** Edges that are known by name alone: nothing more than that they exist is written down here. */
const named =
  /gocache|azion|arvan|stormwall|edgeprism|cachefly|medianova|quic\.cloud|zenedge|g-?core|ngenix|baishan|chinacache|wangsu|x-ws-request-id|belugacdn|section-io/i;
const maxValue = 80;
/** Set by frameworks and by servers of one's own as well. */
const saysNothing =
  /^(?:x-cache-enabled|x-edge-runtime|content-security-policy.*|set-cookie|link|location|server-timing|x-middleware.*|permissions-policy|access-control-.*|report-to|nel|vary|x-ua-compatible)$/i;

/** Headers by which some edge speaks that none of ours is. Their names; a weak sign that says only "do not be sure". */
export function unknownEdge(headers: readonly (readonly [string, string])[]): readonly string[] {
  const names = headers
    .filter(
      ([name, value]) =>
        !saysNothing.test(name) &&
        (speaksOfEdge.test(name) ||
          named.test(name) ||
          (/^(?:via|server|x-.*)$/i.test(name) &&
            value.length < maxValue &&
            (speaksOfEdge.test(value) || named.test(value)))),
    )
    .map(([name]) => name.toLowerCase());
  return [...new Set(names)].slice(0, 5);
}

/** The edge that an alias leads to. */
export function edgeOfAlias(providers: readonly EdgeProvider[], alias: string): EdgeProvider | undefined {
  const name = alias.toLowerCase().replace(/\.$/, '');
  return providers.find(({ aliases }) => aliases.some((ending) => name === ending || name.endsWith(`.${ending}`)));
}

type Network = readonly [range: string, list: BlockList];
const known = new WeakMap<EdgeProvider, readonly Network[]>();

/** The ranges in a form that addresses can be looked up in; what is no network (`192.0.2.0/24`, or one address) is left out. */
function networksOf(provider: EdgeProvider): readonly Network[] {
  const before = known.get(provider);
  if (before) return before;
  const networks = provider.ranges.flatMap((range): Network[] => {
    const [network = '', length] = range.split('/');
    const family = isIP(network);
    const bits = family === 6 ? 128 : 32;
    const prefix = length === undefined ? bits : Number(length);
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > bits) return [];
    const list = new BlockList();
    list.addSubnet(network, prefix, family === 6 ? 'ipv6' : 'ipv4');
    return [[range, list]];
  });
  known.set(provider, networks);
  return networks;
}
