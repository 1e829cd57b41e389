import { GapError, gap } from '../../model/gap.ts';
import { readChain } from '../../parse/certificate.ts';
import { splitHost } from '../../parse/host-name.ts';
import type { TlsRequest, TlsResult } from '../../world/world.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { shakeInTurn } from '../look/gate.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import type { CertificateLook } from '../network-evidence.ts';
import { probeVersions } from './probe-versions.ts';

type Connected = Extract<TlsResult, { connected: true }>;
const retryMs = 700;

/** The chain that a host sends and the protocol versions that it takes. */
export const tlsCollector = defineCollector({
  id: 'tls',
  produces: ['net.certificate', 'net.protocols'],
  permit: 'look',
  timeoutMs: 600_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host, port = 443 } = splitHost(subject);
    const hello = await shake(context, { host, port });
    emitCertificate(subject, { host, port }, hello, context);
    const versions = await probeVersions({ host, port, hello, world: context.world, signal: context.signal });
    context.emit('net.protocols', subject, { host, port, versions });
  },
});

/**
 * A handshake as browsers make it; then one that takes old versions and short keys too, so that a weak server is described
 * rather than missed. Throws GapError where neither comes about, also at the second try.
 */
async function shake({ world, signal }: CollectContext, at: { host: string; port: number }): Promise<Connected> {
  const lenient: TlsRequest = { ...at, minVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' };
  let last: TlsResult | undefined;
  for (const round of [0, 1]) {
    if (round > 0) await world.clock.wait(retryMs, signal);
    for (const request of [at, lenient]) {
      last = await shakeInTurn(world, request);
      if (last.connected) return last;
      if (['timed-out', 'refused', 'dns', 'fence'].includes(last.failure)) break;
    }
    if (!last?.connected && last?.failure === 'fence') break;
  }
  throw new GapError(handshakeGap(at, last));
}

function handshakeGap({ host, port }: { host: string; port: number }, result: TlsResult | undefined) {
  const place = `${host}:${port}`;
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
  return gap(
    'unreachable',
    `${place} broke the TLS handshake off (${detail}).`,
    `Check the TLS set-up of ${place}.`,
    30,
  );
}

function emitCertificate(
  subject: string,
  at: { host: string; port: number },
  hello: Connected,
  { emit, gap: record }: CollectContext,
): void {
  const chain = readChain(hello.sentChain);
  if (!chain || chain.length === 0) {
    record(
      'net.certificate',
      subject,
      gap('unreadable', `${at.host} sent no readable certificate.`, 'Check it with openssl s_client.'),
    );
    return;
  }
  const { authorizationError } = hello;
  const look: CertificateLook = {
    ...at,
    protocol: hello.protocol,
    authorized: hello.authorized,
    ...(authorizationError ? { authorizationError } : {}),
    chain,
  };
  emit('net.certificate', subject, look);
}
