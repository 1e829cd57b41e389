import { isIP } from 'node:net';

/** How a message was handed to the receiver, as far as headers tell (RFC 5321 §4.4). */
export interface HandedOver {
  readonly ip?: string;
  readonly helo?: string;
  /** MAIL FROM; empty for a bounce. */
  readonly from?: string;
  /** When the receiver took it, by the receiver's clock. */
  readonly at?: Date;
  /** `receiver`: the receiver's own SPF result names the address; `received`: read from the trace headers. */
  readonly by: 'receiver' | 'received' | 'nothing';
  /** Result words of the receiver's own Authentication-Results, the topmost only: `spf=pass`. */
  readonly verdicts: Readonly<Record<string, string>>;
}

type Header = { readonly name: string; readonly value: string };

/**
 * The connection over which a message came in. Trusts only what the receiver wrote above everything else: its
 * Received-SPF or Authentication-Results, else the first trace line that names a foreign address.
 */
export function handedOver(headers: readonly Header[]): HandedOver {
  const first = (name: string) => headers.find((one) => one.name === name)?.value;
  const received = headers.filter((one) => one.name === 'received').map(({ value }) => value);
  const at = stampOf(received[0] ?? first('x-received') ?? '');
  const path = /<?([^<>\s]*)>?/.exec(first('return-path') ?? '')?.[1];
  const from = first('return-path') === undefined ? undefined : (path ?? '').toLowerCase();
  const results = first('authentication-results') ?? '';
  const verdicts = verdictsIn(results);
  const common = { ...(at ? { at } : {}), ...(from === undefined ? {} : { from }), verdicts };

  const spf = first('received-spf') ?? '';
  const named =
    /client-ip=["']?([0-9a-f.:]+)/i.exec(spf)?.[1] ??
    /sender IP is ([0-9a-f.:]+)/i.exec(results)?.[1] ??
    /smtp\.(?:remote|client)-ip=([0-9a-f.:]+)/i.exec(results)?.[1] ??
    /designates ([0-9a-f.:]+) as permitted/i.exec(results)?.[1];
  if (named !== undefined && isIP(named)) {
    const helo = /helo=["']?([\w.-]+)/i.exec(spf)?.[1] ?? hops(received).find((hop) => hop.ip === named)?.helo;
    return { ...common, ip: named, ...(helo ? { helo } : {}), by: 'receiver' };
  }
  const hop = hops(received).find(({ ip }) => ip !== undefined && !isInternal(ip)) ?? hops(received)[0];
  if (hop?.ip === undefined) return { ...common, by: 'nothing' };
  return { ...common, ip: hop.ip, ...(hop.helo ? { helo: hop.helo } : {}), by: 'received' };
}

function hops(received: readonly string[]): readonly { readonly ip?: string; readonly helo?: string }[] {
  return received.map((line) => {
    const clause = /^\s*from\s+(.*?)(?:\s+by\s|$)/is.exec(line)?.[1] ?? '';
    const helo = /^\[?([\w.:-]+)\]?/.exec(clause)?.[1];
    const ips = [...clause.matchAll(/\[(?:IPv6:)?([0-9a-f.:]+)\]/gi), ...clause.matchAll(/\(([0-9.]{7,15})\)/g)];
    const ip = ips.map(([, text = '']) => text).findLast((text) => isIP(text) > 0);
    return { ...(ip ? { ip } : {}), ...(helo ? { helo } : {}) };
  });
}

/** Private and link-local addresses: hops within the receiver's own house. Loopback may be the whole path on one machine. */
export function isInternal(ip: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|127\.|f[cd]|fe80|::1$)/i.test(ip);
}

function stampOf(received: string): Date | undefined {
  const text = received
    .slice(received.lastIndexOf(';') + 1)
    .replace(/\([^)]*\)/g, '')
    .trim();
  const time = Date.parse(text);
  return received.includes(';') && Number.isFinite(time) ? new Date(time) : undefined;
}

function verdictsIn(results: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, method = '', result = ''] of results.matchAll(/\b(spf|dkim|dmarc)=(\w+)/gi))
    found[method.toLowerCase()] ??= result.toLowerCase();
  return found;
}
