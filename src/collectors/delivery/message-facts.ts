import { getDomain } from 'tldts';
import { actionLink, shapeOfLink, tokenOf } from '../../parse/mail/action-link.ts';
import { isSealed } from '../../parse/mail/unwrap-link.ts';
import type { InboxMessage } from '../../world/inbox/inbox.ts';
import type { CollectContext } from '../collector.ts';
import type { ArrivedMail, LinkRelation, MailLinkFact } from '../delivery-evidence.ts';
import { hostOfUrl } from '../portal/entry.ts';
import { changingPath, dangerWords } from '../portal/words.ts';

/** Click counters of mail services: what they know, the customer's links go through. */
const trackers =
  /(^|\.)(sendgrid\.net|mandrillapp\.com|mailgun\.(org|net)|sparkpostmail\d?\.com|awstrack\.me|list-manage\.com|mjt\.lu|sibautomation\.com|sendibm\d\.com|pstmrk\.it|hubspotlinks\.com|klclick\d?\.com|cmail\d+\.com|createsend\d*\.com|exacttarget\.com|mailjet\.com|rs6\.net|customeriomail\.com|resend-clicks\.com|emltrk\.com)$/;
/** What their addresses look like where they stand under a name of the customer's own. */
const trackingPaths = /^\/(ls\/click|wf\/click|track\/click|Cto?\/|e\/c\/|mk\/cl\/|lnk\/|f\/a\/|CL0\/|L0\/|3s\/|c\/eJ)/;
/** Sign-in providers whose own pages take the links of their mails. */
const providers =
  /(^|\.)(supabase\.(co|in)|auth0\.com|clerk\.accounts\.dev|accounts\.dev|firebaseapp\.com|web\.app|amazoncognito\.com|okta\.com|onelogin\.com|stytch\.com|kinde\.com|workos\.com|b2clogin\.com|microsoftonline\.com|descope\.com|fusionauth\.io)$/;
const maxTried = 3;

/** Judgeable facts of a message, without addresses, names or tokens. `actionWorks`: what opening its link showed. */
export async function factsOf(
  message: InboxMessage,
  context: CollectContext,
  action: { readonly works: MailLinkFact['works']; readonly detail: string } | undefined,
): Promise<ArrivedMail> {
  const { world } = context;
  const proof = await world.inbox.verify(message);
  const own = ownDomains(context);
  const isOwn = (domain: string) => own.has(domain) || own.has(registrable(domain));
  const replies = [...new Set(message.replyTo.map(({ address }) => domainOf(address)))].filter((one) => one !== '');
  return {
    seconds: Math.round(message.seenAfterMs / 100) / 10,
    spam: message.spam,
    folder: message.folder.slice(0, 60),
    fromDomain: proof.fromDomain,
    authors: message.from.length,
    senderNamed: (message.from[0]?.name ?? '') !== '',
    fromOwn: isOwn(proof.fromDomain),
    replyTo: await Promise.all(
      replies.map(async (domain) => ({
        domain,
        own: isOwn(domain) || registrable(domain) === registrable(proof.fromDomain),
        takesMail: await takesMail(domain, context),
      })),
    ),
    dkim: proof.dkim.map(({ domain, selector, result, why, aligned }) => ({
      domain,
      selector,
      result,
      ...(why ? { why } : {}),
      aligned,
    })),
    ...(proof.spf ? { spf: proof.spf } : {}),
    dmarc: proof.dmarc,
    receiverSays: { ...message.receiverSays },
    transient: proof.transient,
    plainText: (message.text ?? '').trim() !== '' && hasPlainPart(message),
    html: message.html !== undefined,
    ...(message.trouble === undefined ? {} : { trouble: message.trouble }),
    links: await linkFacts(message, context, isOwn, action),
  };
}

/** The parser makes a text of the HTML where there is none: what counts is a part of that type. */
function hasPlainPart(message: InboxMessage): boolean {
  const head = new TextDecoder('latin1').decode(message.raw.subarray(0, 512 * 1024));
  const declared = /^content-type:\s*text\/plain/im.test(head);
  return declared || !/^content-type:/im.test(head);
}

async function linkFacts(
  message: InboxMessage,
  context: CollectContext,
  isOwn: (domain: string) => boolean,
  action: { readonly works: MailLinkFact['works']; readonly detail: string } | undefined,
): Promise<readonly MailLinkFact[]> {
  const main = actionLink(message)?.url;
  const facts: MailLinkFact[] = [];
  let tried = 0;
  for (const link of message.links) {
    const host = hostOfUrl(link.url);
    const role = link.url === main ? ('action' as const) : ('other' as const);
    const relation = relationOf(link.url, context, isOwn);
    const plain =
      tokenOf(link.url) === undefined &&
      !dangerWords.test(link.url) &&
      !changingPath.test(link.url) &&
      !/unsub|optout|stop|decision|accept|decline/i.test(link.url);
    const outcome =
      role === 'action'
        ? (action ?? { works: 'not-tried' as const, detail: 'not opened' })
        : relation === 'listed' && link.kind === 'opens' && plain && tried < maxTried
          ? await open(link.url, context)
          : { works: 'not-tried' as const, detail: 'not opened' };
    if (role === 'other' && outcome.works !== 'not-tried') tried += 1;
    const fact = { host, scheme: link.url.toLowerCase().startsWith('https:') ? ('https' as const) : ('http' as const) };
    facts.push({ ...fact, path: shapeOfLink(link.url), role, kind: link.kind, relation, ...outcome });
  }
  const known = new Map(facts.map((one) => [`${one.role} ${one.kind} ${one.scheme} ${one.host}${one.path}`, one]));
  return [...known.values()].slice(0, 30);
}

async function open(
  url: string,
  { world, signal }: CollectContext,
): Promise<{ works: MailLinkFact['works']; detail: string }> {
  let at = url;
  for (let hop = 0; hop < 4; hop++) {
    const answer = await world.http
      .request({ url: at, permit: 'look', maxBodyBytes: 4096, signal })
      .catch(() => undefined);
    if (!answer) return { works: 'not-tried', detail: 'not reachable by us' };
    const to = answer.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    if (answer.status >= 300 && answer.status < 400 && to && URL.canParse(to, at)) at = new URL(to, at).href;
    else if (answer.status === 429 || answer.status >= 500)
      return { works: 'not-tried', detail: `HTTP ${answer.status}` };
    else return { works: answer.status < 400 ? 'yes' : 'no', detail: `HTTP ${answer.status}` };
  }
  return { works: 'not-tried', detail: 'more than three redirects' };
}

function relationOf(url: string, { world }: CollectContext, isOwn: (domain: string) => boolean): LinkRelation {
  const host = hostOfUrl(url);
  if (world.scope.isListed(host)) return 'listed';
  if ((world.scope.signInHosts ?? []).includes(host)) return 'sign-in';
  if (isSealed(url)) return 'filter';
  if (trackingPaths.test(URL.parse(url)?.pathname ?? '')) return 'tracker';
  if (isOwn(host)) return 'own-domain';
  if (providers.test(host)) return 'sign-in';
  return trackers.test(host) ? 'tracker' : 'stranger';
}

/** Domains of the configuration and the registrable ones of its hosts. */
function ownDomains({ target, world }: CollectContext): ReadonlySet<string> {
  const named = target.config.target.domains.flatMap(({ name, authorDomains }) => [name, ...authorDomains]);
  const hosts = world.scope.hosts.map(({ name }) => registrable(name));
  return new Set([...named.map((one) => one.toLowerCase()), ...hosts].filter((one) => one !== ''));
}

function registrable(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host;
}

async function takesMail(domain: string, { world }: CollectContext): Promise<boolean | null> {
  const mx = await world.dns.query(domain, 'MX').catch(() => undefined);
  if (mx?.status === 'ok') return !mx.records.every((record) => /^\d+ \.?$/.test(record));
  if (mx?.status === 'nxdomain') return false;
  if (mx?.status !== 'nodata') return null;
  const [v4, v6] = await Promise.all(
    (['A', 'AAAA'] as const).map((type) => world.dns.query(domain, type).catch(() => undefined)),
  );
  if (v4?.status === 'ok' || v6?.status === 'ok') return true;
  return v4?.status === 'nodata' && v6?.status === 'nodata' ? false : null;
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}
