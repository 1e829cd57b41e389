import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { type Dial, dialFirst } from './dial.ts';
import type { Fence } from './fence.ts';
import { normaliseHost } from './host-name.ts';
import { oneAddress } from './one-address.ts';
import type { RequestBudget } from './request-budget.ts';
import { sentChain } from './sent-chain.ts';
import type { FenceAnswer, Scope } from './scope.ts';
import type { Trust } from './trust.ts';
import type { TlsClient, TlsRequest, TlsResult } from './world.ts';

export interface TlsParts {
  readonly scope: Scope;
  readonly fence: Fence;
  readonly trust: Trust;
  readonly dial: Dial;
  readonly budget: RequestBudget;
}

type Failure = Extract<TlsResult, { connected: false }>['failure'];

const defaultTimeoutMs = 8_000;
const legacy = ['TLSv1', 'TLSv1.1'];

/** Handshakes that report instead of judging: a bad certificate connects and is described. */
export function createTls(parts: TlsParts): TlsClient {
  return {
    async handshake(request) {
      const host = normaliseHost(request.host) ?? request.host;
      const refusal = parts.scope.refuses('look', host);
      if (refusal) return failed('fence', refusal.detail);
      const opened = await parts.fence.open(host, request.port, 'direct');
      const answer = oneAddress(parts.scope, opened, request.address, request.port);
      if (!answer.allowed) return failed(answer.gap.reason === 'unreachable' ? 'dns' : 'fence', answer.gap.detail);
      await parts.budget.take(host, 'look');
      return await shake(parts, request, host, answer);
    },
  };
}

/** The handshake itself, without consent or budget; the browser's proxy verifies upstream servers with it too. */
export async function shake(
  parts: Pick<TlsParts, 'trust' | 'dial'>,
  request: TlsRequest,
  host: string,
  answer: Extract<FenceAnswer, { allowed: true }>,
): Promise<TlsResult> {
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  let raw: Socket;
  let address: string;
  try {
    ({ socket: raw, address } = await dialFirst(parts.dial, answer, timeoutMs));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return failed(connectFailures[code] ?? 'other', `connect: ${code || String(error)}`);
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
      rejectUnauthorized: false,
    });
  } catch (error) {
    raw.destroy();
    return failed('local', (error as NodeJS.ErrnoException).code ?? String(error));
  }
  return await new Promise<TlsResult>((resolve) => {
    const settle = (result: TlsResult) => {
      resolve(result);
      socket.destroy();
      raw.destroy();
    };
    socket.setTimeout(timeoutMs, () => settle(failed('timed-out', `no handshake within ${timeoutMs} ms`)));
    // A server that drips bytes never goes idle, so the whole handshake has a deadline too.
    const deadline = AbortSignal.timeout(timeoutMs);
    deadline.addEventListener('abort', () => settle(failed('timed-out', `no handshake within ${timeoutMs} ms`)));
    socket.once('secureConnect', () => settle(describe(socket, address)));
    socket.on('error', (error: NodeJS.ErrnoException) => settle(explain(error, raw.bytesRead)));
    socket.once('close', () => settle(failed('closed', 'the server closed the connection in the handshake')));
  });
}

const connectFailures: Readonly<Record<string, Failure>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'reset',
};

function describe(socket: TLSSocket, address: string): TlsResult {
  const problem: unknown = socket.authorizationError;
  return {
    connected: true,
    protocol: socket.getProtocol() ?? 'unknown',
    cipher: socket.getCipher().standardName,
    authorized: socket.authorized,
    ...(problem ? { authorizationError: problem instanceof Error ? problem.message : String(problem) } : {}),
    sentChain: sentChain(socket),
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
