import { looksLikeDkim } from '../../parse/dkim-key.ts';
import { inTurn } from '../look/in-turn.ts';
import type { DkimLook, MailDomain, SelectorLook } from '../mail-evidence.ts';
import { type Ask, textAt } from './ask-dns.ts';
import { commonSelectors } from './common-selectors.ts';

const atOnce = 12;

export interface DkimQuestion {
  readonly domain: MailDomain;
  readonly configured: readonly string[];
  /** Selectors of mail that was received. */
  readonly received: readonly string[];
  /** A selector that nobody has, to see what a wildcard answers. */
  readonly control: string;
}

/** Keys at the selectors that are known, and at the usual ones; a wildcard's answer counts at no usual one. */
export async function lookAtDkim(ask: Ask, question: DkimQuestion): Promise<DkimLook> {
  const { domain, configured, received, control } = question;
  const nameOf = (selector: string) => `${selector}._domainkey.${domain.domain}`;
  const wild = await textAt(ask, nameOf(control));
  const wildcard = wild.records.filter(looksLikeDkim);
  const selectors: SelectorLook[] = [];
  const known = [
    ...configured.map((selector) => ({ selector, from: 'configured' as const })),
    ...received.filter((one) => !configured.includes(one)).map((selector) => ({ selector, from: 'received' as const })),
  ];
  await inTurn(known, atOnce, async ({ selector, from }) => {
    selectors.push({ selector, from, ...(await textAt(ask, nameOf(selector), { aliases: true })) });
  });
  const usual = commonSelectors.filter(({ selector }) => !known.some((one) => one.selector === selector));
  let failed = 0;
  // Where not even a made-up name gets an answer, fifty more would only make the servers busier.
  const silent = wild.end === 'trouble';
  await inTurn(silent ? [] : usual, atOnce, async ({ selector }) => {
    const answer = await ask(nameOf(selector), 'TXT');
    if (!['ok', 'nodata', 'nxdomain'].includes(answer.status)) failed += 1;
    const keys = answer.records.filter((text) => looksLikeDkim(text) && !wildcard.includes(text));
    if (keys.length > 0)
      selectors.push({ selector, from: 'common', ...(await textAt(ask, nameOf(selector), { aliases: true })) });
  });
  return {
    ...domain,
    selectors: selectors.sort((one, other) => (one.selector < other.selector ? -1 : 1)),
    tried: silent ? 0 : usual.length,
    failed: silent ? usual.length : failed,
    wildcard,
  };
}
