import type { TlsOptions } from 'node:tls';
import type { HostTls } from './host-server.ts';
import type { Authority, LeafOptions } from './authority.ts';
import { domain, hostNames, type Role } from './names.ts';
import type { Switches } from './switches.ts';

const modernCiphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
].join(':');
/** OpenSSL speaks TLS 1.0 and 1.1 and takes short keys on security level 0 only. */
const legacyCiphers = `${modernCiphers}:ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0`;
const shortKeyCiphers = `${modernCiphers}:ECDHE-RSA-AES128-GCM-SHA256:@SECLEVEL=0`;

/** Certificate, protocols and ciphers of one host. */
export function tlsSettings(role: Role, authority: Authority, switches: Switches): HostTls {
  return {
    minVersion: 'TLSv1.2',
    ciphers: modernCiphers,
    honorCipherOrder: true,
    ...authority.leaf({ names: [hostNames[role]], ...leafOf(role, switches) }),
    ...protocolsOf(role, switches),
  };
}

function leafOf(role: Role, { flaw, decoy }: Switches): Partial<LeafOptions> {
  if (role === 'www') {
    if (flaw('cert-expired')) return { fromDay: -93, untilDay: -3 };
    if (flaw('cert-not-yet-valid')) return { fromDay: 2, untilDay: 92 };
    if (flaw('cert-weak-key')) return { rsaBits: 1024 };
    if (flaw('cert-must-staple-without-staple')) return { mustStaple: true };
    if (flaw('cert-must-staple-old-staple')) return { mustStaple: true, stapled: true, stapleUntilDay: -7 };
    if (decoy('cert-must-staple-stapled')) return { mustStaple: true, stapled: true };
  }
  if (role === 'old') {
    if (flaw('cert-wrong-name')) return { names: [`clients.${domain}`] };
    if (flaw('cert-untrusted-root')) return { signedBy: 'stranger' };
  }
  if (role === 'apex') {
    if (flaw('cert-missing-intermediate')) return { send: 'leaf' };
    if (decoy('cert-chain-with-root')) return { send: 'full' };
  }
  if (role === 'admin' && flaw('cert-self-signed')) return { signedBy: 'itself' };
  if (role === 'app') {
    if (flaw('host-unlisted')) return { names: [hostNames.app, `legacy.${domain}`] };
    if (decoy('certificate-names-gone-host')) return { names: [hostNames.app, `beta.${domain}`] };
    if (flaw('cert-expires-in-5-days')) return { fromDay: -85, untilDay: 5 };
    if (decoy('cert-40-days')) return { fromDay: -50, untilDay: 40 };
  }
  if (role === 'api') {
    if (flaw('cert-expires-in-15-days')) return { fromDay: -75, untilDay: 15 };
    if (decoy('cert-wildcard')) return { names: [`*.${domain}`, domain] };
    if (decoy('cert-without-subject')) return { noSubject: true };
  }
  return {};
}

function protocolsOf(role: Role, { flaw, decoy }: Switches): TlsOptions {
  if (role === 'app' && flaw('tls10-enabled')) return { minVersion: 'TLSv1', ciphers: legacyCiphers };
  if (role === 'api' && flaw('tls11-enabled')) return { minVersion: 'TLSv1.1', ciphers: legacyCiphers };
  if (role === 'api' && flaw('tls13-missing')) return { maxVersion: 'TLSv1.2' };
  if (role === 'www' && flaw('cert-weak-key')) return { ciphers: shortKeyCiphers };
  if (role === 'api' && flaw('cipher-null')) return { ciphers: `${modernCiphers}:ECDHE-ECDSA-NULL-SHA:@SECLEVEL=0` };
  if (role === 'old' && flaw('cipher-cbc-sha1-only'))
    return { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA:ECDHE-ECDSA-AES256-SHA' };
  if (role === 'admin' && decoy('cipher-cbc-beside-gcm')) return { ciphers: `${modernCiphers}:ECDHE-ECDSA-AES128-SHA` };
  if (role === 'admin' && decoy('tls13-only')) return { minVersion: 'TLSv1.3' };
  return {};
}
