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

/** Tries the allowed addresses in order (at most three) and throws the last error. */
export async function dialFirst(
  dial: Dial,
  answer: { readonly address: string; readonly alternatives?: readonly string[]; readonly port: number },
  timeoutMs: number,
): Promise<Dialled> {
  let failure: unknown;
  for (const address of [answer.address, ...(answer.alternatives ?? [])].slice(0, 3)) {
    try {
      return { socket: await dial(address, answer.port, timeoutMs), address };
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
