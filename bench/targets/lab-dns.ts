import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import * as packet from 'dns-packet';

export type LabDns = { readonly port: number; readonly close: () => Promise<void> };

const authoritative = 1 << 10;
const soa = (zone: string): packet.Answer => ({
  type: 'SOA',
  name: zone,
  ttl: 60,
  data: {
    mname: `ns.${zone}`,
    rname: `hostmaster.${zone}`,
    serial: 1,
    refresh: 3600,
    retry: 600,
    expire: 86_400,
    minimum: 60,
  },
});

function answerTo(query: packet.Packet, names: readonly string[]): packet.Packet {
  const question = query.questions?.[0];
  const name = (question?.name ?? '').toLowerCase();
  const known = names.includes(name);
  const hit = known && question?.type === 'A';
  // A name above a served one exists without records (RFC 8020), every other name does not exist.
  const exists = known || names.some((served) => served.endsWith(`.${name}`));
  const zone = names[0]?.split('.').slice(1).join('.') ?? 'test';
  return {
    type: 'response',
    id: query.id ?? 0,
    flags: authoritative | (exists ? 0 : 3),
    questions: query.questions ?? [],
    answers: hit ? [{ type: 'A', name, ttl: 60, data: '127.0.0.1' }] : [],
    authorities: hit ? [] : [soa(zone)],
  };
}

/** A small authoritative DNS server on loopback (UDP and TCP on one port): every name given points at 127.0.0.1. */
export async function startLabDns(names: readonly string[]): Promise<LabDns> {
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.once('error', () => socket.destroy());
    let held = Buffer.alloc(0);
    socket.on('data', (data: Buffer) => {
      held = Buffer.concat([held, data]);
      if (held.length < 2 || held.length < 2 + held.readUInt16BE(0)) return;
      try {
        socket.end(packet.streamEncode(answerTo(packet.streamDecode(held), names)));
      } catch (error) {
        socket.destroy(error instanceof Error ? error : undefined);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject);
    tcp.listen(0, '127.0.0.1', () => resolve());
  });
  const { port } = tcp.address() as AddressInfo;
  const udp = createSocket('udp4');
  udp.on('message', (message, from) => {
    try {
      udp.send(packet.encode(answerTo(packet.decode(message), names)), from.port, from.address);
    } catch (error) {
      // Not a DNS question: nobody to answer.
      udp.emit('undecodable', error);
    }
  });
  await new Promise<void>((resolve, reject) => {
    udp.once('error', reject);
    udp.bind(port, '127.0.0.1', () => resolve());
  });
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    await Promise.all([
      new Promise<void>((resolve) => {
        tcp.close(() => resolve());
      }),
      new Promise<void>((resolve) => {
        udp.close(() => resolve());
      }),
    ]);
  };
  return { port, close };
}
