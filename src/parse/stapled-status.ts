import { type DerElement, hex, readDer, within } from './der.ts';

/** What a stapled answer of the certificate's authority says of the certificate. */
export interface StapledStatus {
  /** `other`: about another certificate; `error`: the authority's refusal; `unreadable`: no OCSP answer at all. */
  readonly says: 'good' | 'revoked' | 'unknown' | 'other' | 'error' | 'unreadable';
  /** ISO 8601 UTC. */
  readonly from?: string;
  readonly until?: string;
  readonly revokedAt?: string;
}

const tlsFeature = '2b06010505070118';
const statusRequest = 5;
const basicAnswer = '2b0601050507300101';

/** The certificate's TLS feature extension demands a stapled answer: status_request (RFC 7633 §4.2.1). */
export function demandsStaple(certificate: Uint8Array): boolean {
  const extensions = certificateBody(certificate).find(({ tag }) => tag === 0xa3);
  for (const extension of within(within(extensions)[0])) {
    const [oid, ...rest] = within(extension);
    if (!oid || hex(oid.content) !== tlsFeature) continue;
    const features = within(within(rest.at(-1))[0]);
    return features.some(({ content }) => content.at(-1) === statusRequest);
  }
  return false;
}

/**
 * Reads a stapled OCSP answer (RFC 6960 §4.2.1) for the certificate in front of which it was sent. The signature is not
 * checked: a server that makes up bad news about itself is believed, and good news is never taken as proof.
 */
export function readStaple(answer: Uint8Array, certificate: Uint8Array): StapledStatus {
  const [status, bytes] = within(readDer(answer)?.[0]);
  if (status?.tag !== 0x0a) return { says: 'unreadable' };
  if (status.content[0] !== 0) return { says: 'error' };
  const [type, inner] = within(within(bytes)[0]);
  const data = within(within(readDer(inner?.content ?? new Uint8Array())?.[0])[0]);
  if (!type || hex(type.content) !== basicAnswer || data.length === 0) return { says: 'unreadable' };
  const serial = certificateBody(certificate).find(({ tag }) => tag === 0x02)?.content;
  const all = within(data.find(({ tag }) => tag === 0x30)).map(within);
  const own = all.find(([id]) => serial !== undefined && sameNumber(within(id).at(-1)?.content, serial));
  if (!own) return { says: all.length > 0 ? 'other' : 'unreadable' };
  const [, state, from, next] = own;
  const until = next?.tag === 0xa0 ? time(within(next)[0]) : undefined;
  const dates = { ...(time(from) ? { from: time(from) } : {}), ...(until ? { until } : {}) };
  if (state?.tag === 0xa1) {
    const revokedAt = time(within(state)[0]);
    return { says: 'revoked', ...dates, ...(revokedAt ? { revokedAt } : {}) };
  }
  return { says: state?.tag === 0x80 ? 'good' : 'unknown', ...dates };
}

/** The parts of what the authority signed (RFC 5280 §4.1.2). */
function certificateBody(certificate: Uint8Array): readonly DerElement[] {
  return within(within(readDer(certificate)?.[0])[0]);
}

function sameNumber(one: Uint8Array | undefined, other: Uint8Array): boolean {
  const bare = (bytes: Uint8Array) => hex(bytes).replace(/^(?:00)+/, '');
  return one !== undefined && bare(one) === bare(other);
}

/** GeneralizedTime in UTC, as OCSP uses it. */
function time(element: DerElement | undefined): string | undefined {
  const text = element?.tag === 0x18 ? Buffer.from(element.content).toString('latin1') : '';
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z$/.exec(text) ?? [];
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}
