import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { type DecodedPacket, decode, encode, type RecordType } from 'dns-packet';
import type { Dial } from './dial.ts';

export interface DnsQuestion {
  readonly name: string;
  readonly type: RecordType;
  /** Two random bytes, so that nobody can answer for the server blindly (RFC 5452 §4.3). */
  readonly id: number;
  readonly recursion: boolean;
}
export interface DnsTarget {
  readonly address: string;
  readonly port: number;
}

/** One question over UDP, over TCP where the answer does not fit (RFC 7766 §5). Throws with a code such as ETIMEDOUT. */
export async function askServer(
  question: DnsQuestion,
  target: DnsTarget,
  dial: Dial,
  timeoutMs: number,
): Promise<DecodedPacket> {
  const query = encode({
    type: 'query',
    id: question.id,
    flags: question.recursion ? 0x0100 : 0,
    questions: [{ name: question.name, type: question.type, class: 'IN' }],
  });
  const small = await overUdp(query, question, target, timeoutMs);
  return small.flag_tc ? await overTcp(query, question, target, dial, timeoutMs) : small;
}

function overUdp(
  query: Buffer,
  question: DnsQuestion,
  { address, port }: DnsTarget,
  timeoutMs: number,
): Promise<DecodedPacket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    const deadline = setTimeout(() => finish(() => reject(failure('ETIMEDOUT'))), timeoutMs);
    let done = false;
    const finish = (settle: () => void) => {
      if (done) return;
      done = true;
      clearTimeout(deadline);
      socket.close();
      settle();
    };
    socket.on('error', (error) => finish(() => reject(error)));
    // A connected socket takes datagrams of this server only.
    // Without a route there is an error in place of a connection; given a callback, Node calls that one for both.
    socket.connect(port, address);
    socket.on('connect', () => {
      // It may have been given up before it was ready.
      if (!done) socket.send(query, (error) => error && finish(() => reject(error)));
    });
    socket.on('message', (message) => {
      const packet = answerTo(question, message);
      if (packet) finish(() => resolve(packet));
    });
  });
}

async function overTcp(
  query: Buffer,
  question: DnsQuestion,
  { address, port }: DnsTarget,
  dial: Dial,
  timeoutMs: number,
): Promise<DecodedPacket> {
  const socket = await dial(address, port, timeoutMs);
  try {
    return await new Promise<DecodedPacket>((resolve, reject) => {
      let received = Buffer.alloc(0);
      const deadline = setTimeout(() => reject(failure('ETIMEDOUT')), timeoutMs);
      socket.once('close', () => clearTimeout(deadline));
      socket.on('error', reject);
      socket.on('close', () => reject(failure('ECONNRESET')));
      socket.on('data', (chunk: Buffer) => {
        received = Buffer.concat([received, chunk]);
        const length = received.length >= 2 ? received.readUInt16BE(0) : Number.POSITIVE_INFINITY;
        if (received.length < 2 + length) return;
        const packet = answerTo(question, received.subarray(2, 2 + length));
        if (packet) resolve(packet);
        else reject(failure('EBADRESP'));
      });
      const prefix = Buffer.alloc(2);
      prefix.writeUInt16BE(query.length);
      socket.write(Buffer.concat([prefix, query]));
    });
  } finally {
    socket.destroy();
  }
}

/** The packet when it is the answer to this question; anything else on the wire is passed over. */
function answerTo(question: DnsQuestion, message: Buffer): DecodedPacket | undefined {
  try {
    const packet = decode(message);
    const asked = packet.questions?.[0];
    const same = asked === undefined || asked.name.toLowerCase() === question.name.toLowerCase();
    return packet.type === 'response' && packet.id === question.id && same ? packet : undefined;
  } catch (error) {
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
