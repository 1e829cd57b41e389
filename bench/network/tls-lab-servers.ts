import { getDiffieHellman } from 'node:crypto';
import type { TlsOptions } from 'node:tls';
import type { LeafOptions } from '../../range/internet/authority.ts';
import type { Imitated } from './imitation.ts';

export type Version = 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1' | 'SSLv3' | 'SSLv2';
/** What is true of a server of the lab, because it was made so. */
export interface Truth {
  readonly versions: readonly Version[];
  /** Suites by IANA, TLS 1.2 and older; left out where nobody can tell. */
  readonly suites?: readonly string[];
  /** Code of `https.valid-certificate`. */
  readonly certificate?: string;
  readonly alpn?: string;
  /** Code of `https.ciphers`. */
  readonly ciphers?: string;
}
export const modern = 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384';
export const modernNames = ['TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'];
export const both: readonly Version[] = ['TLSv1.3', 'TLSv1.2'];
const old = (...more: readonly Version[]): readonly Version[] => [...both, ...more];

interface NodeServer {
  readonly leaf?: Partial<LeafOptions>;
  /** A second certificate, for programs that take other keys. */
  readonly beside?: Partial<LeafOptions>;
  readonly tls?: TlsOptions;
  readonly order?: (certificates: readonly string[]) => readonly string[];
  readonly truth: Partial<Truth>;
}

export const rsa = { rsaBits: 2048 };
const legacy = `${modern}:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0`;
const legacyNames = [...modernNames, 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'];
const rsaGcm = 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256';

/** Servers of Node's own library, by name. */
export const nodeServers: Readonly<Record<string, NodeServer>> = {
  modern: { tls: { ALPNProtocols: ['h2', 'http/1.1'] }, truth: { alpn: 'h2' } },
  twocerts: {
    beside: { rsaBits: 2048 },
    tls: { ciphers: `${modern}:ECDHE-RSA-AES128-GCM-SHA256` },
    truth: { suites: [...modernNames, rsaGcm] },
  },
  oldbeside: {
    beside: { rsaBits: 2048, fromDay: -90, untilDay: -2 },
    tls: { ciphers: `${modern}:ECDHE-RSA-AES128-GCM-SHA256` },
    truth: { suites: [...modernNames, rsaGcm], certificate: 'expired' },
  },
  only13: { tls: { minVersion: 'TLSv1.3' }, truth: { versions: ['TLSv1.3'], suites: [] } },
  only12: { tls: { maxVersion: 'TLSv1.2' }, truth: { versions: ['TLSv1.2'] } },
  tls11: { tls: { minVersion: 'TLSv1.1', ciphers: legacy }, truth: { versions: old('TLSv1.1'), suites: legacyNames } },
  tls10: {
    tls: { minVersion: 'TLSv1', ciphers: legacy },
    truth: { versions: old('TLSv1.1', 'TLSv1'), suites: legacyNames },
  },
  only10: {
    tls: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: legacy },
    truth: { versions: ['TLSv1'], suites: ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'], ciphers: 'cbc-sha1-only' },
  },
  nothing: {
    tls: { ciphers: `${modern}:ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0` },
    truth: { suites: [...modernNames, 'TLS_ECDHE_ECDSA_WITH_NULL_SHA'], ciphers: 'weak' },
  },
  anonymous: {
    tls: { ciphers: `${modern}:AECDH-AES128-SHA:@SECLEVEL=0` },
    truth: { suites: [...modernNames, 'TLS_ECDH_anon_WITH_AES_128_CBC_SHA'], ciphers: 'weak' },
  },
  cbc: {
    tls: { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA' },
    truth: {
      versions: ['TLSv1.2'],
      suites: ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA'],
      ciphers: 'cbc-sha1-only',
    },
  },
  statickey: {
    leaf: rsa,
    tls: { maxVersion: 'TLSv1.2', ciphers: 'AES128-GCM-SHA256:AES256-GCM-SHA384' },
    truth: {
      versions: ['TLSv1.2'],
      suites: ['TLS_RSA_WITH_AES_128_GCM_SHA256', 'TLS_RSA_WITH_AES_256_GCM_SHA384'],
      ciphers: 'no-forward-secrecy',
    },
  },
  prime1024: {
    leaf: rsa,
    tls: { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0', dhparam: dhPem('modp2') },
    truth: { suites: [rsaGcm, 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'], ciphers: 'short-prime' },
  },
  prime2048: {
    leaf: rsa,
    tls: { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256', dhparam: dhPem('modp14') },
    truth: { suites: [rsaGcm, 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'] },
  },
  cbcbeside: {
    leaf: rsa,
    tls: { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA' },
    truth: { suites: [rsaGcm, 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA'] },
  },
  chacha: {
    tls: { ciphers: 'ECDHE-ECDSA-CHACHA20-POLY1305:TLS_CHACHA20_POLY1305_SHA256' },
    truth: { suites: ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'] },
  },
  http11: { tls: { ALPNProtocols: ['http/1.1'] }, truth: { alpn: 'http/1.1' } },
  expired: { leaf: { fromDay: -93, untilDay: -3 }, truth: { certificate: 'expired' } },
  future: { leaf: { fromDay: 2, untilDay: 92 }, truth: { certificate: 'not-yet-valid' } },
  wrongname: { leaf: { names: ['other.lab.test'] }, truth: { certificate: 'wrong-name' } },
  wildcard: { leaf: { names: ['*.lab.test'] }, truth: {} },
  deepwildcard: { leaf: { names: ['*.test'] }, truth: { certificate: 'wrong-name' } },
  selfsigned: { leaf: { signedBy: 'itself' }, truth: { certificate: 'self-signed' } },
  stranger: { leaf: { signedBy: 'stranger' }, truth: { certificate: 'unknown-issuer' } },
  leafonly: { leaf: { send: 'leaf' }, truth: { certificate: 'chain-incomplete' } },
  withroot: { leaf: { send: 'full' }, truth: {} },
  disordered: {
    leaf: { send: 'full' },
    order: ([leaf = '', middle = '', root = '']) => [leaf, root, middle],
    truth: { certificate: 'disordered' },
  },
  shortkey: {
    leaf: { rsaBits: 1024 },
    tls: { ciphers: 'ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0' },
    truth: { suites: [rsaGcm], certificate: 'weak-key' },
  },
};

/** Servers of the machine's own openssl: arguments, and what they make of it. */
export const opensslServers: Readonly<
  Record<string, { readonly flags: readonly string[]; readonly truth: Partial<Truth> }>
> = {
  plainrsa: {
    flags: ['-tls1_2', '-cipher', 'AES256-SHA256:AES128-GCM-SHA256'],
    truth: {
      versions: ['TLSv1.2'],
      suites: ['TLS_RSA_WITH_AES_256_CBC_SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256'],
      ciphers: 'no-forward-secrecy',
    },
  },
  camellia: {
    flags: ['-cipher', 'ECDHE-RSA-AES128-GCM-SHA256:CAMELLIA128-SHA'],
    truth: { suites: [rsaGcm, 'TLS_RSA_WITH_CAMELLIA_128_CBC_SHA'] },
  },
  ccm: {
    flags: ['-cipher', 'ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-CCM'],
    truth: { suites: [rsaGcm, 'TLS_DHE_RSA_WITH_AES_128_CCM'] },
  },
};

/** First flights by hand, for what no library of today offers any more. */
export const imitations: Readonly<Record<string, Imitated & { readonly truth: Truth }>> = {
  ssl3rc4: {
    versions: [0x0300],
    suites: [0x0005, 0x0004],
    truth: { versions: ['SSLv3'], suites: ['TLS_RSA_WITH_RC4_128_SHA', 'TLS_RSA_WITH_RC4_128_MD5'], ciphers: 'weak' },
  },
  tripledes: {
    versions: [0x0303],
    suites: [0xc02f, 0x000a],
    truth: { versions: ['TLSv1.2'], suites: [rsaGcm, 'TLS_RSA_WITH_3DES_EDE_CBC_SHA'], ciphers: 'weak' },
  },
  export: {
    versions: [0x0301, 0x0303],
    suites: [0xc02f, 0x0003],
    truth: { versions: ['TLSv1.2', 'TLSv1'], suites: [rsaGcm, 'TLS_RSA_EXPORT_WITH_RC4_40_MD5'], ciphers: 'weak' },
  },
  ssl2: {
    versions: [0x0303],
    suites: [0xc02f],
    sslv2: true,
    truth: { versions: ['TLSv1.2', 'SSLv2'], suites: [rsaGcm], ciphers: 'strong' },
  },
  breaksoff: {
    versions: [0x0301, 0x0303],
    suites: [0xc02f, 0x002f],
    // It chooses TLS 1.0 and breaks off when it comes to signing, as OpenSSL at a high security level does.
    breaksOff: [0x0301],
    truth: { versions: ['TLSv1.2'], ciphers: 'strong' },
  },
};

/** DHParameter of PKCS #3 around a group that Node knows by name. */
function dhPem(group: 'modp2' | 'modp14'): string {
  const known = getDiffieHellman(group);
  const integer = (bytes: Buffer) =>
    wrapped(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
  const der = wrapped(0x30, Buffer.concat([integer(known.getPrime()), integer(known.getGenerator())]));
  const lines = der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN DH PARAMETERS-----\n${lines}\n-----END DH PARAMETERS-----\n`;
}

function wrapped(tag: number, content: Buffer): Buffer {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}
