import type { HelloVersion } from './hello-types.ts';

export interface HelloContent {
  readonly version: HelloVersion;
  readonly suites: readonly number[];
  /** Left out for an address, which has no place in server_name (RFC 6066 §3). */
  readonly serverName?: string;
  /** 96 bytes: client random, session id, key share. */
  readonly random: Uint8Array;
}

/** On the wire; TLS 1.3 says 1.2 here and names itself in supported_versions (RFC 8446 §4.1.2). */
const wireVersions: Readonly<Record<Exclude<HelloVersion, 'SSLv2'>, number>> = {
  SSLv3: 0x0300,
  TLSv1: 0x0301,
  'TLSv1.1': 0x0302,
  'TLSv1.2': 0x0303,
  'TLSv1.3': 0x0303,
};
const curves = [29, 23, 24, 25, 30, 22, 26, 27, 28, 21, 19];
/** Named Diffie-Hellman groups only where nothing else exists: a server must not show its own weak one beside them (RFC 7919 §4). */
const finiteFieldGroups = [256, 257, 258];
const signatures = [
  0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808, 0x0809, 0x080a, 0x080b,
  0x0303, 0x0301, 0x0203, 0x0201, 0x0402, 0x0202, 0x0101,
];
const renegotiationInfo = 0x00ff;

/** A whole ClientHello record (RFC 8446 §4.1.2, RFC 5246 §7.4.1.2, RFC 6101 §5.6.1.2), or a CLIENT-HELLO of SSL 2. */
export function clientHello(content: HelloContent): Buffer {
  const { version, random } = content;
  if (version === 'SSLv2') return sslv2Hello(random.subarray(0, 16));
  const modern = version === 'TLSv1.3';
  const suites = modern ? content.suites : [...content.suites, renegotiationInfo];
  const body = Buffer.concat([
    uint16(wireVersions[version]),
    random.subarray(0, 32),
    // A session id makes middleboxes take TLS 1.3 for the older versions that they know (RFC 8446 §D.4).
    modern ? sized(1, Buffer.from(random.subarray(32, 64))) : Buffer.from([0]),
    sized(2, list(suites)),
    Buffer.from([1, 0]),
    ...(version === 'SSLv3' ? [] : [sized(2, extensions(content))]),
  ]);
  const message = Buffer.concat([Buffer.from([1]), sized(3, body)]);
  return Buffer.concat([Buffer.from([22]), uint16(version === 'SSLv3' ? 0x0300 : 0x0301), sized(2, message)]);
}

function extensions({ version, serverName, random }: HelloContent): Buffer {
  const modern = version === 'TLSv1.3';
  const parts: Buffer[] = [];
  const add = (type: number, data: Buffer) => void parts.push(uint16(type), sized(2, data));
  if (serverName !== undefined)
    add(0, sized(2, Buffer.concat([Buffer.from([0]), sized(2, Buffer.from(serverName, 'ascii'))])));
  add(10, sized(2, list(modern ? [...curves.slice(0, 5), ...finiteFieldGroups] : curves)));
  add(11, Buffer.from([1, 0]));
  if (version === 'TLSv1.2' || modern) add(13, sized(2, list(signatures)));
  if (!modern) {
    add(23, Buffer.alloc(0));
    add(35, Buffer.alloc(0));
  }
  if (modern) {
    add(43, sized(1, list([0x0304])));
    add(45, Buffer.from([1, 1]));
    // Any 32 bytes are a public key of X25519 (RFC 7748 §6.1); the exchange is never finished.
    add(51, sized(2, Buffer.concat([uint16(29), sized(2, Buffer.from(random.subarray(64, 96)))])));
  }
  return Buffer.concat(parts);
}

/** All seven cipher kinds of SSL 2 (draft-hickman-netscape-ssl-00 §4). */
function sslv2Hello(challenge: Uint8Array): Buffer {
  const ciphers = ['010080', '020080', '030080', '040080', '050080', '060040', '0700c0'].map((hex) =>
    Buffer.from(hex, 'hex'),
  );
  const specs = Buffer.concat(ciphers);
  const body = Buffer.concat([
    Buffer.from([1]),
    uint16(0x0002),
    uint16(specs.length),
    uint16(0),
    uint16(challenge.length),
    specs,
    challenge,
  ]);
  return Buffer.concat([uint16(0x8000 | body.length), body]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function list(values: readonly number[]): Buffer {
  return Buffer.concat(values.map(uint16));
}

/** Bytes with their length in front. */
function sized(bytes: 1 | 2 | 3, data: Buffer): Buffer {
  const length = Buffer.alloc(bytes);
  length.writeUIntBE(data.length, 0, bytes);
  return Buffer.concat([length, data]);
}
