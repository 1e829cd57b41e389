import type { X509Certificate } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { type DecodedPacket, decode, encode, type RecordType, streamDecode, streamEncode } from 'dns-packet';
import type { RunningLaunch } from '../../range/internet/launch.ts';

export interface Got {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly text: string;
}

export interface Handshake {
  readonly authorized: boolean;
  readonly error: string;
  readonly protocol: string;
  /** Certificates as sent, leaf first. */
  readonly chain: readonly X509Certificate[];
}

/** A decoded answer; the response code is missing from the library's own type. */
export type DnsReply = DecodedPacket & { readonly rcode: string };

export interface GetOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export interface Probe {
  readonly get: (url: string, options?: GetOptions) => Promise<Got>;
  readonly tls: (name: string, options?: ConnectionOptions) => Promise<Handshake>;
  /** The answer that the server staples to its certificate; empty where it sends none. */
  readonly stapled: (name: string) => Promise<Buffer>;
  /** Opens and closes a TCP connection. */
  readonly tcp: (name: string, port: number) => Promise<void>;
  /** Several questions in one go over UDP; resolves with the answers once the last question is answered. */
  readonly dns: (...questions: readonly (readonly [name: string, type: RecordType])[]) => Promise<DnsReply[]>;
  readonly dnsOverTcp: (name: string, type: RecordType) => Promise<DnsReply>;
  /** Addresses that the second name server gives. */
  readonly secondServerSays: (name: string) => Promise<readonly string[]>;
  /** What the owner wrote down. */
  readonly plan: RunningLaunch['plan'] | undefined;
  /** Whether a request stays without an answer while others are served. */
  readonly silent: (url: string) => Promise<boolean>;
}

/** Clients of their own for looking at a launch from outside; names and ports are mapped by the launch's table. */
export function probeOf(
  launch: Pick<RunningLaunch, 'map' | 'resolver' | 'rootPem'> & Partial<Pick<RunningLaunch, 'plan'>>,
): Probe {
  const place = (name: string, port: number) => {
    const entry = launch.map.find((candidate) => candidate.name === name && candidate.port === port);
    if (!entry) throw new Error(`${name}:${port} is not on the map`);
    return split(entry.to);
  };
  const get: Probe['get'] = (url, options = {}) => {
    const { protocol, hostname, port } = new URL(url);
    const secure = protocol === 'https:';
    const target = place(hostname, Number(port) || (secure ? 443 : 80));
    const path = url.slice(url.indexOf('/', 8));
    const headers = { host: hostname, connection: 'close', ...options.headers };
    const common = { ...target, path, method: options.method ?? 'GET', headers, signal: options.signal, agent: false };
    return new Promise((resolve, reject) => {
      const request = secure
        ? httpsRequest({ ...common, servername: hostname, rejectUnauthorized: false, ciphers: 'DEFAULT:@SECLEVEL=0' })
        : httpRequest(common);
      request.once('error', reject).once('response', (response) => collect(response).then(resolve, reject));
      request.end(options.body);
    });
  };
  return {
    get,
    tls: (name, options) => handshake(name, { ...place(name, 443), ca: launch.rootPem, ...options }),
    stapled: (name) =>
      new Promise((resolve, reject) => {
        const asked = { ...place(name, 443), ca: launch.rootPem, servername: name, requestOCSP: true };
        const socket = connectTls(asked);
        socket.once('error', reject).once('OCSPResponse', (answer: Buffer | null) => {
          resolve(answer ?? Buffer.alloc(0));
          socket.destroy();
        });
      }),
    tcp: (name, port) =>
      new Promise((resolve, reject) => {
        const socket = connectTcp(place(name, port));
        socket.once('error', reject).once('connect', () => socket.destroy());
        socket.once('close', () => resolve());
      }),
    dns: (...questions) => askUdp(launch.resolver, questions),
    dnsOverTcp: (name, type) => askTcp(launch.resolver, name, type),
    secondServerSays: async (name) => {
      const server = launch.map.find((entry) => entry.port === 53 && entry.name.startsWith('ns2.'));
      const [reply] = await askUdp(server?.to ?? launch.resolver, [[name, 'A']]);
      return (reply?.answers ?? []).flatMap((record) => (record.type === 'A' ? record.data : []));
    },
    plan: launch.plan,
    silent: async (url) => {
      const patience = new AbortController();
      const pending = get(url, { signal: patience.signal }).then(
        () => false,
        () => patience.signal.aborted,
      );
      for (let round = 0; round < 5; round += 1) await get('https://northline.test/');
      patience.abort();
      return pending;
    },
  };
}

function split(address: string): { host: string; port: number } {
  const [host = '', port = ''] = address.split(':');
  return { host, port: Number(port) };
}

async function collect(response: IncomingMessage): Promise<Got> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  const { statusCode = 0, headers, rawHeaders } = response;
  return { status: statusCode, headers, rawHeaders, text: Buffer.concat(chunks).toString('utf8') };
}

function handshake(name: string, options: ConnectionOptions): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    const socket = connectTls({
      servername: name,
      rejectUnauthorized: false,
      ciphers: 'DEFAULT:@SECLEVEL=0',
      ...options,
    });
    socket.once('error', reject);
    socket.once('secureConnect', () => {
      const chain: X509Certificate[] = [];
      let certificate = socket.getPeerX509Certificate();
      for (; certificate && chain.length < 6; certificate = certificate.issuerCertificate) chain.push(certificate);
      const error = String(socket.authorizationError ?? '');
      resolve({ authorized: socket.authorized, error, protocol: socket.getProtocol() ?? '', chain });
      socket.destroy();
    });
  });
}

function askUdp(resolver: string, questions: readonly (readonly [string, RecordType])[]): Promise<DnsReply[]> {
  const { host, port } = split(resolver);
  const socket = createSocket('udp4');
  const answers: DnsReply[] = [];
  return new Promise((resolve, reject) => {
    socket.once('error', reject).on('message', (packet) => {
      const answer = decode(packet) as DnsReply;
      answers.push(answer);
      if (answer.id === questions.length) socket.close(() => resolve(answers));
    });
    questions.forEach(([name, type], at) => {
      const query = encode({ type: 'query', id: at + 1, flags: 0x0100, questions: [{ name, type }] });
      socket.send(query, port, host);
    });
  });
}

function askTcp(resolver: string, name: string, type: RecordType): Promise<DnsReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connectTcp(split(resolver), () => {
      socket.write(streamEncode({ type: 'query', id: 7, questions: [{ name, type }] }));
    });
    socket.once('error', reject).on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const bytes = Buffer.concat(chunks);
      if (bytes.length < 2 || bytes.length < 2 + bytes.readUInt16BE(0)) return;
      socket.destroy();
      resolve(streamDecode(bytes) as DnsReply);
    });
  });
}
