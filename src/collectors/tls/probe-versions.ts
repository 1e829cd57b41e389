import type { TlsResult, World } from '../../world/world.ts';
import { shakeInTurn } from '../look/gate.ts';
import { type TlsVersion, tlsVersions, type VersionProbe } from '../network-evidence.ts';

export interface VersionQuestion {
  readonly host: string;
  readonly port: number;
  readonly hello: Extract<TlsResult, { connected: true }>;
  readonly world: World;
  readonly signal: AbortSignal;
}

const retryMs = 400;
/** How servers and edges refuse a version besides an alert: they hang up. */
const hangsUp = ['reset', 'closed', 'other'];

/** Asks for each protocol version alone (RFC 8996, RFC 9325 §3.1.1); the version of `hello` is known already. */
export async function probeVersions(question: VersionQuestion): Promise<VersionProbe[]> {
  const probes: VersionProbe[] = [];
  for (const version of tlsVersions) {
    if (version === question.hello.protocol)
      probes.push({ version, outcome: 'accepted', detail: 'chosen by the server' });
    else probes.push(await probe(question, version));
  }
  return probes;
}

async function probe(question: VersionQuestion, version: TlsVersion): Promise<VersionProbe> {
  const first = await only(question, version);
  const settled = settle(version, first);
  if (settled) return settled;
  // Hanging up is a refusal only when the same server takes a modern handshake right after, and hangs up again.
  await question.world.clock.wait(retryMs, question.signal);
  const control = await shakeInTurn(question.world, {
    host: question.host,
    port: question.port,
    minVersion: 'TLSv1',
    ciphers: 'ALL:@SECLEVEL=0',
  });
  const second = await only(question, version);
  const again = settle(version, second);
  if (again) return again;
  const detail = first.connected ? '' : `${first.failure}: ${first.detail}`;
  const both = [first, second].every((each) => !each.connected && hangsUp.includes(each.failure));
  if (both && control.connected)
    return { version, outcome: 'refused', detail: 'the server hung up twice, and took a modern handshake in between' };
  return { version, outcome: 'inconclusive', detail };
}

async function only({ world, host, port }: VersionQuestion, version: TlsVersion): Promise<TlsResult> {
  // Without the lowest security level this machine would not offer old versions or old ciphers at all.
  const ciphers = version === 'TLSv1.3' ? undefined : 'ALL:@SECLEVEL=0';
  return await shakeInTurn(world, { host, port, minVersion: version, maxVersion: version, ciphers });
}

function settle(version: TlsVersion, result: TlsResult): VersionProbe | undefined {
  if (result.connected) return { version, outcome: 'accepted', detail: result.cipher };
  if (result.failure === 'alert') return { version, outcome: 'refused', detail: `alert: ${result.detail}` };
  return undefined;
}
