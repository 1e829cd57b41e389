import { isIP, type Socket } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { buildConnector } from 'undici';
import { type Dial, dialFirst } from './dial.ts';
import type { FenceAnswer } from './scope.ts';
import type { Trust } from './trust.ts';

export interface ConnectorTarget {
  readonly host: string;
  readonly answer: Extract<FenceAnswer, { allowed: true }>;
  /** Accepts any certificate. */
  readonly insecure: boolean;
  readonly timeoutMs: number;
}

export interface ConnectorParts {
  readonly dial: Dial;
  readonly trust: Trust;
}

/**
 * A connector for undici that knows one destination only: the address that the fence has checked, SNI kept. While the first
 * connection is being made the others wait, so that they can resume its session: a full handshake with its certificates
 * costs both sides most of what a small request costs (RFC 8446 §2.2).
 */
export function connectorTo(
  parts: ConnectorParts,
  target: ConnectorTarget,
  onAddress: (address: string) => void,
): buildConnector.connector {
  let first: Promise<unknown> | undefined;
  let session: Buffer | undefined;
  const openOne = async (protocol: string): Promise<Socket> => {
    const { socket, address } = await dialFirst(parts.dial, target.answer, target.timeoutMs);
    onAddress(address);
    if (protocol !== 'https:') return socket;
    const resumed = session;
    const secured = await secure(parts.trust, target, socket, 'http/1.1', resumed).catch((error: unknown) => {
      // A server that cannot take its own session back is asked without one the next time.
      if (session === resumed) session = undefined;
      throw error;
    });
    secured.on('session', (ticket: Buffer) => {
      session = ticket;
    });
    session ??= secured.getSession();
    return secured;
  };
  const open = async (protocol: string): Promise<Socket> => {
    if (!first) {
      const opening = openOne(protocol);
      first = opening.catch(() => undefined);
      return await opening;
    }
    await first;
    return await openOne(protocol);
  };
  return (options, callback) => {
    open(options.protocol).then(
      (socket) => callback(null, socket),
      (error: Error) => callback(error, null),
    );
  };
}

/** A TLS connection to the same one destination, with one protocol offered (RFC 7301). */
export async function openSecure(
  parts: ConnectorParts,
  target: ConnectorTarget,
  protocol: 'http/1.1' | 'h2',
): Promise<{ readonly socket: TLSSocket; readonly address: string }> {
  const { socket, address } = await dialFirst(parts.dial, target.answer, target.timeoutMs);
  return { socket: await secure(parts.trust, target, socket, protocol), address };
}

function secure(
  trust: Trust,
  target: ConnectorTarget,
  socket: Socket,
  protocol: string,
  session?: Buffer,
): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const secured = connect({
      socket,
      host: target.host,
      ...(isIP(target.host) ? {} : { servername: target.host }),
      secureContext: trust.context(target.answer.entry),
      ALPNProtocols: [protocol],
      ...(session ? { session } : {}),
      rejectUnauthorized: !target.insecure,
    });
    secured.setTimeout(target.timeoutMs, () =>
      secured.destroy(Object.assign(new Error('TLS handshake timed out'), { code: 'ETIMEDOUT' })),
    );
    secured.once('error', reject);
    secured.once('close', () => reject(Object.assign(new Error('closed in the handshake'), { code: 'ECONNRESET' })));
    secured.once('secureConnect', () => {
      secured.setTimeout(0);
      secured.removeAllListeners('timeout');
      secured.off('error', reject);
      resolve(secured);
    });
  });
}
