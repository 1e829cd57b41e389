import type { Authority } from './authority.ts';
import { hostServer } from './host-server.ts';
import { listen } from './listener.ts';
import { closedAddress } from './names.ts';
import { otherAddresses } from './name-records.ts';
import type { Switches } from './switches.ts';

export interface OtherAddresses {
  readonly map: readonly { readonly name: string; readonly port: number; readonly to: string }[];
  readonly close: () => Promise<void>;
}

/** What stands at the addresses that DNS names besides the usual one: nothing, a stranger, or the portal once more. */
export async function startOtherAddresses(
  { flaw, decoy }: Switches,
  authority: Authority,
  app: { readonly secure: string; readonly plain: string },
): Promise<OtherAddresses> {
  if (flaw('address-dead')) return at(otherAddresses.dead, closedAddress, closedAddress);
  if (decoy('two-addresses')) return at(otherAddresses.twin, app.secure, app.plain);
  if (!flaw('address-of-stranger')) return { map: [], close: async () => undefined };
  const bakery = await listen(
    hostServer(
      (_req, res) => {
        res.writeHead(200, { 'content-type': 'text/html' });
        res.end('<!doctype html><title>Crumb &amp; Daughters</title><h1>Fresh bread from six</h1>');
      },
      authority.leaf({ names: ['www.crumb-daughters.test', 'crumb-daughters.test'] }),
    ),
  );
  return { ...at(otherAddresses.stranger, bakery.address, closedAddress), close: bakery.close };
}

function at(name: string, secure: string, plain: string): OtherAddresses {
  const map = [
    { name, port: 443, to: secure },
    { name, port: 80, to: plain },
  ];
  return { map, close: async () => undefined };
}
