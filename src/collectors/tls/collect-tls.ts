import { GapError, gap } from '../../model/gap.ts';
import { readChain } from '../../parse/certificate.ts';
import { splitHost, urlHost } from '../../parse/host-name.ts';
import type { TlsRequest, TlsResult } from '../../world/world.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { shakeInTurn } from '../look/gate.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import type { AddressCertificate, CertificateLook, Stapling, UnseenAddress } from '../network-evidence.ts';
import { lookAtStaple } from './look-at-staple.ts';
import { answersHello, lookAtOffers, type Offered } from './offers.ts';
import { tlsAddresses } from './tls-addresses.ts';

type Connected = Extract<TlsResult, { connected: true }>;
interface Place {
  readonly host: string;
  readonly port: number;
  readonly address?: string;
}
const retryMs = 700;
const alpn = ['h2', 'http/1.1'];
const noRoute = /ENETUNREACH|EADDRNOTAVAIL|EAFNOSUPPORT|EHOSTUNREACH/;

/** At every address of a host: the chain that it sends, the protocol versions and the cipher suites that it takes. */
export const tlsCollector = defineCollector({
  id: 'tls',
  produces: ['net.certificate', 'net.protocols', 'net.ciphers'],
  permit: 'look',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host, port = 443 } = splitHost(subject);
    const addresses = await tlsAddresses(context.world, host, port);
    const places: Place[] =
      addresses.length > 0 ? addresses.map((address) => ({ host, port, address })) : [{ host, port }];
    const looks = await Promise.all(places.map((place) => lookAt(context, place)));
    const first = looks.flatMap((look) => ('hello' in look ? [look] : []));
    const second = await Promise.all(first.map((look) => secondCertificate(context, look)));
    const seen = [...first, ...second.flatMap((look) => look ?? [])];
    const [shown, ...others] = seen;
    const missed = looks.flatMap((look) => ('error' in look ? [look] : []));
    const [main, ...rest] = looks.flatMap(({ place, offered }) => (offered ? [{ place, offered }] : []));
    if (!main) throw missed[0]?.error;
    if (shown) emitCertificate(subject, shown, others, missed.map(unseenAddress), context);
    else if (missed[0]) context.gap('net.certificate', subject, missed[0].error.gap);
    const { versions, offers } = main.offered;
    const elsewhere = rest.map(({ place, offered }) => ({ address: place.address ?? '', ...offered }));
    const differs = (key: 'versions' | 'offers') =>
      elsewhere.filter((one) => JSON.stringify(one[key]) !== JSON.stringify(main.offered[key]));
    const versionsElsewhere = differs('versions').map(({ address, versions: own }) => ({ address, versions: own }));
    const offersElsewhere = differs('offers').map(({ address, offers: own }) => ({ address, offers: own }));
    context.emit('net.protocols', subject, {
      host,
      port,
      versions,
      ...(versionsElsewhere.length > 0 ? { elsewhere: versionsElsewhere } : {}),
    });
    context.emit('net.ciphers', subject, {
      host,
      port,
      offers,
      ...(offersElsewhere.length > 0 ? { elsewhere: offersElsewhere } : {}),
    });
  },
});

interface Seen {
  readonly place: Place;
  /** Where this is the second certificate of the same place. */
  readonly shownTo?: 'RSA' | 'ECDSA';
  readonly hello: Connected;
  readonly offered: Offered;
  readonly stapling?: Stapling;
}
interface Missed {
  readonly place: Place;
  readonly error: GapError;
  readonly detail: string;
  /** It completes no handshake of ours, and answers hellos. */
  readonly offered?: Offered;
}

async function lookAt(context: CollectContext, place: Place): Promise<Seen | Missed> {
  try {
    const hello = await shake(context, place);
    const { world, signal } = context;
    const [offered, stapling] = await Promise.all([
      lookAtOffers({ world, signal, ...place }),
      lookAtStaple(context, { ...place, alpn }, hello),
    ]);
    return { place, hello, offered, ...(stapling ? { stapling } : {}) };
  } catch (error) {
    if (!(error instanceof GapError) || context.signal.aborted || error.gap.reason === 'budget-spent') throw error;
    const { world, signal } = context;
    const speaks = error.gap.reason === 'unreachable' && (await answersHello({ world, signal, ...place }));
    const offered = speaks ? await lookAtOffers({ world, signal, ...place }) : undefined;
    return { place, error, detail: error.gap.detail, ...(offered ? { offered } : {}) };
  }
}

function unseenAddress({ place: { address = '' }, detail }: Missed): UnseenAddress {
  return { address, detail, ...(address.includes(':') && noRoute.test(detail) ? { noRoute: true as const } : {}) };
}

/**
 * A handshake as browsers make it; then one that takes old versions and short keys too, so that a weak server is described
 * rather than missed. Throws GapError where neither comes about, also at the second try.
 */
async function shake({ world, signal }: CollectContext, at: Place): Promise<Connected> {
  const browser: TlsRequest = { ...at, alpn, staple: true };
  const lenient: TlsRequest = { ...at, minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' };
  let last: TlsResult | undefined;
  for (const round of [0, 1]) {
    if (round > 0) await world.clock.wait(retryMs, signal);
    for (const request of [browser, lenient]) {
      last = await shakeInTurn(world, request);
      if (last.connected) return last;
      if (['timed-out', 'refused', 'dns', 'fence'].includes(last.failure)) break;
    }
    if (!last?.connected && last?.failure === 'fence') break;
  }
  throw new GapError(handshakeGap(at, last));
}

/** Servers may have an RSA certificate beside an ECDSA one (RFC 8422 §5.3, RFC 5246 §7.4.2): the other is asked for too. */
async function secondCertificate(context: CollectContext, { place, hello, offered }: Seen): Promise<Seen | undefined> {
  const suites = offered.offers.find(({ version }) => version === 'TLSv1.2')?.suites ?? [];
  const both = [/_(?:RSA)_WITH_/, /_ECDSA_WITH_/].every((kind) => suites.some((suite) => kind.test(suite)));
  const leaf = readChain(hello.sentChain.slice(0, 1))?.[0];
  if (!both || !leaf) return undefined;
  const shownTo = leaf.keyType === 'ec' ? 'RSA' : 'ECDSA';
  const request: TlsRequest = { ...place, maxVersion: 'TLSv1.2', ciphers: `a${shownTo}:@SECLEVEL=0` };
  const other = await shakeInTurn(context.world, request);
  return other.connected ? { place, shownTo, hello: other, offered } : undefined;
}

function handshakeGap({ host, port, address }: Place, result: TlsResult | undefined) {
  const place = `${urlHost(host)}:${port}${address === undefined ? '' : ` (${address})`}`;
  if (!result || result.connected) return gap('inconclusive', `${place} was not asked.`, 'Run again.');
  const { failure, detail } = result;
  if (failure === 'timed-out')
    return gap(
      'timed-out',
      `${place} did not finish a TLS handshake in time.`,
      `Check that ${place} answers, then run again.`,
    );
  if (failure === 'refused')
    return gap('unreachable', `Nothing listens at ${place}.`, `Start the server behind ${place}, then run again.`, 15);
  if (failure === 'fence') return gap('refused', detail, 'Correct the list of hosts.', 2);
  if (failure === 'dns') return gap('unreachable', detail, `Check the DNS records of ${host}.`);
  if (detail === 'ERR_SSL_WRONG_VERSION_NUMBER' || detail === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
    return gap(
      'unreachable',
      `${place} does not speak TLS: it answers a handshake in clear.`,
      `Serve ${host} over https://, or audit it under the https:// address that customers use; a server on this machine under http://.`,
      30,
    );
  return gap(
    'unreachable',
    `${place} broke the TLS handshake off (${detail}).`,
    `Check the TLS set-up of ${place}.`,
    30,
  );
}

function emitCertificate(
  subject: string,
  { place, hello, stapling }: Seen,
  others: readonly Seen[],
  unseenAt: readonly UnseenAddress[],
  { emit, gap: record }: CollectContext,
): void {
  const { host, port, address } = place;
  const chain = readChain(hello.sentChain);
  if (!chain || chain.length === 0) {
    record(
      'net.certificate',
      subject,
      gap('unreadable', `${host} sent no readable certificate.`, 'Check it with openssl s_client.'),
    );
    return;
  }
  const shown = others.map(
    (one): AddressCertificate => ({
      address: one.place.address ?? '',
      ...(one.shownTo ? { shownTo: one.shownTo } : {}),
      ...verdictOf(one.hello),
      chain: readChain(one.hello.sentChain) ?? [],
      ...(one.stapling ? { stapling: one.stapling } : {}),
    }),
  );
  const mark = (one: Pick<AddressCertificate, 'authorized' | 'chain' | 'stapling'>) =>
    JSON.stringify([one.authorized, one.chain.map(({ sha256 }) => sha256), one.stapling?.came, one.stapling?.says]);
  const own = mark({ authorized: hello.authorized, chain, stapling });
  const elsewhere = shown.filter((one) => mark(one) !== own);
  const sameAt = shown.filter((one) => mark(one) === own && !one.shownTo).map((one) => one.address);
  const look: CertificateLook = {
    host,
    port,
    protocol: hello.protocol,
    ...verdictOf(hello),
    chain,
    ...(address === undefined ? {} : { address }),
    ...(hello.alpn === undefined ? {} : { alpn: hello.alpn }),
    ...(stapling ? { stapling } : {}),
    ...(elsewhere.length > 0 ? { elsewhere } : {}),
    ...(sameAt.length > 0 ? { sameAt } : {}),
    ...(unseenAt.length > 0 ? { unseenAt } : {}),
  };
  emit('net.certificate', subject, look);
}

function verdictOf({ authorized, authorizationError }: Connected) {
  return { authorized, ...(authorizationError ? { authorizationError } : {}) };
}
