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
  return /^[a-z]+([-_][a-z]+)*([-_]?\d{1,8}([-_]\d{1,2}){0,2})?$/i.test(part) && /[-_]/.test(part);
}

/** Shorter, or of letters alone: a token to those who see what stands around it. */
export function isPerhapsToken(part: string): boolean {
  if (isTokenLike(part)) return true;
  if (!/^[\w.~+-]{10,}$/.test(part) || isWordy(part) || /^[a-z]+\d{1,8}$/i.test(part)) return false;
  if (/\d/.test(part)) return /[a-z]/i.test(part);
  const vowels = part.match(/[aeiou]/gi)?.length ?? 0;
  return /^[a-z]{16,}$/i.test(part) && vowels / part.length < 0.25;
}

/** The part of a link that nobody can guess: the longest that looks so; undefined where none does. */
export function tokenOf(url: string): string | undefined {
  const parts = partsOf(url).toSorted((one, other) => other.length - one.length);
  return parts.find(isTokenLike) ?? parts.find(isPerhapsToken) ?? shortCode(url);
}

/** `?email=…&code=481927`: a code of digits alone is one by the name of its parameter. */
function shortCode(url: string): string | undefined {
  const named = [...(URL.parse(url)?.searchParams ?? [])];
  return named.find(
    ([name, value]) =>
      /^(code|otp|pin|token|verification_?code|confirm(ation)?_?code)$/i.test(name) && /^\d{4,8}$/.test(value),
  )?.[1];
}

/** Everything of a link that may be a secret. */
export function partsOf(url: string): readonly string[] {
  const parsed = URL.parse(url);
  if (!parsed) return [];
  return [
    ...parsed.pathname.split('/').flatMap(insideOf),
    ...parsed.searchParams.values(),
    ...parsed.hash.slice(1).split(/[/?&=]/),
  ].filter((part) => part !== '');
}

/** A click counter writes the address that it counts into its own: the parts of that one. */
function insideOf(part: string): readonly string[] {
  return /^https?:?%2F/i.test(part) ? part.split(/%2F|%3F|%26|%3D|[=?&]/i) : [part];
}

/** How much a link looks like the one that a message was sent for; below 4 it does not. */
function score(link: MailLink): number {
  if (link.kind !== 'opens' || unwanted.test(link.url)) return 0;
  const token = tokenOf(link.url);
  const carries = token === undefined ? 0 : isTokenLike(token) ? 5 : 3;
  return carries + (wanted.test(link.url) ? 2 : 0) + (URL.parse(link.url)?.searchParams.has('token') ? 2 : 0);
}

/** The link that a message was sent for: it carries a token. undefined where none does. */
export function actionLink({ links }: Pick<ReadMessage, 'links'>): MailLink | undefined {
  const [best, next] = links
    .map((link) => ({ link, points: score(link) }))
    .sort((one, other) => other.points - one.points);
  // What may be a token or not is the one where no other link has as much of it.
  const alone = best !== undefined && best.points === 3 && (next === undefined || next.points < 3);
  return best && (best.points >= 4 || alone) ? best.link : undefined;
}

/** The path of a link without anything that could be a secret or a name: `/reset/{…}?token={…}`. */
export function shapeOfLink(url: string): string {
  const parsed = URL.parse(url);
  if (!parsed) return '';
  const path = parsed.pathname
    .split('/')
    .slice(0, 8)
    .map((part) => (part.length > 24 || /[\d@%=]/.test(part) || isPerhapsToken(part) ? '{…}' : part))
    .join('/');
  const names = [...parsed.searchParams.keys()].slice(0, 6).map((name) => (name.length > 24 ? '{…}' : `${name}={…}`));
  return `${path}${names.length > 0 ? `?${names.join('&')}` : ''}${parsed.hash.length > 1 ? '#{…}' : ''}`;
}
