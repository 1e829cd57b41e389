import { type CollectContext, defineCollector, type Target } from '../collector.ts';
import type { MailDomain, SelectorLook } from '../mail-evidence.ts';
import { readSpfTree } from '../../parse/spf/spf-tree.ts';
import { type Ask, askTwice, spfLookUp, textAt } from './ask-dns.ts';
import { lookAtDmarc } from './look-at-dmarc.ts';
import { hostOfMailDomain, mailDomains, mailSubjects } from './mail-domains.ts';

/** Domains looked at because mail came from them. */
const mostDomains = 10;

/**
 * What the mail that the audit received says about where the portal really sends from: the keys that it was signed with, and
 * the records of From and bounce domains that nobody had listed.
 */
export const receivedMailCollector = defineCollector({
  id: 'mail-received',
  produces: ['mail.received-keys'],
  permit: 'look',
  after: ['mail-records', 'mail-invite', 'mail-reset', 'mail-sign-up', 'mail-notices'],
  phase: 'disturbs',
  timeoutMs: 120_000,
  subjects: (target) => {
    const subjects = mailSubjects(target);
    return 'reason' in subjects ? subjects : subjects.slice(0, 1);
  },
  hostOf: hostOfMailDomain,
  async collect(subject, context) {
    const ask = askTwice(context);
    const arrived = context
      .seen('mail.delivery')
      .flatMap(({ value }) => (value.arrived?.fromOwn ? [value.arrived] : []));
    const signatures = arrived.flatMap(({ dkim }) => dkim.filter(({ aligned }) => aligned));
    const byDomain = Map.groupBy(signatures, ({ domain }) => domain.toLowerCase());
    for (const [domain, list] of [...byDomain].slice(0, mostDomains)) await lookAtKeys(domain, list, ask, context);
    if (byDomain.size === 0)
      context.emit('mail.received-keys', subject, { ...domainOf(subject, context.target), selectors: [] });
    await lookAtOthers(arrived, ask, context);
  },
});

async function lookAtKeys(
  domain: string,
  signatures: readonly { readonly selector: string }[],
  ask: Ask,
  context: CollectContext,
): Promise<void> {
  const names = [...new Set(signatures.map(({ selector }) => selector.toLowerCase()))].sort();
  const selectors = await Promise.all(
    names.map(async (selector): Promise<SelectorLook> => {
      const look = await textAt(ask, `${selector}._domainkey.${domain}`, { aliases: true });
      return { selector, from: 'received', ...look };
    }),
  );
  const base = domainOf(domain, context.target);
  const known = context.seen('mail.dkim').some((one) => one.subject === domain);
  if (known) context.emit('mail.received-keys', domain, { ...base, selectors });
  else context.emit('mail.dkim', domain, { ...base, selectors, tried: 0, failed: 0, wildcard: [] });
}

/** From domains without a DMARC look, and aligned bounce domains without an SPF look. */
async function lookAtOthers(
  arrived: readonly {
    readonly fromDomain: string;
    readonly spf?: { readonly domain: string; readonly aligned: boolean };
  }[],
  ask: Ask,
  context: CollectContext,
): Promise<void> {
  const open = (kind: 'mail.dmarc' | 'mail.spf', names: readonly string[]) =>
    [...new Set(names.map((name) => name.toLowerCase()))]
      .filter((name) => !context.seen(kind).some((one) => one.subject === name))
      .slice(0, mostDomains);
  const authors = open(
    'mail.dmarc',
    arrived.map(({ fromDomain }) => fromDomain),
  );
  for (const name of authors) context.emit('mail.dmarc', name, await lookAtDmarc(ask, domainOf(name, context.target)));
  const bounces = open(
    'mail.spf',
    arrived.flatMap(({ spf }) => (spf?.aligned ? [spf.domain] : [])),
  );
  for (const name of bounces)
    context.emit('mail.spf', name, {
      ...domainOf(name, context.target),
      tree: await readSpfTree(name, spfLookUp(ask)),
    });
}

/** Mail came from it: that says more than any list. */
function domainOf(name: string, target: Target): MailDomain {
  const known = mailDomains(target).find(({ domain }) => domain === name);
  return { domain: name, declared: known?.declared ?? true, sends: true, parked: false };
}
