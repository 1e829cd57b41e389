import { connect, type Socket } from 'node:net';

/** Opens a TCP connection to an address literal that the fence has allowed. `ETIMEDOUT` after `timeoutMs`. */
export type Dial = (address: string, port: number, timeoutMs: number) => Promise<Socket>;

export const dialTcp: Dial = (address, port, timeoutMs) =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: address, port, noDelay: true, autoSelectFamily: false });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () =>
      fail(Object.assign(new Error(`connect ETIMEDOUT ${address}:${port}`), { code: 'ETIMEDOUT' })),
    );
    socket.once('error', fail);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.removeAllListeners('timeout');
      socket.off('error', fail);
      resolve(socket);
    });
  });

export interface Dialled {
  readonly socket: Socket;
  readonly address: string;
}

const nextAfterMs = 300;

/**
 * Tries the allowed addresses (at most three) as browsers do: the next one is begun when the one before has failed or has
 * kept silent for a moment, and the first that answers is taken (RFC 8305 §5). Throws the last error.
 */
export async function dialFirst(
  dial: Dial,
  answer: { readonly address: string; readonly alternatives?: readonly string[]; readonly port: number },
  timeoutMs: number,
): Promise<Dialled> {
  const addresses = [answer.address, ...(answer.alternatives ?? [])].slice(0, 3);
  if (addresses.length === 1)
    return { socket: await dial(answer.address, answer.port, timeoutMs), address: answer.address };
  return await new Promise((resolve, reject) => {
    let begun = 0;
    let failed = 0;
    let done = false;
    let timer: NodeJS.Timeout | undefined;
    const next = () => {
      clearTimeout(timer);
      const address = addresses[begun];
      if (done || address === undefined) return;
      begun += 1;
      timer = setTimeout(next, nextAfterMs);
      dial(address, answer.port, timeoutMs).then(
        (socket) => {
          if (done) return void socket.destroy();
          done = true;
          clearTimeout(timer);
          resolve({ socket, address });
        },
        (error: unknown) => {
          failed += 1;
          if (failed < addresses.length) return next();
          clearTimeout(timer);
          reject(error);
        },
      );
    };
    next();
  });
}
