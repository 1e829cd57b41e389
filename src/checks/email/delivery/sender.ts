import type { ArrivedMail } from '../../../collectors/delivery-evidence.ts';
import type { Found } from './check.ts';

/** Help desks that take answers for others: a Reply-To there is as meant. */
const helpDesks =
  /(^|\.)(zendesk\.com|freshdesk\.com|intercom-mail\.com|intercom\.io|helpscout\.net|front\.com|frontapp\.com|hubspot\.com|gorgias\.com|zohodesk\.(com|eu)|atlassian\.net|groovehq\.com|crisp\.email|salesforce\.com)$/;

/** Who the message says it is from, and where an answer would go. */
export function senderOf({ fromDomain, fromOwn, replyTo }: ArrivedMail): readonly Found[] {
  return [
    ...(fromOwn || fromDomain === '' ? [] : [{ code: 'foreign-sender' as const, data: { domain: fromDomain } }]),
    ...replyTo
      .filter(({ takesMail }) => takesMail === false)
      .map(({ domain }) => ({ code: 'reply-goes-nowhere' as const, data: { domain } })),
    ...replyTo
      .filter(({ own, takesMail, domain }) => !own && takesMail !== false && !helpDesks.test(domain))
      .map(({ domain }) => ({ code: 'reply-to-stranger' as const, data: { domain } })),
  ];
}
