import type { AddressInfo, Server, Socket } from 'node:net';

export interface Listener {
  /** 127.0.0.1:PORT */
  readonly address: string;
  readonly close: () => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. Closing drops every connection, those in the middle of a handshake as well. */
export async function listen(server: Server): Promise<Listener> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
