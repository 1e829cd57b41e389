import { type Config, configSchema } from '../../model/config.ts';
import { createScope } from '../../world/create-scope.ts';
import { createWorld } from '../../world/create-world.ts';
import type { World } from '../../world/world.ts';
import { urlOf } from './alert-ports.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** A world that reaches the addresses of the drills and the owner's channels, and nothing of the portal besides. */
export async function drillWorld(config: Config, env: Env, signal: AbortSignal): Promise<World> {
  const { alerts, health } = config;
  const addresses = [
    ...(alerts ? [alerts.probe.good, alerts.probe.bad] : []),
    ...(health ? [health.url] : []),
    ...channelAddresses(config, env),
  ];
  const scope = createScope({
    config: configSchema.parse({
      target: { hosts: [...new Set(addresses.flatMap(hostOf))].map((name) => ({ name })) },
      ...(config.lab ? { lab: config.lab } : {}),
      ...(config.inboxes ? { inboxes: config.inboxes } : {}),
    }),
  });
  return await createWorld({ scope, env, signal });
}

function channelAddresses({ alerts }: Config, env: Env): readonly string[] {
  return (alerts?.channels ?? []).flatMap((channel) => {
    if (channel.kind === 'email') return [`smtp://${channel.server}`];
    const seen = typeof channel.seenBy === 'object' && 'url' in channel.seenBy ? [channel.seenBy.url] : [];
    const url = urlOf(channel, env);
    return [...(url === undefined ? [] : [url]), ...seen];
  });
}

/** `host:port`, the port where it is not the usual one. */
function hostOf(address: string): readonly string[] {
  const url = URL.parse(address);
  return url && url.host !== '' ? [url.host] : [];
}
