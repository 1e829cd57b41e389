import { createSocket } from 'node:dgram';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { AUTHORITATIVE_ANSWER, type DecodedPacket, decode, encode, TRUNCATED_RESPONSE } from 'dns-packet';
import { lookUp, type ZoneData } from './zone.ts';

/** How the server behaves for a name instead of answering. */
export type DnsFault = 'servfail' | 'silent';

export interface DnsServer {
  /** 127.0.0.1:PORT, UDP and TCP. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

const rcodes = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
const plainUdpBytes = 512;
const portAttempts = 20;

/** An authoritative server on loopback. `faults` maps names (lower case), or a type and a name (`CAA app.example`), to misbehaviour. */
export async function startDnsServer(
  data: ZoneData,
  faults: ReadonlyMap<string, DnsFault> = new Map(),
): Promise<DnsServer> {
  const answer = (query: Buffer) => answerTo(data, faults, query);
  for (let attempt = 0; attempt < portAttempts; attempt += 1) {
    const tcp = await startTcp(answer);
    const udp = await startUdp(tcp.port, answer);
    if (udp) {
      return {
        address: `127.0.0.1:${tcp.port}`,
        close: async () => {
          await Promise.all([tcp.close(), udp.close()]);
        },
      };
    }
    await tcp.close(); // another program holds the UDP side of this port
  }
  throw new Error(`No port found that is free for both UDP and TCP in ${portAttempts} attempts.`);
}

interface Reply {
  readonly whole: Buffer;
  /** What fits into one UDP packet of the asker: the whole, or an empty answer with the truncation flag. */
  readonly datagram: Buffer;
}

function answerTo(data: ZoneData, faults: ReadonlyMap<string, DnsFault>, query: Buffer): Reply | undefined {
  const packet = readQuery(query);
  const question = packet?.questions?.[0];
  if (!packet || !question) return undefined;
  const name = question.name.toLowerCase();
  const fault = faults.get(name) ?? faults.get(`${question.type} ${name}`);
  if (fault === 'silent') return undefined;
  const asked = { id: packet.id, type: 'response' as const, questions: [question] };
  if (opcodeOf(packet) !== 0) return both(encode({ ...asked, flags: rcodes.NOTIMP }));
  if (fault === 'servfail') return both(encode({ ...asked, flags: rcodes.SERVFAIL }));
  const found = lookUp(data, question.name, question.type);
  const flags = rcodes[found.rcode] | (found.rcode === 'REFUSED' ? 0 : AUTHORITATIVE_ANSWER);
  const whole = encode({ ...asked, flags, answers: [...found.answers], authorities: [...found.authorities] });
  if (whole.length <= largestDatagram(packet)) return both(whole);
  return { whole, datagram: encode({ ...asked, flags: flags | TRUNCATED_RESPONSE }) };
}

/** 0 is a standard query (RFC 1035 §4.1.1). */
function opcodeOf(packet: DecodedPacket): number {
  return ((packet.flags ?? 0) >> 11) & 0xf;
}

/** undefined for what is not a query; such packets are dropped. */
function readQuery(bytes: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(bytes);
    return packet.type === 'query' ? packet : undefined;
  } catch {
    return undefined;
  }
}

function largestDatagram(packet: DecodedPacket): number {
  const edns = packet.additionals?.find((record) => record.type === 'OPT');
  return Math.max(plainUdpBytes, edns && 'udpPayloadSize' in edns ? edns.udpPayloadSize : 0);
}

function both(packet: Buffer): Reply {
  return { whole: packet, datagram: packet };
}

type Answerer = (query: Buffer) => Reply | undefined;

async function startTcp(answer: Answerer): Promise<{ port: number; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let pending = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 2 && pending.length >= 2 + pending.readUInt16BE(0)) {
        const end = 2 + pending.readUInt16BE(0);
        const reply = answer(pending.subarray(2, end));
        pending = pending.subarray(end);
        if (reply) socket.write(Buffer.concat([prefix(reply.whole.length), reply.whole]));
      }
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  return { port: (server.address() as AddressInfo).port, close };
}

function prefix(length: number): Buffer {
  const octets = Buffer.alloc(2);
  octets.writeUInt16BE(length);
  return octets;
}

/** undefined where the port is taken. */
async function startUdp(port: number, answer: Answerer): Promise<{ close: () => Promise<void> } | undefined> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const reply = answer(query);
    if (reply) socket.send(reply.datagram, from.port, from.address);
  });
  const bound = await new Promise<boolean>((resolve) => {
    socket.once('error', () => resolve(false)).bind(port, '127.0.0.1', () => resolve(true));
  });
  if (!bound) return undefined;
  socket.on('error', (error) => console.error(`DNS over UDP: ${error.message}`));
  return { close: () => new Promise((resolve) => socket.close(() => resolve())) };
}
