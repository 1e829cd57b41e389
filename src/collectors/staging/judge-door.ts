import { headerValue, isHtml, isJson, mediaType } from '../../parse/header-list.ts';
import { hasSignIn, madeByScripts, readHtml } from '../../parse/html.ts';
import type { StagingLook } from '../domain-evidence.ts';
import type { Followed } from '../look/follow.ts';
import { signInWords } from '../portal/words.ts';
import { saysNothing } from './says-nothing.ts';

type Seen = Pick<StagingLook, 'state' | 'detail'>;

/** Places to which identity-aware proxies and single sign-on send strangers (the vendors' own documentation, 2026-11). */
const guardedBy: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['Cloudflare Access', /(?:^|\.)cloudflareaccess\.com$/],
  ['Google sign-in', /^accounts\.google\.com$/],
  ['Microsoft sign-in', /^login\.(?:microsoftonline|live)\.com$/],
  ['Okta', /\.okta(?:preview|-emea)?\.com$/],
  ['Auth0', /\.auth0\.com$/],
  ['OneLogin', /\.onelogin\.com$/],
  ['JumpCloud', /\.jumpcloud\.com$/],
  ['AWS Cognito', /\.amazoncognito\.com$/],
  ['Clerk', /\.(?:clerk\.accounts\.dev|accounts\.dev)$/],
  ['WorkOS', /\.(?:authkit\.app|workos\.com)$/],
  ['Vercel sign-in', /^vercel\.com$/],
  ['GitHub sign-in', /^github\.com$/],
  ['Tailscale', /\.ts\.net$/],
];
const signInPath = /\/(?:log-?in|sign-?in|auth|sso|oauth2?|saml|anmelden|connexion|session\/new)\b/i;
/** Below it a page says no more than ok. */
const leastText = 20;
/** Below it a link to a sign-in may be all that there is; above it the page has more to show. */
const shortPage = 600;
const passwordWords = /type=["']?password|autocomplete=["']?(?:current-password|username)/i;

/** What stands at the door of a host for its own people. undefined: that cannot be told from this answer; nor from a page that scripts make. */
export function judgeDoor(host: string, { chain, answers }: Followed): Seen | 'by-scripts' | undefined {
  const lastHop = chain.hops.at(-1);
  const last = answers.at(-1);
  if (!lastHop || !last) return undefined;
  const away = chain.hops.find(({ url, to }) => to !== undefined && hostOf(to) !== hostOf(url));
  const goal = away?.to === undefined ? undefined : hostOf(away.to);
  const guard = guardedBy.find(([, pattern]) => goal !== undefined && pattern.test(goal))?.[0];
  if (guard !== undefined) return { state: 'sign-in', detail: `sends strangers to ${guard}` };
  const { status, headers } = last.response;
  if (status === 401) {
    const scheme = headerValue(headers, 'www-authenticate')?.split(/\s/)[0];
    return { state: 'closed', detail: `asks for a password (401${scheme ? ` ${scheme.slice(0, 20)}` : ''})` };
  }
  if (last.stranger && last.stranger.kind !== 'challenge') return undefined;
  if (status === 403 && last.stranger?.kind !== 'challenge')
    return { state: 'closed', detail: 'refuses strangers (403)' };
  if (last.stranger) return undefined;
  const stillHere = hostOf(lastHop.url) === host;
  if (away?.to !== undefined && goal !== undefined && goal !== host) {
    if (!stillHere || chain.end === 'unlisted') {
      const asks = signInPath.test(new URL(away.to).pathname);
      return asks
        ? { state: 'sign-in', detail: `sends strangers to sign in at ${goal}` }
        : { state: 'moved', detail: `sends visitors on to ${goal}` };
    }
  }
  if (chain.end !== 'answer') return undefined;
  const type = mediaType(headers);
  if (status >= 200 && status < 300 && (isHtml(type) || type === '')) {
    const page = readHtml(last.text);
    const words = `${page.title} ${page.text}`;
    if (passwordWords.test(last.text) || (hasSignIn(page) && signInWords.test(words)))
      return { state: 'sign-in', detail: 'shows a sign-in form' };
    // A field for an address alone may be the first step of a sign-in, or of a newsletter.
    if (hasSignIn(page)) return undefined;
    const own = new URL(lastHop.url);
    if (chain.hops.length > 1 && signInPath.test(own.pathname))
      return { state: 'sign-in', detail: `sends strangers to ${own.pathname}` };
    // What scripts make of an empty page is not known from the page.
    if (madeByScripts(page)) return 'by-scripts';
    if (page.text.length < leastText || saysNothing(words)) return undefined;
    if (page.text.length < shortPage && signInWords.test(words)) return undefined; // one button to somewhere that asks
    return {
      state: 'open',
      detail: `shows strangers a page (${status}${page.title ? `, "${page.title.slice(0, 60)}"` : ''})`,
    };
  }
  if (isJson(type) && status >= 200 && status < 300) return undefined;
  return undefined;
}

function hostOf(url: string): string | undefined {
  return URL.parse(url)?.hostname.replace(/^\[|\]$/g, '');
}
