import type { CollectContext, Collector, Target } from '../../src/collectors/collector.ts';
import type { EvidenceKind, EvidenceMap } from '../../src/collectors/evidence-map.ts';
import { createLive } from '../../src/collectors/live.ts';
import { type ConfigInput, configSchema } from '../../src/model/config.ts';
import { type Gap, type GapReason, GapError, gap } from '../../src/model/gap.ts';
import { createSecretReader } from '../../src/world/secrets/secret-reader.ts';
import type { HelloRequest, HelloResult } from '../../src/world/hello-types.ts';
import type {
  DnsAnswer,
  DnsServerAnswer,
  HttpRequest,
  HttpResponse,
  TlsRequest,
  TlsResult,
  World,
} from '../../src/world/world.ts';

export interface Answer {
  readonly status: number;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string | Uint8Array;
}
type Http = (url: URL, request: HttpRequest) => Answer | GapError;
type Tls = (request: TlsRequest) => TlsResult;
type Dns = (name: string, type: string) => Pick<DnsAnswer, 'status'> & { readonly records?: readonly string[] };

/** What a name server says when it is asked itself. */
export type ServerAnswer = (
  server: string,
  name: string,
  type: string,
) => Pick<DnsServerAnswer, 'status'> & Partial<DnsServerAnswer>;

export interface Setting {
  readonly http?: Http;
  readonly tls?: Tls;
  readonly dns?: Dns;
  readonly nameServer?: ServerAnswer;
  readonly hello?: (request: HelloRequest) => HelloResult;
  /** Addresses of every host, as the system resolves them. */
  readonly addresses?: readonly string[];
  readonly hosts?: readonly string[];
  readonly config?: ConfigInput;
  readonly url?: string;
  readonly refuses?: readonly string[];
}

export const html = [['content-type', 'text/html']] as const;
export const trouble = (reason: GapReason, cause?: string) =>
  new GapError(
    gap(reason, `${reason} it was`, 'Run again.'),
    cause ? { cause: Object.assign(new Error(cause), { code: cause }) } : {},
  );
export const handshake = (more: Partial<Extract<TlsResult, { connected: true }>> = {}): TlsResult => ({
  connected: true,
  protocol: 'TLSv1.3',
  cipher: 'TLS_AES_128_GCM_SHA256',
  authorized: true,
  sentChain: [],
  address: '192.0.2.1',
  ...more,
});
export const broken = (
  failure: Extract<TlsResult, { connected: false }>['failure'],
  detail = failure as string,
): TlsResult => ({
  connected: false,
  failure,
  detail,
});

/** A server that takes TLS 1.2 and 1.3 with one suite each. */
export function modernHello({ version, suites }: HelloRequest): HelloResult {
  const own = version === 'TLSv1.3' ? 0x1301 : 0xc02f;
  if (version !== 'TLSv1.3' && version !== 'TLSv1.2') return helloBroken('alert', 70);
  if (!suites.includes(own)) return helloBroken('alert', 40);
  return { answered: true, version, suite: own, address: '192.0.2.1' };
}
export const helloBroken = (
  failure: Extract<HelloResult, { answered: false }>['failure'],
  alert?: number,
): HelloResult => ({ answered: false, failure, detail: failure, ...(alert === undefined ? {} : { alert }) });

/** 1, 2, 3 … */
export function counter(): () => number {
  let count = 0;
  return () => {
    count += 1;
    return count;
  };
}

/** A world whose every answer is given by the test; nothing waits and nothing leaves the process. */
export function settingOf(setting: Setting) {
  const hosts = setting.hosts ?? ['app.example.com'];
  const asked: HttpRequest[] = [];
  const shaken: TlsRequest[] = [];
  const greeted: HelloRequest[] = [];
  const queried: string[] = [];
  const next = counter();
  const refuses = (permit: string) =>
    setting.refuses?.includes(permit) ? gap('no-consent', `${permit} is not granted.`, 'Grant it.') : undefined;
  const listed = setting.config?.target?.hosts ?? hosts.map((name) => ({ name }));
  const world = {
    scope: { hosts: listed, isListed: (host: string) => hosts.includes(host), refuses, loopback: [] },
    clock: { now: () => new Date('2026-11-20T12:00:00Z'), monotonicMs: () => 0, wait: async () => undefined },
    signal: new AbortController().signal,
    randomHex: (bytes: number) =>
      next()
        .toString(16)
        .padStart(bytes * 2, '0'),
    browser: {
      context: async () => {
        throw trouble('unreachable');
      },
    },
    http: {
      async request(request: HttpRequest): Promise<HttpResponse> {
        asked.push(request);
        const url = new URL(request.url);
        const given = setting.http?.(url, request) ?? { status: 404, headers: html, body: 'Not found' };
        if (given instanceof GapError) throw given;
        const { status, headers = [], body = '' } = given;
        const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
        return {
          url: url.href,
          status,
          headers,
          body: bytes,
          truncated: false,
          address: '192.0.2.1',
          port: 443,
          totalMs: 1,
        };
      },
    },
    tls: {
      async handshake(request: TlsRequest): Promise<TlsResult> {
        shaken.push(request);
        return setting.tls?.(request) ?? handshake();
      },
      async hello(request: HelloRequest): Promise<HelloResult> {
        greeted.push(request);
        return setting.hello?.(request) ?? modernHello(request);
      },
      addresses: async () => setting.addresses ?? [],
    },
    secrets: createSecretReader({ env: {} }),
    nameServers: {
      ask: async (server: string, name: string, type: string): Promise<DnsServerAnswer> => ({
        server,
        name,
        type,
        authoritative: false,
        records: [],
        authorities: [],
        ...(setting.nameServer?.(server, name, type) ?? { status: 'timeout' }),
      }),
    },
    dns: {
      async query(name: string, type: DnsAnswer['type']): Promise<DnsAnswer> {
        queried.push(`${type} ${name}`);
        return { name, type, records: [], ...(setting.dns?.(name, type) ?? { status: 'nodata' }) };
      },
    },
  } as unknown as World;
  const config = configSchema.parse({ target: { hosts: hosts.map((name) => ({ name })) }, ...setting.config });
  const target: Target = { name: hosts[0] ?? '', config, ...(setting.url ? { url: setting.url } : {}) };
  return { world, target, asked, shaken, greeted, queried };
}

/** Runs one job (or those of several collectors side by side) and hands back what it emitted; a throw is the gap of every kind, as the engine records it. */
export async function runJob(
  collector: Collector | readonly Collector[],
  subject: string,
  setting: Setting,
  earlier: readonly unknown[] = [],
) {
  const { world, target, asked, shaken, greeted, queried } = settingOf(setting);
  const seen = new Map<string, unknown>();
  const gaps = new Map<string, Gap>();
  const context = {
    target,
    world,
    signal: world.signal,
    live: createLive(),
    emit: (kind: string, _subject: string, value: unknown) => seen.set(kind, JSON.parse(JSON.stringify(value))),
    gap: (kind: string, _subject: string, found: Gap) => gaps.set(kind, found),
    // What does not say its kind is of the one that is asked for.
    seen: (kind: string) => earlier.filter((one) => ((one as { readonly kind?: string }).kind ?? kind) === kind),
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  const run = async (one: Collector) => {
    try {
      await one.collect(subject, context);
    } catch (error) {
      if (!(error instanceof GapError)) throw error;
      for (const kind of one.produces) if (!seen.has(kind) && !gaps.has(kind)) gaps.set(kind, error.gap);
    }
  };
  await Promise.all([collector].flat().map(run));
  const value = <K extends EvidenceKind>(kind: K) => seen.get(kind) as EvidenceMap[K] | undefined;
  return { value, gap: (kind: EvidenceKind) => gaps.get(kind), asked, shaken, greeted, queried };
}
