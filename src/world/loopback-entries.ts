import type { Config } from '../model/config.ts';
import { isLiteralLoopback, isLoopbackAddress, parseHostAndPort } from './host-name.ts';
import type { LoopbackEntry } from './scope.ts';

export interface LoopbackResult {
  readonly entries: readonly LoopbackEntry[];
  /** What is wrong with the lab, one sentence each; empty when it can be used. */
  readonly problems: readonly string[];
}

/** The entries of `lab.map`; every `to` must be an address literal on loopback, else it is a problem of the config. */
export function labEntries(lab: Config['lab']): LoopbackResult {
  const entries: LoopbackEntry[] = [];
  const problems: string[] = [];
  for (const [index, row] of (lab?.map ?? []).entries()) {
    const place = `lab.map[${index}] (${row.name}:${row.port})`;
    const name = parseHostAndPort(row.name);
    const to = typeof row.to === 'number' ? { name: '127.0.0.1', port: row.to } : parseTarget(row.to, row.port);
    if (!name || name.port !== undefined) problems.push(`${place}: name must be a host without a port.`);
    else if (!to) problems.push(`${place}: to must be 127.x.y.z:PORT or [::1]:PORT; a lab reaches this machine only.`);
    else entries.push({ name: name.name, port: row.port, address: to.name, toPort: to.port, lab: true });
  }
  if (lab?.resolver !== undefined && !parseTarget(lab.resolver, 53)) {
    problems.push('lab.resolver: must be 127.x.y.z:PORT or [::1]:PORT; a lab resolver runs on this machine.');
  }
  return { entries, problems };
}

/**
 * An entry for a host that is itself written as loopback. The person at this machine's keyboard owns its loopback, so
 * naming `localhost:3000` is consent for exactly that port.
 */
export function literalEntry(host: string, port: number): LoopbackEntry | undefined {
  if (!isLiteralLoopback(host)) return undefined;
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  if (name === 'localhost') return { name, port, address: '127.0.0.1', toPort: port, alternatives: ['::1'] };
  return { name, port, address: name, toPort: port };
}

// Without a port it is the usual one. The text itself must be an address literal: normalising first would let 0x7f.1 or a name in.
function parseTarget(text: string, usualPort: number): { readonly name: string; readonly port: number } | undefined {
  const match = /^(\[::1\]|127(?:\.\d{1,3}){3})(?::(\d{1,5}))?$/.exec(text);
  const address = match?.[1]?.replace(/^\[(.*)\]$/, '$1') ?? '';
  const port = match?.[2] === undefined ? usualPort : Number(match[2]);
  return isLoopbackAddress(address) && port >= 1 && port <= 65535 ? { name: address, port } : undefined;
}
