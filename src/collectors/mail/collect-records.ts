import { GapError } from '../../model/gap.ts';
import { readSpfTree } from '../../parse/spf/spf-tree.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import type { EvidenceMap } from '../evidence-map.ts';
import type { MailEvidence } from '../mail-evidence.ts';
import { askTwice, spfLookUp, textAt } from './ask-dns.ts';
import { lookAtDkim } from './look-at-dkim.ts';
import { lookAtDmarc } from './look-at-dmarc.ts';
import { lookAtMx } from './look-at-mx.ts';
import { authorDomains, hostOfMailDomain, listedDomain, mailDomain, mailSubjects } from './mail-domains.ts';

type Kind = Exclude<keyof MailEvidence, 'mail.sts' | 'mail.lookalikes' | 'mail.received-keys'>;

/** SPF, DKIM, DMARC, MX, TLS-RPT and BIMI of every mail domain, by DNS alone. */
export const mailRecordCollector = defineCollector({
  id: 'mail-records',
  produces: ['mail.spf', 'mail.dkim', 'mail.dmarc', 'mail.mx', 'mail.tls-rpt', 'mail.bimi'],
  permit: 'look',
  timeoutMs: 300_000,
  subjects: mailSubjects,
  hostOf: hostOfMailDomain,
  async collect(subject, context) {
    const { target, world } = context;
    const ask = askTwice(context);
    const domain = mailDomain(subject, target);
    const listed = listedDomain(target, subject);
    const authors = authorDomains(target, subject);
    await Promise.all([
      kept(context, 'mail.spf', subject, async () => ({
        ...domain,
        ...(listed?.senders ? { approved: listed.senders } : {}),
        tree: await readSpfTree(subject, spfLookUp(ask)),
      })),
      kept(context, 'mail.dkim', subject, () =>
        lookAtDkim(ask, {
          domain,
          configured: (listed?.selectors ?? []).map(selectorName),
          received: [],
          control: `lr-${world.randomHex(6)}`,
        }),
      ),
      ...authors.map(({ sender, ...author }) =>
        kept(context, 'mail.dmarc', author.domain, () => lookAtDmarc(ask, author, sender)),
      ),
      kept(context, 'mail.mx', subject, () => lookAtMx(ask, domain, world.scope.lab !== undefined)),
      kept(context, 'mail.tls-rpt', subject, async () => ({
        ...domain,
        look: await textAt(ask, `_smtp._tls.${subject}`),
      })),
      kept(context, 'mail.bimi', subject, async () => ({
        ...domain,
        look: await textAt(ask, `default._bimi.${subject}`),
      })),
    ]);
  },
});

/** One look's trouble is not another's. */
async function kept<K extends Kind>(
  context: CollectContext,
  kind: K,
  subject: string,
  look: () => Promise<EvidenceMap[K]>,
): Promise<void> {
  try {
    context.emit(kind, subject, await look());
  } catch (error) {
    if (!(error instanceof GapError)) throw error;
    context.gap(kind, subject, error.gap);
  }
}

/** `google`, also where the whole name was written. */
function selectorName(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replace(/\._domainkey.*$/, '');
}
