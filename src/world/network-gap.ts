import { type Gap, gap } from '../model/gap.ts';

interface Coded {
  readonly code?: string;
  readonly message: string;
}

const tlsHint = /CERT|ERR_TLS|SELF_SIGNED|UNABLE_TO|HOSTNAME|DEPTH_ZERO/;

/** What a failed connection or exchange means, as a gap: where, what happened, what to do next. */
export function networkGap(error: unknown, place: string, timeoutMs: number): Gap {
  const { code = '', message } = coded(error);
  if (code === 'UND_ERR_HEADERS_OVERFLOW' || (error instanceof Error && error.name === 'TooManyHeaders')) {
    return unreadable(place, 'sent more response headers than a browser would accept');
  }
  if (
    code.startsWith('HPE_') ||
    code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ||
    (error instanceof Error && error.name === 'HTTPParserError')
  ) {
    return unreadable(place, `answered with something that is not HTTP (${code || 'parse error'})`);
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT' || timedOut(error)) {
    const seconds = Math.round(timeoutMs / 100) / 10;
    return gap(
      'timed-out',
      `${place} did not finish within ${seconds} s.`,
      `Check that ${place} answers, then run again.`,
    );
  }
  if (code === 'ECONNREFUSED') {
    return gap('unreachable', `${place} refuses connections.`, `Start the server behind ${place}, then run again.`);
  }
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET' || code === 'EPIPE') {
    return gap(
      'unreachable',
      `${place} closed the connection without an answer.`,
      `Look into the server's log, then run again.`,
    );
  }
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'EADDRNOTAVAIL') {
    return gap(
      'unreachable',
      `No route from this machine to ${place} (${code}).`,
      'Run from a network that reaches it.',
    );
  }
  if (tlsHint.test(code)) {
    return gap(
      'unreachable',
      `The certificate of ${place.replace(/^https:\/\//, '')} does not verify (${code}).`,
      `Correct the certificate of ${place}.`,
      30,
    );
  }
  // What came back on the hello is no TLS at all, most often the start of an answer in clear.
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return gap(
      'unreachable',
      `${place} does not speak TLS.`,
      `Serve ${place} over https://; a server on this machine is looked at under http://.`,
      30,
    );
  }
  if (/SSL|TLS|EPROTO/.test(code)) {
    return gap(
      'unreachable',
      `${place} did not complete a TLS handshake (${code}).`,
      `Check the TLS set-up of ${place}.`,
      30,
    );
  }
  return gap(
    'unreachable',
    `${place} could not be read (${code || message}).`,
    `Check that ${place} answers, then run again.`,
  );
}

export function timedOut(error: unknown): boolean {
  return error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
}

function unreadable(place: string, what: string): Gap {
  return gap('unreadable', `${place} ${what}.`, `Check what answers at ${place}.`, 15);
}

function coded(error: unknown): Coded {
  const code = (error as { readonly code?: unknown } | null)?.code;
  const message = error instanceof Error ? error.message : String(error);
  return typeof code === 'string' ? { code, message } : { message };
}
