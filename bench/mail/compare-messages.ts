import { authenticate } from 'mailauth';
import { readMessage } from '../../src/parse/mail/read-message.ts';
import { proveMail, resolverFor } from '../../src/world/inbox/mail-proof.ts';
import type { DnsAnswer, DnsClient } from '../../src/world/world.ts';
import { benchMessages, messageRecords } from './messages.ts';

export interface MessageRow {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly right: string;
}

/** Each message through our own proof and through mailauth as it comes: a signature of the sender that holds, and SPF. */
export async function compareMessages(): Promise<readonly MessageRow[]> {
  const rows: MessageRow[] = [];
  for (const { what, raw, envelope, right } of await benchMessages()) {
    const bytes = new TextEncoder().encode(raw);
    const read = await readMessage(bytes);
    const { ip, helo, from } = envelope;
    const message = {
      ...read,
      raw: bytes,
      inbox: 'bench',
      folder: 'INBOX',
      spam: false,
      seenAfterMs: 0,
      receiverSays: {},
      envelope: { ip, helo, from, to: [], by: 'smtp' as const },
    };
    const ours = await proveMail(message, dns, true);
    const theirs = await authenticate(Buffer.from(bytes), {
      ip,
      helo,
      sender: from,
      mta: 'bench.invalid',
      minBitLength: 1024,
      disableArc: true,
      disableBimi: true,
      resolver: resolverFor(dns, () => undefined),
    });
    const line = (signed: boolean, spf: string) => `${signed ? 'signed' : 'not signed'}, spf=${spf}`;
    const { dmarc, spf } = theirs;
    rows.push({
      what,
      ours: line(
        ours.dkim.some(({ result, aligned }) => result === 'pass' && aligned),
        ours.spf?.result ?? 'none',
      ),
      theirs: line(
        dmarc ? dmarc.alignment.dkim.result !== undefined : theirs.dkim.results.some(({ status }) => status.aligned),
        spf ? String(spf.status.result) : 'none',
      ),
      right: line(right.signed, right.spf),
    });
  }
  return rows;
}

const dns: DnsClient = {
  async query(name, type): Promise<DnsAnswer> {
    const found = messageRecords[`${type} ${name}`];
    if (found === '!') return { name, type, status: 'servfail', records: [] };
    return found ? { name, type, status: 'ok', records: found } : { name, type, status: 'nxdomain', records: [] };
  },
};

/** Why the two differ, for each message where they do. */
export const explained: Readonly<Record<string, string>> = {
  'a mistake in SPF behind the term that fits':
    'RFC 7208 §4.6: a syntax error anywhere in the record is a permanent error; mailauth stops reading at the first match unless it is told to be strict',
};
