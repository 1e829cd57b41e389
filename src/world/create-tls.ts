import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { startDeadline } from '../model/deadline.ts';
import { type Dial, dialFirst } from './dial.ts';
import type { Fence } from './fence.ts';
import { normaliseHost } from './host-name.ts';
import type { HelloResult } from './hello-types.ts';
import { type OriginPlace, openOrigin } from './open-origin.ts';
import { oneAddress } from './one-address.ts';
import type { RequestBudget } from './request-budget.ts';
import { sendHello } from './send-hello.ts';
import { sentChain } from './sent-chain.ts';
import type { FenceAnswer, Scope } from './scope.ts';
import type { Silence } from './silence.ts';
import type { Trust } from './trust.ts';
import type { TlsClient, TlsRequest, TlsResult } from './world.ts';

export interface TlsParts {
  readonly scope: Scope;
  readonly fence: Fence;
  readonly trust: Trust;
  readonly dial: Dial;
  readonly budget: RequestBudget;
  readonly silence: Silence;
  /** Factor on every time-out; 1 for people. */
  readonly patience: number;
  /** Milliseconds in which this process could not listen (held-up.ts): no time-out counts them. */
  readonly heldUpMs?: () => number;
}

type Failure = Extract<TlsResult, { connected: false }>['failure'];
type Allowed = Extract<FenceAnswer, { allowed: true }>;
interface Refusal {
  readonly failure: 'dns' | 'fence' | 'timed-out';
  readonly detail: string;
}

const defaultTimeoutMs = 8_000;
const legacy = ['TLSv1', 'TLSv1.1'];

/** Handshakes that report instead of judging: a bad certificate connects and is described. */
export function createTls(parts: TlsParts): TlsClient {
  const { scope, fence, silence } = parts;
  const allowed = async (
    host: string,
    port: number,
    address?: string,
    via?: OriginPlace,
  ): Promise<Allowed | Refusal> => {
    const refusal = scope.refuses('look', host);
    if (refusal) return { failure: 'fence', detail: refusal.detail };
    const answer = via
      ? await openOrigin(parts, host, via)
      : oneAddress(scope, await fence.open(host, port, 'direct'), address, port);
    if (!answer.allowed)
      return { failure: answer.gap.reason === 'unreachable' ? 'dns' : 'fence', detail: answer.gap.detail };
    if (silence.holds(placeOf(host, answer)))
      return { failure: 'timed-out', detail: 'kept silent earlier in this run, so it was not asked again' };
    await parts.budget.take(host, 'look', undefined, 'handshake');
    return answer;
  };
  const heard = (place: string, failure: Failure | undefined, bytesRead: number) => {
    if (failure === 'timed-out' && bytesRead === 0) silence.keptSilent(place);
    else if (failure === undefined || bytesRead > 0) silence.answered(place);
  };
  return {
    async handshake(request) {
      const host = normaliseHost(request.host) ?? request.host;
      const answer = await allowed(host, request.port, request.address, request.via);
      if ('failure' in answer) return failed(answer.failure, answer.detail);
      const timeoutMs = (request.timeoutMs ?? defaultTimeoutMs) * parts.patience;
      const { bytesRead, ...result } = await shakeAndCount(parts, { ...request, timeoutMs }, host, answer);
      heard(placeOf(host, answer), result.connected ? undefined : result.failure, bytesRead);
      return result;
    },
    async hello(request): Promise<HelloResult> {
      const host = normaliseHost(request.host) ?? request.host;
      const answer = await allowed(host, request.port, request.address);
      if ('failure' in answer) return { answered: false, failure: answer.failure, detail: answer.detail };
      const timeoutMs = (request.timeoutMs ?? defaultTimeoutMs) * parts.patience;
      const { bytesRead, ...result } = await sendHello(parts, request, host, answer, timeoutMs);
      heard(placeOf(host, answer), result.answered ? undefined : result.failure, bytesRead);
      return result;
    },
    async addresses(host, port) {
      const name = normaliseHost(host) ?? host;
      if (scope.refuses('look', name)) return [];
      const answer = await fence.open(name, port, 'direct');
      return answer.allowed && !answer.entry ? [answer.address, ...(answer.alternatives ?? [])] : [];
    },
  };
}

/** Where silence is remembered: the host matters as well, since one address serves many. */
function placeOf(host: string, { address, port }: Allowed): string {
  return `tls ${host} ${address}:${port}`;
}

/** The handshake itself, without consent or budget; the browser's proxy verifies upstream servers with it too. */
export async function shake(
  parts: Pick<TlsParts, 'trust' | 'dial' | 'heldUpMs'>,
  request: TlsRequest,
  host: string,
  answer: Allowed,
): Promise<TlsResult> {
  const { bytesRead: _bytesRead, ...result } = await shakeAndCount(parts, request, host, answer);
  return result;
}

async function shakeAndCount(
  parts: Pick<TlsParts, 'trust' | 'dial' | 'heldUpMs'>,
  request: TlsRequest,
  host: string,
  answer: Allowed,
): Promise<TlsResult & { readonly bytesRead: number }> {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  let raw: Socket;
  let address: string;
  try {
    ({ socket: raw, address } = await dialFirst(parts.dial, answer, timeoutMs));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return { ...failed(connectFailures[code] ?? 'other', `connect: ${code || String(error)}`), bytesRead: 0 };
  }
  let socket: TLSSocket;
  try {
    // OpenSSL refuses TLS 1.0 and 1.1 at its default security level: without this a server that offers them looks fine.
    const ciphers = request.ciphers ?? (legacy.includes(request.maxVersion ?? '') ? 'ALL:@SECLEVEL=0' : undefined);
    const { minVersion, maxVersion } = request;
    socket = connect({
      socket: raw,
      host,
      ...(isIP(host) ? {} : { servername: host }),
      secureContext: parts.trust.context(answer.entry, { minVersion, maxVersion, ciphers }),
      ...(request.alpn ? { ALPNProtocols: [...request.alpn] } : {}),
      ...(request.staple ? { requestOCSP: true } : {}),
      rejectUnauthorized: false,
    });
  } catch (error) {
    raw.destroy();
    return { ...failed('local', (error as NodeJS.ErrnoException).code ?? String(error)), bytesRead: 0 };
  }
  return await new Promise((resolve) => {
    const settle = (result: TlsResult) => {
      deadline.end();
      resolve({ ...result, bytesRead: raw.bytesRead });
      socket.destroy();
      raw.destroy();
    };
    // Of the whole handshake: a server that drips bytes never goes idle.
    const deadline = startDeadline(timeoutMs, [], parts.heldUpMs);
    deadline.signal.addEventListener('abort', () => settle(failed('timed-out', `no handshake within ${timeoutMs} ms`)));
    let staple: Uint8Array | undefined;
    socket.once('OCSPResponse', (answer: Buffer | null) => {
      staple = answer && answer.length > 0 ? new Uint8Array(answer) : undefined;
    });
    socket.once('secureConnect', () => settle({ ...describe(socket, address), ...(staple ? { staple } : {}) }));
    socket.on('error', (error: NodeJS.ErrnoException) => settle(explain(error, raw.bytesRead)));
    socket.once('close', () => settle(failed('closed', 'the server closed the connection in the handshake')));
  });
}

const connectFailures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'reset',
};

function describe(socket: TLSSocket, address: string): Extract<TlsResult, { connected: true }> {
  const problem: unknown = socket.authorizationError;
  return {
    connected: true,
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    authorized: socket.authorized,
    ...(problem ? { authorizationError: problem instanceof Error ? problem.message : String(problem) } : {}),
    sentChain: sentChain(socket),
    ...(socket.alpnProtocol ? { alpn: socket.alpnProtocol } : {}),
    address,
  };
}

function explain(error: NodeJS.ErrnoException, bytesRead: number): TlsResult {
  const code = error.code ?? error.message;
  if (code === 'ECONNRESET') {
    return bytesRead === 0 && /before secure/.test(error.message)
      ? failed('closed', error.message)
      : failed('reset', code);
  }
  // An OpenSSL error before the first byte from the server cannot be the server's doing.
  if (bytesRead === 0 && /SSL|TLS/.test(code)) return failed('local', code);
  if (/ALERT/.test(code)) return failed('alert', code);
  // The server answered the offered version with another one instead of an alert: it does not speak what was offered.
  if (code === 'ERR_SSL_UNSUPPORTED_PROTOCOL' || code === 'ERR_SSL_WRONG_SSL_VERSION') return failed('alert', code);
  return failed('other', code);
}

function failed(failure: Failure, detail: string): TlsResult {
  return { connected: false, failure, detail };
}
