import { createSecureContext, rootCertificates, type SecureContext, type SecureContextOptions } from 'node:tls';
import type { LoopbackEntry, Scope } from './scope.ts';

export interface TlsLimits {
  readonly minVersion?: SecureContextOptions['minVersion'];
  readonly maxVersion?: SecureContextOptions['maxVersion'];
  readonly ciphers?: string;
}

export interface Trust {
  /** Throws what OpenSSL throws when this machine cannot offer the versions or ciphers. */
  context(entry: LoopbackEntry | undefined, limits?: TlsLimits): SecureContext;
}

/**
 * Public roots for everybody; the lab's authority only for names that the lab maps, so that a lab never vouches for the
 * real internet. The bundled roots are named on purpose: NODE_EXTRA_CA_CERTS and company roots are not what a
 * visitor's browser has.
 */
export function createTrust(scope: Scope): Trust {
  // Parsing all roots costs about 13 ms, so contexts are kept.
  const contexts = new Map<string, SecureContext>();
  return {
    context(entry, limits = {}) {
      const lab = entry?.lab === true && scope.lab?.ca !== undefined;
      const key = JSON.stringify([lab, limits.minVersion, limits.maxVersion, limits.ciphers]);
      const known = contexts.get(key);
      if (known) return known;
      const ca = lab && scope.lab?.ca ? [...rootCertificates, scope.lab.ca] : [...rootCertificates];
      const context = createSecureContext({ ca, ...definedOnly(limits) });
      contexts.set(key, context);
      return context;
    },
  };
}

function definedOnly(limits: TlsLimits): SecureContextOptions {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined));
}
