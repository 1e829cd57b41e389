import type { HelloRequest, HelloResult } from '../../world/hello-types.ts';
import type { HttpRequest, HttpResponse, TlsRequest, TlsResult, World } from '../../world/world.ts';

/**
 * Hundreds of hosts are looked at together. Beyond some dozens of open exchanges this process itself becomes the slow one,
 * and its time-outs would be blamed on the hosts; so exchanges wait here, before their clock starts.
 */
export const openAtOnce = 64;
/** While this process is the slow one: as many as keep it busy. */
const openWhenBusy = 8;

interface Gate {
  open: number;
  readonly waiting: (() => void)[];
}
const gates = new WeakMap<World, Gate>();

async function through<T>(world: World, work: () => Promise<T>): Promise<T> {
  const gate = gates.get(world) ?? { open: 0, waiting: [] };
  gates.set(world, gate);
  const room = () => gate.open < (world.busy?.() ? openWhenBusy : openAtOnce);
  if (!room()) await new Promise<void>((resolve) => gate.waiting.push(resolve));
  else gate.open += 1;
  try {
    return await work();
  } finally {
    gate.open -= 1;
    // Who came last goes first: a host that is being looked at goes on over the connections that it has, and the others
    // begin when it is done. There is always room for one, so nobody waits for ever.
    while (gate.waiting.length > 0 && room()) {
      gate.open += 1;
      gate.waiting.pop()?.();
    }
  }
}

/** `world.http.request`, a bounded number at once. */
export async function requestInTurn(world: World, request: HttpRequest): Promise<HttpResponse> {
  return await through(world, () => world.http.request(request));
}

/** `world.tls.handshake`, a bounded number at once. */
export async function shakeInTurn(world: World, request: TlsRequest): Promise<TlsResult> {
  return await through(world, () => world.tls.handshake(request));
}

/** `world.tls.hello`, a bounded number at once. */
export async function helloInTurn(world: World, request: HelloRequest): Promise<HelloResult> {
  return await through(world, () => world.tls.hello(request));
}
