import { createPublicKey } from 'node:crypto';
import { clipped, parseTagList } from './tag-list.ts';

export interface DkimKey {
  /** `k=`; rsa where left out. */
  readonly type: string;
  /** Of the modulus; 256 for Ed25519; undefined where the key cannot be read. */
  readonly bits?: number;
  /** `p=` is empty: taken back (RFC 6376 §3.6.1). */
  readonly revoked: boolean;
  /** `t=y`: receivers treat mail signed with it as unsigned. */
  readonly testing: boolean;
  /** What makes receivers ignore the key. */
  readonly problems: readonly string[];
  /** What breaks the grammar and only strict verifiers mind. */
  readonly doubts: readonly string[];
}

/** Whether a TXT record is meant as a DKIM key; a wildcard may answer with anything. */
export function looksLikeDkim(text: string): boolean {
  return /^\s*v\s*=\s*dkim/i.test(text) || /(?:^|;)\s*p\s*=/.test(text)
    ? !/^\s*v\s*=\s*(?:spf|dmarc|sts|bimi|tlsrpt)/i.test(text)
    : false;
}

/** Reads a key record (RFC 6376 §3.6.1, RFC 8301, RFC 8463). */
export function parseDkimKey(text: string): DkimKey {
  const { tags, problems: syntax, odd } = parseTagList(text);
  const problems = [...syntax];
  const doubts = [...odd];
  // Names are told apart by case (§3.2): P= is a tag that nobody knows.
  const value = (name: string) => tags.find((tag) => tag.written === name)?.value;
  const list = (name: string) =>
    value(name)
      ?.split(':')
      .map((one) => one.trim().toLowerCase());
  const version = value('v');
  if (version !== undefined && version !== 'DKIM1') problems.push(`v=${clipped(version)} is not DKIM1`);
  // By §3.6.1 it must; OpenDKIM, dkimpy and mailauth look at its value alone.
  else if (version !== undefined && tags[0]?.name !== 'v') doubts.push('v does not stand first');
  const capital = /(?:^|;)\s*([VKPHST])\s*=/.exec(text)?.[1];
  if (capital !== undefined)
    doubts.push(`${capital}= is written in capitals, so receivers read another tag (RFC 6376 §3.2)`);
  const type = (value('k') ?? 'rsa').toLowerCase();
  if (type !== 'rsa' && type !== 'ed25519') problems.push(`k=${clipped(type)} is no key type`);
  const hashes = list('h');
  if (hashes && !hashes.includes('sha256')) problems.push(`h=${hashes.join(':')} leaves SHA-256 out (RFC 8301)`);
  const uses = list('s');
  if (uses && !uses.includes('*') && !uses.includes('email')) problems.push(`s=${uses.join(':')} leaves mail out`);
  const written = value('p');
  if (written === undefined) problems.push('p, the key itself, is missing');
  const revoked = written === '';
  const bits = written === undefined || revoked ? undefined : keyBits(written, type, problems);
  return {
    type,
    ...(bits === undefined ? {} : { bits }),
    revoked,
    testing: list('t')?.includes('y') ?? false,
    problems,
    doubts,
  };
}

function keyBits(written: string, type: string, problems: string[]): number | undefined {
  const base64 = written.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.replace(/=+$/, '').length % 4 === 1) {
    const odd = /[^A-Za-z0-9+/=]/.exec(base64)?.[0];
    problems.push(odd ? `the key holds "${odd}", which is no base64` : 'the key is cut off');
    return undefined;
  }
  const der = Buffer.from(base64, 'base64');
  if (type === 'ed25519') {
    if (der.length === 32) return 256;
    problems.push(`an Ed25519 key has 32 bytes, this one ${der.length}`);
    return undefined;
  }
  if (type !== 'rsa') return undefined;
  const bits = rsaBits(der, 'spki') ?? rsaBits(der, 'pkcs1');
  if (bits === undefined) problems.push('the key cannot be read as an RSA key; a part of it may be missing');
  return bits;
}

function rsaBits(der: Buffer, format: 'spki' | 'pkcs1'): number | undefined {
  try {
    const { asymmetricKeyDetails, asymmetricKeyType } = createPublicKey({ key: der, format: 'der', type: format });
    return asymmetricKeyType === 'rsa' ? asymmetricKeyDetails?.modulusLength : undefined;
  } catch {
    return undefined; // not in this form
  }
}
