import type { MailLink, ReadMessage } from './read-message.ts';

const wanted =
  /reset|passwor|recover|token|invit|accept|join|verif|confirm|activat|validat|signup|sign-up|register|welcome|auth|one-?time|magic|key|code/i;
const unwanted =
  /unsubscrib|abmeld|d[eé]sabonn|optout|opt-out|preferences|privacy|terms|impressum|view-?(in|online)|facebook\.com|twitter\.com|linkedin\.com|instagram\.com|youtube\.com|apps\.apple|play\.google/i;

/** Text that nobody would type: long and mixed, as tokens are. */
export function isTokenLike(part: string): boolean {
  if (part.length >= 32 && /^[\w.~+/=%-]+$/.test(part)) return true;
  return part.length >= 16 && /\d/.test(part) && /[a-z]/i.test(part) && /^[\w.~+/=%-]+$/.test(part) && !isWordy(part);
}

/** `portal-letter-2026`: words with hyphens, whatever number stands at their end. */
function isWordy(part: string): boolean {
  return /^[a-z]+([-_][a-z]+)*([-_]?\d{1,8})?$/i.test(part) && /[-_]/.test(part);
}

/** Everything of a link that may be a secret. */
export function partsOf(url: string): readonly string[] {
  const parsed = URL.parse(url);
  if (!parsed) return [];
  return [
    ...parsed.pathname.split('/'),
    ...parsed.searchParams.values(),
    ...parsed.hash.slice(1).split(/[/?&=]/),
  ].filter((part) => part !== '');
}

/** How much a link looks like the one that a message was sent for; below 4 it does not. */
function score(link: MailLink): number {
  if (link.kind !== 'opens' || unwanted.test(link.url)) return 0;
  const carries = partsOf(link.url).some(isTokenLike);
  return (carries ? 5 : 0) + (wanted.test(link.url) ? 2 : 0) + (URL.parse(link.url)?.searchParams.has('token') ? 2 : 0);
}

/** The link that a message was sent for: it carries a token. undefined where none does. */
export function actionLink({ links }: Pick<ReadMessage, 'links'>): MailLink | undefined {
  const [best] = links.map((link) => ({ link, points: score(link) })).sort((one, other) => other.points - one.points);
  return best && best.points >= 4 ? best.link : undefined;
}

/** The path of a link without anything that could be a secret or a name: `/reset/{…}?token={…}`. */
export function shapeOfLink(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return '';
  const path = parsed.pathname
    .split('/')
    .slice(0, 8)
    .map((part) => (part.length > 24 || /[\d@%=]/.test(part) ? '{…}' : part))
    .join('/');
  const names = [...parsed.searchParams.keys()].slice(0, 6).map((name) => (name.length > 24 ? '{…}' : `${name}={…}`));
  return `${path}${names.length > 0 ? `?${names.join('&')}` : ''}${parsed.hash.length > 1 ? '#{…}' : ''}`;
}
