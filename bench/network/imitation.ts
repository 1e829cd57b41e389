import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

export interface Imitated {
  /** On the wire: 0x0300 is SSL 3, 0x0303 TLS 1.2. */
  readonly versions: readonly number[];
  readonly suites: readonly number[];
  /** Answers hellos of SSL 2. */
  readonly sslv2?: boolean;
  /** Versions that it chooses and then ends with an alert. */
  readonly breaksOff?: readonly number[];
}

/** Answers a hello with a first flight, as a server of these versions and suites would, and goes no further. */
export function imitation(how: Imitated, certificate: Buffer): (socket: Socket) => void {
  return (socket) => {
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 5) return;
      const answer = (received[0] ?? 0) >= 0x80 ? sslv2(how) : tls(how, received, certificate);
      if (answer) socket.end(answer);
    });
  };
}

function tls(how: Imitated, bytes: Buffer, certificate: Buffer): Buffer | undefined {
  const length = bytes.readUInt16BE(3);
  if (bytes.length < 5 + length) return undefined;
  const hello = bytes.subarray(9);
  const offered = hello.readUInt16BE(0);
  const session = hello[34] ?? 0;
  const at = 35 + session;
  const count = hello.readUInt16BE(at) / 2;
  const suites = Array.from({ length: count }, (_, index) => hello.readUInt16BE(at + 2 + index * 2));
  const version = Math.max(0, ...how.versions.filter((each) => each <= offered));
  const suite = how.suites.find((each) => suites.includes(each));
  if (version === 0) return alert(0x0301, 70);
  if (suite === undefined) return alert(version, 40);
  const serverHello = Buffer.concat([
    uint(version, 2),
    randomBytes(32),
    Buffer.from([0]),
    uint(suite, 2),
    Buffer.from([0]),
  ]);
  if (how.breaksOff?.includes(version))
    return Buffer.concat([record(version, message(2, serverHello)), alert(version, 40)]);
  const chain = Buffer.concat([uint(certificate.length + 3, 3), uint(certificate.length, 3), certificate]);
  return record(version, Buffer.concat([message(2, serverHello), message(11, chain), message(14, Buffer.alloc(0))]));
}

function sslv2({ sslv2: takes }: Imitated): Buffer {
  if (!takes) return alert(0x0301, 70);
  const body = Buffer.concat([
    Buffer.from([4, 0, 1]),
    uint(2, 2),
    uint(0, 2),
    uint(3, 2),
    uint(16, 2),
    Buffer.from('010080', 'hex'),
    randomBytes(16),
  ]);
  return Buffer.concat([uint(0x8000 | body.length, 2), body]);
}

function alert(version: number, code: number): Buffer {
  return Buffer.concat([Buffer.from([21]), uint(version, 2), uint(2, 2), Buffer.from([2, code])]);
}

function record(version: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([22]), uint(version, 2), uint(content.length, 2), content]);
}

function message(type: number, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from([type]), uint(body.length, 3), body]);
}

function uint(value: number, bytes: number): Buffer {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
}
