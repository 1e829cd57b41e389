import { tlsCollector } from '../../src/collectors/tls/collect-tls.ts';
import { createLive } from '../../src/collectors/live.ts';
import type { Collector } from '../../src/collectors/collector.ts';
import { collect } from '../../src/engine/collect.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Dossier } from '../../src/model/dossier.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';

export interface Place {
  readonly name: string;
  readonly port: number;
}

/** Looks at servers with the product's own collectors, TLS alone unless told otherwise. */
export async function look(
  places: readonly Place[],
  rootPem: string,
  options: { readonly collectors?: readonly Collector[]; readonly patience?: number } = {},
): Promise<Dossier> {
  const config = configSchema.parse({
    target: { hosts: places.map(({ name }) => ({ name })) },
    lab: { ca: rootPem, map: places.map(({ name, port }) => ({ name, port: 443, to: port })) },
  });
  return await lookWith(config, options);
}

export async function lookWith(
  input: unknown,
  {
    collectors = [tlsCollector],
    patience = 1,
  }: { readonly collectors?: readonly Collector[]; readonly patience?: number },
): Promise<Dossier> {
  const config = configSchema.parse(input);
  const { signal } = new AbortController();
  const world = await createWorld({ scope: createScope({ config }), env: {}, signal, patience });
  try {
    return await collect({
      target: { name: 'lab', config },
      world,
      collectors,
      live: createLive(),
      run: 'lab',
      tool: { name: 'launch-ready', version: '0' },
      fingerprintKey: 'lab',
      signal,
    });
  } finally {
    await world.close();
  }
}
