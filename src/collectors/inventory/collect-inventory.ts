import { GapError, gap } from '../../model/gap.ts';
import { bodyText } from '../../parse/body-text.ts';
import { splitHost } from '../../parse/host-name.ts';
import { hostsInText } from '../../parse/page-hosts.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { FoundName, InventoryLook } from '../domain-evidence.ts';
import { requestInTurn } from '../look/gate.ts';
import { inTurn } from '../look/in-turn.ts';
import { type LookedUp, lookUpName } from '../dns/look-up-name.ts';
import { unregistered } from '../zones/look-at-server.ts';
import { placeOf, placesAsOf } from '../../parse/unclaimed-place.ts';
import { isBelow, listedHosts, ownDomains } from '../zones/own-domains.ts';

const maxScriptsPerHost = 3;
const maxScripts = 30;
const maxScriptBytes = 4 * 1024 * 1024;
const maxFound = 100;

/** Every hostname below the launch's own domains, by where it was met. Names that are not listed are asked of DNS only. */
export const inventoryCollector = defineCollector({
  id: 'inventory',
  produces: ['net.inventory'],
  permit: 'look',
  uses: ['names', 'tls', 'web'],
  after: ['zones', 'crawl'],
  timeoutMs: 90_000,
  subjects: (target) => {
    if (ownDomains(target).length > 0) return [target.name];
    return gap('not-configured', 'No listed host has a domain of its own.', 'List the public names of the launch.', 2);
  },
  hostOf: (_subject, target) => listedHosts(target)[0] ?? target.name,
  async collect(subject, context) {
    const { target, emit, world } = context;
    const domains = ownDomains(target);
    const { found, looked } = await gather(domains, context);
    if (looked.length === 0)
      throw new GapError(gap('unreachable', 'Neither certificates nor pages could be read.', 'Bring the hosts up.'));
    const listed = listedHosts(target);
    const names = [...found].filter(([name]) => !listed.includes(name)).sort(([a], [b]) => (a < b ? -1 : 1));
    const rows: FoundName[] = [];
    const wildcardOf = wildcards(context);
    await inTurn(names.slice(0, maxFound), 10, async ([name, sources]) => {
      const { look } = await lookUpName(name, context.world, context.signal);
      const exists = look.end === 'addresses' || look.end === 'no-address' || look.aliases.length > 0;
      const inDns = look.end === 'unanswered' ? 'unknown' : exists ? 'yes' : 'no';
      const byWildcard = exists ? await wildcardOf(look) : undefined;
      rows.push({ name, sources: [...sources].sort(), inDns, ...(byWildcard === undefined ? {} : { byWildcard }) });
      // A name that nobody thought of is where a forgotten alias hides; DNS alone shows that.
      if (look.aliases.length === 0) return;
      const last = look.aliases.at(-1) ?? '';
      const free = look.end === 'no-such-name' ? await unregistered(last, world) : undefined;
      const match = look.end === 'no-such-name' ? placeOf(look.aliases) : undefined;
      emit('net.pointer', name, {
        what: 'host',
        name,
        listed: false,
        end: look.end,
        aliases: look.aliases,
        ...(free === undefined ? {} : { unregistered: free }),
        ...(match
          ? {
              claim: {
                provider: match.place.name,
                suffix: match.suffix,
                state: 'gone',
                source: match.place.source,
                asOf: placesAsOf,
              },
            }
          : {}),
      });
    });
    emit('net.inventory', subject, {
      target: subject,
      domains,
      listed: listedRows(context),
      found: rows.sort((one, other) => (one.name < other.name ? -1 : 1)),
      looked,
    });
  },
});

/** Whether a name exists only as every made-up name beside it does (RFC 4592): the same aliases, the same addresses. */
function wildcards({ world, signal }: CollectContext) {
  const madeUp = new Map<string, Promise<LookedUp>>();
  const ends = (look: LookedUp) => [...look.aliases.slice(-1), ...[...look.addresses].sort()].join(' ');
  return async (look: LookedUp): Promise<string | undefined> => {
    const parent = look.host.slice(look.host.indexOf('.') + 1);
    const asked =
      madeUp.get(parent) ?? lookUpName(`lr-${world.randomHex(5)}.${parent}`, world, signal).then((one) => one.look);
    madeUp.set(parent, asked);
    const other = await asked;
    return other.end === 'addresses' && ends(other) === ends(look) ? `*.${parent}` : undefined;
  };
}

function listedRows({ target }: CollectContext): InventoryLook['listed'] {
  return target.config.target.hosts.map(({ name, role, owner, purpose }) => ({
    name: splitHost(name).host,
    role,
    ...(owner === undefined ? {} : { owner }),
    purpose: purpose !== undefined || role !== 'app' || /^(?:app|portal|my|www|customer)/.test(name),
  }));
}

async function gather(domains: readonly string[], context: CollectContext) {
  const { seen, world, signal } = context;
  const found = new Map<string, Set<string>>();
  const looked = new Set<string>();
  const add = (name: string, source: string) => {
    const host = name.toLowerCase().replace(/\.$/, '');
    if (host.includes('*') || !domains.some((domain) => isBelow(host, domain))) return;
    const sources = found.get(host) ?? new Set<string>();
    found.set(host, sources.add(source));
  };
  for (const { value } of seen('net.certificate')) {
    looked.add('certificates');
    for (const name of value.chain[0]?.dnsNames ?? []) add(name, 'certificate');
  }
  for (const { value } of seen('net.name')) for (const alias of value.aliases) add(alias, 'dns');
  const scripts: string[] = [];
  for (const { value } of seen('net.page')) {
    for (const { to, headers } of value.responses) {
      if (to !== undefined) add(URL.parse(to)?.hostname ?? '', 'redirect');
      for (const [name, text] of headers)
        if (name.startsWith('content-security-policy')) for (const host of namesInPolicy(text)) add(host, 'policy');
    }
    if (!value.html) continue;
    looked.add('pages');
    for (const host of value.html.hosts ?? []) add(host, 'link');
    const last = value.responses.at(-1);
    if (last)
      for (const path of (value.html.scripts ?? []).slice(0, maxScriptsPerHost))
        scripts.push(new URL(path, last.url).href);
  }
  for (const { value } of seen('portal.coverage')) {
    looked.add('the crawl');
    for (const host of value.hostsFoundNotListed) add(host, 'portal');
  }
  await inTurn([...new Set(scripts)].slice(0, maxScripts), 6, async (url) => {
    try {
      const response = await requestInTurn(world, { url, permit: 'look', maxBodyBytes: maxScriptBytes, signal });
      if (response.status !== 200) return;
      looked.add('scripts');
      for (const host of hostsInText(bodyText(response.body, response.headers), domains)) add(host, 'script');
    } catch (error) {
      // A script that does not come tells nothing; the pages and certificates still do.
      if (!(error instanceof GapError) || signal.aborted) throw error;
    }
  });
  return { found, looked: [...looked].sort() };
}

/** Host sources of a policy: `https://api.example.com:443/x`, `cdn.example.com`. */
function namesInPolicy(text: string): string[] {
  return text
    .split(/[\s;,]+/)
    .flatMap(
      (token) => /^(?:[a-z]+:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::[\d*]+)?(?:\/\S*)?$/i.exec(token)?.[1] ?? [],
    );
}
