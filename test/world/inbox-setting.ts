import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';
import type { InboxConfig } from '../../src/model/inbox-config.ts';
import { configSchema } from '../../src/model/config.ts';
import { createFence } from '../../src/world/fence.ts';
import { createInboxes } from '../../src/world/inbox/create-inboxes.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createTrust } from '../../src/world/trust.ts';
import { createVault } from '../../src/world/create-vault.ts';
import { systemClock } from '../../src/world/system-clock.ts';
import type { Clock, DnsAnswer } from '../../src/world/world.ts';

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
export const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The records of a sender that does everything right, from 192.0.2.10. */
export const goodRecords: Readonly<Record<string, readonly string[]>> = {
  'TXT sender.test': ['v=spf1 ip4:192.0.2.10 -all'],
  'TXT _dmarc.sender.test': ['v=DMARC1; p=reject'],
  'TXT line1._domainkey.sender.test': [`v=DKIM1; k=rsa; p=${publicKey}`],
  'TXT line1._domainkey.stranger.test': [`v=DKIM1; k=rsa; p=${publicKey}`],
  'TXT _dmarc.stranger.test': ['v=DMARC1; p=reject'],
};

export function openInboxes(
  inboxes: readonly InboxConfig[],
  more: {
    readonly env?: Record<string, string>;
    readonly clock?: Clock;
    readonly records?: Readonly<Record<string, readonly string[] | DnsAnswer['status']>>;
    readonly lab?: object;
  } = {},
) {
  const config = configSchema.parse({ inboxes, ...(more.lab ? { lab: more.lab } : {}) });
  const scope = createScope({ config });
  const clock = more.clock ?? systemClock;
  const vault = createVault();
  const records = more.records ?? goodRecords;
  const stop = new AbortController();
  const opened = createInboxes({
    scope,
    clock,
    vault,
    fence: createFence(scope, clock),
    trust: createTrust(scope),
    signal: stop.signal,
    env: more.env ?? {},
    dns: {
      query: async (name, type) => {
        const found = records[`${type} ${name}`] ?? 'nxdomain';
        return typeof found === 'string'
          ? { name, type, status: found as DnsAnswer['status'], records: [] }
          : { name, type, status: 'ok', records: [...(found as readonly string[])] };
      },
    },
  });
  return { inboxes: opened, vault, stop };
}

const key = (signingDomain: string) => ({ signingDomain, selector: 'line1', privateKey });

export interface Letter {
  readonly from?: string;
  readonly to?: string;
  readonly subject?: string;
  readonly body?: string;
  readonly headers?: readonly string[];
  readonly type?: string;
  /** `d=` of the signature; none where it is null. */
  readonly signedBy?: string | null;
}

/** A message as a receiver stores it, trace headers on top. */
export async function letter(wish: Letter = {}, trace: readonly string[] = goodTrace): Promise<Buffer> {
  const plain = [
    `From: ${wish.from ?? 'Sender <portal@sender.test>'}`,
    `To: <${wish.to ?? 'ada@inbox.test'}>`,
    `Subject: ${wish.subject ?? 'Your new password'}`,
    'Date: Sun, 22 Nov 2026 02:00:00 +0000',
    'Message-ID: <one@sender.test>',
    ...(wish.headers ?? []),
    'MIME-Version: 1.0',
    `Content-Type: ${wish.type ?? 'text/plain; charset=utf-8'}`,
    '',
    wish.body ?? 'Open https://app.sender.test/reset/3f9c21d0aa77418e9b02c5d1e8f4a6b7 within 30 minutes.',
    '',
  ].join('\r\n');
  const domain = wish.signedBy === undefined ? 'sender.test' : wish.signedBy;
  const signed =
    domain === null ? '' : (await dkimSign(plain, { ...key(domain), signatureData: [key(domain)] })).signatures;
  return Buffer.from([...trace.map((line) => `${line}\r\n`), signed, plain].join(''));
}

export const goodTrace: readonly string[] = [
  'Return-Path: <bounce@sender.test>',
  'Delivered-To: ada@inbox.test',
  'Received: from mail.sender.test (mail.sender.test [192.0.2.10]) by mx.inbox.test with ESMTPS; Sun, 22 Nov 2026 02:00:03 +0000',
];
