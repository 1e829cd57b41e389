import { generateKeyPairSync } from 'node:crypto';
import { dkimSign } from 'mailauth';

type Pem = { readonly pem: string; readonly record: string };
function rsa(modulusLength: number): Pem {
  const pair = generateKeyPairSync('rsa', { modulusLength });
  const key = pair.publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  return {
    pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    record: `v=DKIM1; k=rsa; p=${key}`,
  };
}
function edwards(): Pem {
  const pair = generateKeyPairSync('ed25519');
  const der = pair.publicKey.export({ type: 'spki', format: 'der' });
  return {
    pem: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    record: `v=DKIM1; k=ed25519; p=${der.subarray(-32).toString('base64')}`,
  };
}
const [good, short, ed] = [rsa(2048), rsa(768), edwards()];
/** The server that sends, as SPF of the good domain names it. */
const ip = '192.0.2.10';

/** What the senders have in DNS; anything else does not exist, `!` is no answer. */
export const messageRecords: Readonly<Record<string, readonly string[] | '!'>> = {
  'TXT good.example': ['v=spf1 ip4:192.0.2.10 -all'],
  'TXT _dmarc.good.example': ['v=DMARC1; p=reject'],
  'TXT s1._domainkey.good.example': [good.record],
  'TXT e1._domainkey.good.example': [ed.record],
  'TXT short._domainkey.good.example': [short.record],
  'TXT test._domainkey.good.example': [good.record.replace('k=rsa', 'k=rsa; t=y')],
  'TXT gone._domainkey.good.example': ['v=DKIM1; k=rsa; p='],
  'TXT slow._domainkey.good.example': '!',
  'TXT portal.good.example': ['v=spf1 ip4:192.0.2.10 -all'],
  'TXT s1._domainkey.portal.good.example': [good.record],
  'TXT strict.example': ['v=spf1 ip4:192.0.2.10 -all'],
  'TXT _dmarc.strict.example': ['v=DMARC1; p=reject; adkim=s; aspf=s'],
  'TXT s1._domainkey.mail.strict.example': [good.record],
  'TXT vendor.example': ['v=spf1 ip4:192.0.2.10 -all'],
  'TXT s1._domainkey.vendor.example': [good.record],
  'TXT late.example': ['v=spf1 ip4:192.0.2.10 ip4:192.0.2 -all'],
  'TXT _dmarc.late.example': ['v=DMARC1; p=none'],
  'TXT ptr.example': ['v=spf1 ptr ip4:192.0.2.10 -all'],
  'TXT slow.example': '!',
};

export interface BenchMessage {
  readonly what: string;
  readonly raw: string;
  readonly envelope: { readonly from: string; readonly ip: string; readonly helo: string };
  /** By the standards: an aligned signature that holds, and the SPF result of the envelope. */
  readonly right: { readonly signed: boolean; readonly spf: string };
}

interface Plan {
  readonly what: string;
  readonly from?: string;
  readonly bounce?: string;
  readonly by?: readonly {
    readonly domain: string;
    readonly selector: string;
    readonly key?: Pem;
    readonly simple?: boolean;
  }[];
  readonly ip?: string;
  readonly body?: string;
  readonly after?: (raw: string) => string;
  readonly right: BenchMessage['right'];
}
const own = [{ domain: 'good.example', selector: 's1' }];
const passing = { signed: true, spf: 'pass' };
const plans: readonly Plan[] = [
  { what: 'signed, sent from where SPF says', by: own, right: passing },
  {
    what: 'simple canonicalization',
    by: [{ ...own[0], domain: 'good.example', selector: 's1', simple: true }],
    right: passing,
  },
  { what: 'Ed25519 alone', by: [{ domain: 'good.example', selector: 'e1', key: ed }], right: passing },
  { what: 'RSA and Ed25519', by: [...own, { domain: 'good.example', selector: 'e1', key: ed }], right: passing },
  {
    what: 'a key of 768 bits',
    by: [{ domain: 'good.example', selector: 'short', key: short }],
    right: { signed: false, spf: 'pass' },
  },
  { what: 'a key in test mode', by: [{ domain: 'good.example', selector: 'test' }], right: passing },
  {
    what: 'a key that was taken back',
    by: [{ domain: 'good.example', selector: 'gone' }],
    right: { signed: false, spf: 'pass' },
  },
  {
    what: 'a selector that does not exist',
    by: [{ domain: 'good.example', selector: 'none' }],
    right: { signed: false, spf: 'pass' },
  },
  {
    what: 'a selector that gives no answer',
    by: [{ domain: 'good.example', selector: 'slow' }],
    right: { signed: false, spf: 'pass' },
  },
  { what: 'no signature', right: { signed: false, spf: 'pass' } },
  {
    what: 'signed by the vendor alone',
    by: [{ domain: 'vendor.example', selector: 's1' }],
    bounce: 'b@vendor.example',
    right: { signed: false, spf: 'pass' },
  },
  {
    what: 'signed by the vendor and by itself',
    by: [{ domain: 'vendor.example', selector: 's1' }, ...own],
    bounce: 'b@vendor.example',
    right: passing,
  },
  {
    what: 'From a subdomain, signed by the organisation',
    from: 'portal@portal.good.example',
    by: own,
    bounce: 'b@portal.good.example',
    right: passing,
  },
  {
    what: 'strict alignment, signed by a subdomain',
    from: 'portal@strict.example',
    by: [{ domain: 'mail.strict.example', selector: 's1' }],
    bounce: 'b@strict.example',
    right: { signed: false, spf: 'pass' },
  },
  {
    what: 'the body changed on its way',
    by: own,
    after: (raw) => `${raw}-- \r\nA footer of a mailing list\r\n`,
    right: { signed: false, spf: 'pass' },
  },
  {
    what: 'the subject changed on its way',
    by: own,
    after: (raw) => raw.replace('Subject: ', 'Subject: [list] '),
    right: { signed: false, spf: 'pass' },
  },
  { what: 'forwarded: signed, from another server', by: own, ip: '203.0.113.9', right: { signed: true, spf: 'fail' } },
  { what: 'a bounce, with HELO alone', by: own, bounce: '', right: { signed: true, spf: 'pass' } },
  {
    what: 'a mistake in SPF behind the term that fits',
    from: 'p@late.example',
    bounce: 'p@late.example',
    right: { signed: false, spf: 'permerror' },
  },
  { what: 'SPF with ptr in front', by: own, bounce: 'p@ptr.example', right: { signed: true, spf: 'pass' } },
  { what: 'SPF that gives no answer', by: own, bounce: 'p@slow.example', right: { signed: true, spf: 'temperror' } },
  { what: 'words of many languages, encoded', by: own, body: 'Żółć, 請求書, Rechnung über 12 €\r\n', right: passing },
  { what: 'white space at the ends of lines, relaxed', by: own, body: 'one  \r\ntwo\t\r\n\r\n\r\n', right: passing },
];

/** Twenty-odd messages as receivers see them, right and wrong. */
export async function benchMessages(): Promise<readonly BenchMessage[]> {
  return await Promise.all(
    plans.map(async ({ what, from = 'Portal <portal@good.example>', bounce, by = [], body, after, right, ...plan }) => {
      const plain = [
        `From: ${from}`,
        'To: ada@inbox.example',
        'Subject: Your invoice',
        'Date: Sun, 22 Nov 2026 07:00:00 +0000',
        `Message-ID: <${what.replace(/\W+/g, '-')}@good.example>`,
        'MIME-Version: 1.0',
        'Content-Type: text/plain; charset=utf-8',
        '',
        body ?? 'Here it is.\r\n',
      ].join('\r\n');
      const signatures: string[] = [];
      for (const { domain, selector, key = good, simple } of by) {
        const signed = await dkimSign(plain, {
          canonicalization: simple ? 'simple/simple' : 'relaxed/relaxed',
          signTime: new Date('2026-11-22T07:00:00Z'),
          signatureData: [{ signingDomain: domain, selector, privateKey: key.pem }],
        } as never);
        signatures.push(signed.signatures);
      }
      const raw = `${signatures.join('')}${plain}`;
      return {
        what,
        raw: after ? after(raw) : raw,
        envelope: { from: bounce ?? 'bounce@good.example', ip: plan.ip ?? ip, helo: 'good.example' },
        right,
      };
    }),
  );
}
