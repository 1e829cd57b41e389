import { randomBytes } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Exchange } from './exchange.ts';
import { domain, hostNames, type Role } from './names.ts';
import type { Switches } from './switches.ts';

/** The network in front of every host: the address that all of them have, and the header that it puts into answers. */
export const edgeNetwork = { provider: 'Harbour Edge', ranges: ['127.0.0.1/32'], headers: ['x-harbour-ray'] };
/** The server behind it, and an address that is not the edge's. */
export const originName = `origin.${domain}`;
export const besideTheEdge = '127.0.0.71';
/** One that the edge has had since the list was made. */
export const movedEdge = '127.0.0.72';

interface Kept {
  readonly until: number;
  readonly at: number;
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}
const keptMs = 60_000;
const files = /\.(?:css|js|svg)$/;

/** Passes a host's exchanges on: marks and compresses what comes back, keeps what the switches say. */
export function createEdge(role: Role, switches: Switches): (exchange: Exchange, pass: () => void) => void {
  const kept = new Map<string, Kept>();
  const { flaw } = switches;
  return (exchange, pass) => {
    const { req, res, path } = exchange;
    if (role === 'api' && flaw('edge-absent-on-api')) return pass();
    res.setHeader('server', 'harbour');
    res.setHeader('x-harbour-ray', randomBytes(8).toString('hex'));
    const key = req.method === 'GET' ? keyOf(role, exchange, switches) : undefined;
    const found = key === undefined ? undefined : kept.get(key);
    if (found && found.until > Date.now()) return replay(res, found);
    const page = /^(\/api\/v1\/(?:me|invoices\/[^/]+))\/[^/]+\.css$/.exec(path)?.[1];
    // The application takes what follows a page's address for part of nothing and shows the page.
    if (role === 'api' && flaw('cache-deception') && page) req.url = page;
    if (key === undefined && !files.test(path)) return pass();
    collectAnswer(res, (body) => {
      if (files.test(path) && role === 'app' && flaw('static-assets-uncached'))
        res.setHeader('cache-control', 'no-store');
      if (files.test(path) && switches.case('assets-broken')) res.statusCode = 502;
      const squeezed =
        files.test(path) &&
        /\bgzip\b/.test(String(req.headers['accept-encoding'])) &&
        !res.hasHeader('content-encoding');
      if (squeezed) res.setHeader('content-encoding', 'gzip').setHeader('vary', 'accept-encoding');
      const wire = squeezed ? gzipSync(body) : body;
      const now = Date.now();
      if (key !== undefined) {
        if (res.statusCode === 200 || switches.case('cache-key-without-query'))
          kept.set(key, {
            until: now + keptMs,
            at: now,
            status: res.statusCode,
            headers: res.getHeaders(),
            body: wire,
          });
        res.setHeader('x-cache', 'MISS');
      }
      return wire;
    });
    return pass();
  };
}

/** Under which key an answer is kept; undefined for what goes through to the server each time. */
function keyOf(role: Role, { req, path, query }: Exchange, { flaw, decoy, case: is }: Switches): string | undefined {
  const nobody = req.headers.cookie === undefined && req.headers.authorization === undefined;
  if (role === 'api') {
    const invoice = /^\/api\/v1\/invoices\/[0-9a-f-]+$/.test(path);
    if (invoice && flaw('private-page-cached')) return `${path}${query}`;
    if (path.endsWith('.css') && flaw('cache-deception')) return `${path}${query}`;
    if (nobody && is('cache-key-without-query')) return path;
  }
  if (!decoy('public-page-cached')) return undefined;
  return nobody && (role === 'apex' || role === 'www' || role === 'app') ? `${path}${query}` : undefined;
}

function replay(res: ServerResponse, { status, headers, body, at }: Kept): void {
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value);
  res.setHeader('x-cache', 'HIT').setHeader('age', Math.max(1, Math.round((Date.now() - at) / 1000)));
  res.writeHead(status);
  res.end(body);
}

/** Holds an answer back until it is whole, and sends what `change` makes of it. */
function collectAnswer(res: ServerResponse, change: (body: Buffer) => Buffer): void {
  const chunks: Buffer[] = [];
  const { writeHead, end, write } = res;
  res.writeHead = ((status: number, ...rest: readonly unknown[]) => {
    res.statusCode = status;
    const headers = rest.find((one): one is OutgoingHttpHeaders => one !== null && typeof one === 'object') ?? {};
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) res.setHeader(name, value);
    return res;
  }) as ServerResponse['writeHead'];
  res.write = ((chunk: string | Uint8Array) => {
    chunks.push(Buffer.from(chunk as string));
    return true;
  }) as ServerResponse['write'];
  res.end = ((chunk?: string | Uint8Array) => {
    if (chunk !== undefined && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as string));
    Object.assign(res, { writeHead, end, write });
    const body = change(Buffer.concat(chunks));
    if (res.statusCode !== 204 && res.statusCode !== 304) res.setHeader('content-length', body.length);
    res.end(res.req.method === 'HEAD' ? undefined : body);
    return res;
  }) as ServerResponse['end'];
}

export const edgeHosts: readonly string[] = Object.values(hostNames);
