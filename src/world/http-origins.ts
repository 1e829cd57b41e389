import { Pool } from 'undici';
import { hostInUrl } from './host-name.ts';
import { type ConnectorParts, type ConnectorTarget, connectorTo, openSecure } from './http-connector.ts';
import { type ExchangeLimits, exchange, type RawResponse } from './http-exchange.ts';
import { createHttp2Origin, type Http2Origin, type Http2Request } from './http2-origin.ts';

export interface HttpOrigins {
  /** One exchange with the server at the place; rejects with what the connection or the exchange threw. */
  exchange(
    place: HttpPlace,
    request: Http2Request,
    limits: ExchangeLimits,
    signal: AbortSignal,
  ): Promise<RawResponse & { readonly address: string }>;
  close(): Promise<void>;
}
export interface HttpPlace extends ConnectorTarget {
  readonly url: URL;
}

interface Origin {
  readonly name: string;
  readonly pool: Pool;
  /** The address of the latest connection. */
  address: string;
  /** The server speaks nothing else. */
  second?: Http2Origin;
  /** It was asked for HTTP/2 and did not agree. */
  declined?: true;
}

const maxHeaderBytes = 256 * 1024;
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];
const mostOrigins = 128;

/** Connections by scheme, name, port and checked address: HTTP/1.1, and HTTP/2 where a server takes nothing else. */
export function createHttpOrigins(parts: ConnectorParts): HttpOrigins {
  const origins = new Map<string, Origin>();

  /** Hundreds of hosts are looked at one after another; what nobody has used for longest is closed. */
  const letIdleGo = () => {
    for (const [key, { pool, second }] of origins) {
      if (origins.size < mostOrigins) return;
      if (second || pool.stats.size > 0) continue;
      origins.delete(key);
      void pool.close();
    }
  };

  const originAt = (place: HttpPlace): Origin => {
    const { url, host, answer, insecure } = place;
    const name = `${url.protocol}//${hostInUrl(host)}${url.port === '' ? '' : `:${url.port}`}`;
    const key = `${name} ${answer.address}:${answer.port} ${insecure}`;
    const known = origins.get(key);
    if (known) {
      // The latest used come last.
      origins.delete(key);
      origins.set(key, known);
      return known;
    }
    letIdleGo();
    const pool = new Pool(name, {
      connections: 16,
      pipelining: 1,
      allowH2: false,
      keepAliveTimeout: 1_500,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: maxHeaderBytes,
      connect: connectorTo(parts, place, (address) => {
        origin.address = address;
      }),
    });
    const origin: Origin = { name, pool, address: answer.address };
    origins.set(key, origin);
    return origin;
  };

  const secondOf = (origin: Origin, place: HttpPlace, limits: ExchangeLimits): Http2Origin => {
    const open = async () => {
      const { socket, address } = await openSecure(parts, place, 'h2');
      origin.address = address;
      if (socket.alpnProtocol === 'h2') return socket;
      socket.destroy();
      throw Object.assign(new Error('no HTTP/2 was agreed on'), { code: 'ERR_ALPN' });
    };
    return createHttp2Origin(origin.name, open, limits.maxHeaders);
  };

  return {
    async exchange(place, request, limits, signal) {
      const origin = originAt(place);
      if (origin.second) return { ...(await origin.second.exchange(request, limits, signal)), address: origin.address };
      try {
        const options = { ...request, method: request.method as 'GET', headers: request.headers.flat() };
        return { ...(await exchange(origin.pool, options, limits, signal)), address: origin.address };
      } catch (error) {
        const hopeless = signal.aborted || origin.declined || place.url.protocol !== 'https:';
        if (hopeless || !wantsHttp2(error, request.method)) throw error;
        const second = secondOf(origin, place, limits);
        try {
          const raw = await second.exchange(request, limits, signal);
          if (origin.second) second.close();
          else origin.second = second;
          return { ...raw, address: origin.address };
        } catch (trouble) {
          second.close();
          // Who does not agree on HTTP/2 either is described by what it did first.
          if ((trouble as NodeJS.ErrnoException).code !== 'ERR_ALPN') throw trouble;
          origin.declined = true;
          throw error;
        }
      }
    },
    async close() {
      const open = [...origins.values()];
      origins.clear();
      for (const { second } of open) second?.close();
      await Promise.all(open.map(({ pool }) => pool.destroy(new Error('world closed'))));
    },
  };
}

/**
 * The server refused HTTP/1.1 by an alert (RFC 7301 §3.2), before anything was sent; or it took no notice of what was
 * offered and answered with frames, which is tried again only where asking twice changes nothing.
 */
function wantsHttp2(error: unknown, method: string): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/NO_APPLICATION_PROTOCOL/.test(code)) return true;
  return code.startsWith('HPE_') && safeMethods.includes(method);
}
