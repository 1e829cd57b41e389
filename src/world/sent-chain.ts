import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';

const maxCertificates = 10;

/**
 * The certificates as the server sent them, DER, leaf first. `getPeerX509Certificate().issuerCertificate` walks what was
 * sent; `getPeerCertificate(true)` would show a chain completed from the trust store and hide a missing intermediate.
 */
export function sentChain(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  let next: X509Certificate | undefined = socket.getPeerX509Certificate();
  while (next && chain.length < maxCertificates && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    chain.push(new Uint8Array(next.raw));
    next = next.issuerCertificate;
  }
  return chain;
}
