import type { SpfLook } from '../../../collectors/mail-evidence.ts';
import type { Answer } from '../../../model/check.ts';
import type { SpfSummary } from '../../../parse/spf/spf-lint.ts';
import { dig } from '../../commands.ts';
import { toPaste } from '../records.ts';
import type { SpfCode } from './check.ts';

/** One record in place of all; undefined where no sender is known, so that nobody pastes what stops all mail. */
export function paste(domain: string, record: string | undefined): Answer['fix'] {
  if (record === undefined) return undefined;
  return {
    summary: `Publish this one record: ${record}`,
    steps: [
      toPaste(domain, record),
      ...(record === 'v=spf1 -all' ? [] : ['Add every service that sends for you and is not in it, before “all”.']),
      'Delete every other TXT record of the domain that starts with v=spf1.',
      `Look again: ${dig(domain, 'TXT')}`,
    ],
  };
}

/** What to do about a problem; a corrected record only where it differs from the published one. */
export function fixFor(
  code: SpfCode,
  { domain, tree }: SpfLook,
  wanted: string | undefined,
  { includes }: SpfSummary,
): Answer['fix'] {
  const [published = '', second] = tree.records;
  const same = second === undefined && wanted !== undefined && normal(published) === normal(wanted);
  if (code === 'too-many-lookups')
    return {
      summary:
        'Bring the record below ten look-ups: take out senders that are not used any more, or give bulk mail a subdomain of its own.',
      steps: [
        ...(includes.length === 0
          ? ['Write the addresses of your own servers as ip4: and ip6: networks in place of a: and mx:.']
          : [`Included today: ${includes.slice(0, 20).join(', ')}. Delete those that nobody uses.`]),
        'Let services that send under their own envelope domain (most newsletter tools) sign with DKIM instead of an include.',
        `Move a service that must stay to a subdomain such as news.${domain}, with an SPF record of its own.`,
        ...(wanted === undefined || same
          ? []
          : [`What can be left out at once is left out here: ${toPaste(domain, wanted)}`]),
      ],
    };
  if (code === 'redirect-beside-all')
    return {
      summary:
        'Delete the redirect. If mail does come from where it leads, name that domain by include: before “all” instead.',
    };
  if (!same) return paste(domain, wanted);
  if (code === 'long-record')
    return {
      summary: `Bring neighbouring networks together, or move networks into a record of their own such as _spf.${domain}, and include that.`,
    };
  if (code === 'wide-network') return { summary: 'Name the networks that really send, instead of all of that range.' };
  return {
    summary: 'The record of the domain can stay: what is wrong stands in a record that it leads to.',
    steps: [
      'The finding names the way there. If that name is yours, correct the record at it.',
      'If it belongs to a service, take the include that its set-up page names today, or tell the service.',
      `Until that is done, leave the include out if nobody sends by it. Look again: ${dig(domain, 'TXT')}`,
    ],
  };
}

function normal(record: string): string {
  return record
    .split(' ')
    .filter((term) => term !== '')
    .map((term) => term.toLowerCase().replace(/^\+/, ''))
    .join(' ');
}
