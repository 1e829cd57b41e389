import { GapError, gap } from '../../model/gap.ts';
import { readChain } from '../../parse/certificate.ts';
import { coversName, registrable, splitHost, urlHost } from '../../parse/host-name.ts';
import { notThePortal } from '../../parse/not-the-portal.ts';
import { bodyText } from '../../parse/body-text.ts';
import { isRedirect } from '../../parse/web-address.ts';
import type { TlsResult, World } from '../../world/world.ts';
import { defineCollector, type Target } from '../collector.ts';
import { requestInTurn, shakeInTurn } from '../look/gate.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import type { AddressProbe } from '../domain-evidence.ts';
import { ownDomains } from '../zones/own-domains.ts';

const maxAddresses = 8;
const retryMs = 500;

/** Every address behind a host by itself: does it answer, and with this launch's own certificate and pages? */
export const addressCollector = defineCollector({
  id: 'addresses',
  produces: ['net.addresses'],
  permit: 'look',
  uses: ['names'],
  timeoutMs: 120_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, { world, signal, emit, seen, brokenLooks, target }) {
    const { host, port } = splitHost(subject);
    const name = seen('net.name').find((look) => look.subject === subject)?.value;
    if (!name) {
      const broken = brokenLooks('net.name').find((look) => look.subject === subject)?.gap;
      throw new GapError(broken ?? gap('not-collected', `DNS of ${host} was not looked at.`, 'Run again.'));
    }
    const setting = { world, signal, host, port, target };
    const addresses = name.end === 'addresses' ? [...new Set(name.addresses)].slice(0, maxAddresses) : [];
    const probed = await Promise.all(addresses.map((address) => probeAddress(address, setting)));
    // Where no address shows a certificate of this launch, nothing tells somebody else's server from one that is set up wrongly.
    const probes = probed.map(
      ({ byCertificate, ...probe }): AddressProbe =>
        byCertificate && probed.every((one) => one.byCertificate) ? { ...probe, state: 'unclear' } : probe,
    );
    emit('net.addresses', subject, { host, end: name.end, aliases: name.aliases, probes });
  },
});

interface Setting {
  readonly world: World;
  readonly signal: AbortSignal;
  readonly host: string;
  readonly port?: number;
  readonly target: Target;
}

interface Probed extends AddressProbe {
  /** That it is somebody else's is said by its certificate alone. */
  readonly byCertificate?: boolean;
}

async function probeAddress(address: string, setting: Setting): Promise<Probed> {
  const { host, port = 443, world, signal } = setting;
  let shaken = await shakeInTurn(world, { host, port, address });
  if (!shaken.connected && ['timed-out', 'refused', 'dns'].includes(shaken.failure)) {
    await world.clock.wait(retryMs, signal);
    shaken = await shakeInTurn(world, { host, port, address });
  }
  if (shaken.connected) {
    const others = foreignNames(shaken, setting);
    const page = await readPage(address, 'https', shaken.authorized, setting);
    if (others === undefined || page.state === 'stranger') return { address, ...page };
    return { address, state: 'stranger', detail: `shows the certificate of ${others}`, byCertificate: true };
  }
  if (shaken.failure === 'refused' || shaken.failure === 'closed') {
    const plain = setting.port === undefined ? await readPage(address, 'http', true, setting) : undefined;
    const dead = shaken.failure === 'refused' && (plain === undefined || plain.state === 'dead');
    if (dead) return { address, state: 'dead', detail: 'refuses connections on ports 443 and 80' };
    return { address, ...(plain ?? { state: 'unclear', detail: shaken.detail }) };
  }
  if (shaken.failure === 'timed-out') return { address, state: 'silent', detail: 'no answer on port 443, asked twice' };
  const noRoute = shaken.failure === 'fence' || shaken.detail.startsWith('connect');
  if (!noRoute && shaken.failure !== 'dns') return { address, state: 'portal', detail: `answers (${shaken.detail})` };
  return { address, state: 'unclear', detail: shaken.detail };
}

/** Names of a certificate that browsers accept and that has nothing to do with this launch. */
function foreignNames(shaken: Extract<TlsResult, { connected: true }>, { host, target }: Setting): string | undefined {
  const [der] = shaken.sentChain;
  if (shaken.authorized || !der || !/ALTNAME|altnames/i.test(shaken.authorizationError ?? '')) return undefined;
  const names = readChain([der])?.[0]?.dnsNames ?? [];
  const own = [...ownDomains(target), registrable(host) ?? host];
  const foreign = names.filter((name) => !own.includes(registrable(name.replace(/^\*\./, '')) ?? name));
  if (names.length === 0 || foreign.length < names.length || names.some((name) => coversName(name, host)))
    return undefined;
  return foreign.slice(0, 3).join(', ');
}

async function readPage(
  address: string,
  scheme: 'http' | 'https',
  verified: boolean,
  { world, signal, host, port }: Setting,
): Promise<Omit<AddressProbe, 'address'>> {
  const url = `${scheme}://${urlHost(host)}${port === undefined ? '' : `:${port}`}/`;
  try {
    const response = await requestInTurn(world, {
      url,
      permit: 'look',
      address,
      timeoutMs: 8_000,
      maxBodyBytes: 64 * 1024,
      signal,
      ...(verified ? {} : { allowInvalidCertificate: true }),
    });
    const text = bodyText(response.body, response.headers);
    const stranger = isRedirect(response.status) ? null : notThePortal({ ...response, text });
    if (stranger && ['parked', 'unclaimed', 'default-page'].includes(stranger.kind))
      return { state: 'stranger', detail: stranger.what };
    if (stranger) return { state: 'unclear', detail: stranger.what };
    return { state: 'portal', detail: `answers ${response.status} over ${scheme}` };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    const refused = /refuses connections/.test(error.gap.detail);
    if (refused) return { state: 'dead', detail: error.gap.detail };
    // It shook hands, so something is there; what it shows was not seen.
    return { state: error.gap.reason === 'timed-out' ? 'silent' : 'unclear', detail: error.gap.detail };
  }
}
