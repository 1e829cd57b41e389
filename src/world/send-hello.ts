import { randomBytes } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { startDeadline } from '../model/deadline.ts';
import { clientHello } from './client-hello.ts';
import { type Dial, dialFirst } from './dial.ts';
import type { HelloRequest, HelloResult } from './hello-types.ts';
import type { FenceAnswer } from './scope.ts';
import { readFlight } from './server-flight.ts';

const maxFlightBytes = 256 * 1024;
const connectFailures: Readonly<Record<string, Extract<HelloResult, { answered: false }>['failure']>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  ECONNRESET: 'reset',
};

/** Says hello by hand, reads the server's first flight and hangs up; no key is ever agreed on. */
export async function sendHello(
  parts: { readonly dial: Dial; readonly heldUpMs?: () => number },
  request: HelloRequest,
  host: string,
  answer: Extract<FenceAnswer, { allowed: true }>,
  timeoutMs: number,
): Promise<HelloResult & { readonly bytesRead: number }> {
  let socket: Socket;
  let address: string;
  try {
    ({ socket, address } = await dialFirst(parts.dial, answer, timeoutMs));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    const failure = connectFailures[code] ?? 'other';
    return { answered: false, failure, detail: `connect: ${code || String(error)}`, bytesRead: 0 };
  }
  return await new Promise((resolve) => {
    let received = Buffer.alloc(0);
    const settle = (result: HelloResult) => {
      deadline.end();
      resolve({ ...result, bytesRead: received.length });
      socket.destroy();
    };
    const broken = (failure: 'reset' | 'closed' | 'timed-out' | 'other', detail: string) =>
      settle({ answered: false, failure, detail });
    const deadline = startDeadline(timeoutMs, [], parts.heldUpMs);
    deadline.signal.addEventListener('abort', () => broken('timed-out', `no answer within ${timeoutMs} ms`));
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const flight = readFlight(received, request.version);
      if (flight.state === 'chosen') {
        const { version, suite, dhBits } = flight;
        settle({ answered: true, version, suite, ...(dhBits === undefined ? {} : { dhBits }), address });
      } else if (flight.state === 'alert')
        settle({ answered: false, failure: 'alert', detail: `alert ${flight.alert}`, alert: flight.alert });
      else if (flight.state === 'not-tls') broken('other', flight.detail);
      else if (received.length > maxFlightBytes) broken('other', 'a first flight without an end');
    });
    socket.once('end', () => broken('closed', 'the server closed the connection after the hello'));
    socket.once('close', () => broken('closed', 'the server closed the connection after the hello'));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      broken(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? 'reset' : 'other', error.code ?? error.message),
    );
    const { version, suites } = request;
    socket.write(
      clientHello({ version, suites, random: randomBytes(96), ...(isIP(host) === 0 ? { serverName: host } : {}) }),
    );
  });
}
