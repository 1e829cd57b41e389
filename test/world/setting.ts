import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import { GapError } from '../../src/model/gap.ts';
import type { Permit } from '../../src/model/permit.ts';
import { createScope, type OwnershipProof } from '../../src/world/create-scope.ts';
import { createWorld, type WorldOptions } from '../../src/world/create-world.ts';
import type { Clock, World } from '../../src/world/world.ts';

export interface Served {
  readonly port: number;
  readonly url: string;
  /** Connections accepted so far. */
  readonly hits: () => number;
}

/** A raw TCP server on loopback that ends with the test. */
export async function serveTcp(onSocket: (socket: Socket) => void = () => undefined): Promise<Served> {
  return await listen(createServer(onSocket));
}

export async function serveHttp(handler: RequestListener): Promise<Served> {
  return await listen(createHttpServer(handler));
}

export async function listen(server: Server): Promise<Served> {
  let hits = 0;
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    hits += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { port, url: `http://127.0.0.1:${port}/`, hits: () => hits };
}

export interface Setting extends Partial<Omit<WorldOptions, 'scope'>> {
  readonly config?: ConfigInput;
  readonly url?: string;
  readonly permitFlags?: readonly Permit[];
  readonly ownership?: readonly OwnershipProof[];
}

/** A world for one test, closed with it. */
export async function openWorld(setting: Setting): Promise<World> {
  const scope = createScope({ ...setting, config: configSchema.parse(setting.config ?? {}) });
  const world = await createWorld({ env: {}, signal: new AbortController().signal, ...setting, scope });
  onTestFinished(() => world.close());
  return world;
}

/** The gap that a look ends with, as `reason: detail`. */
export async function gapOf(look: Promise<unknown>): Promise<string> {
  try {
    await look;
    return 'no gap';
  } catch (error) {
    if (error instanceof GapError) return `${error.gap.reason}: ${error.gap.detail}`;
    throw error;
  }
}

/** Time that passes only when somebody waits; `waited` lists every wait in milliseconds. */
export function handClock(): Clock & { readonly waited: number[] } {
  let passed = 0;
  const waited: number[] = [];
  return {
    waited,
    now: () => new Date(1_700_000_000_000 + passed),
    monotonicMs: () => passed,
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      waited.push(ms);
      passed += ms;
    },
  };
}
