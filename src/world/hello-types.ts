/** Versions that a hello by hand can offer; `node:tls` offers TLS 1.0 and later only. */
export type HelloVersion = 'TLSv1.3' | 'TLSv1.2' | 'TLSv1.1' | 'TLSv1' | 'SSLv3' | 'SSLv2';

export interface HelloRequest {
  readonly host: string;
  readonly port: number;
  /** One of `addresses(host, port)`; the first by default. */
  readonly address?: string;
  /** The highest version offered; for TLS 1.3 the only one. */
  readonly version: HelloVersion;
  /** IANA numbers, in the order offered; passed over for SSLv2, which has names of its own. */
  readonly suites: readonly number[];
  readonly timeoutMs?: number;
}

/** How a server took a hello. Nothing was completed: a server that answers with a version and a suite has chosen them. */
export type HelloResult =
  | {
      readonly answered: true;
      /** What the server chose, which may be older than what was offered; `0x7f12` where it is no version we know. */
      readonly version: HelloVersion | string;
      /** IANA number; -1 for SSLv2. */
      readonly suite: number;
      /** Size of the prime that the server offers for a Diffie-Hellman exchange. */
      readonly dhBits?: number;
      readonly address: string;
    }
  | {
      readonly answered: false;
      readonly failure: 'alert' | 'reset' | 'closed' | 'timed-out' | 'refused' | 'dns' | 'fence' | 'other';
      readonly detail: string;
      /** Number of a fatal alert (RFC 8446 §6). */
      readonly alert?: number;
    };
