import { headerValue, isHtml, isJson, mediaType } from '../../parse/header-list.ts';
import { hasSignIn, madeByScripts, readHtml } from '../../parse/html.ts';
import type { StagingLook } from '../domain-evidence.ts';
import type { Followed } from '../look/follow.ts';

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
const passwordWords = /type=["']?password|autocomplete=["']?(?:current-password|username)/i;

/** What stands at the door of a host for its own people. undefined: that cannot be told from this answer. */
export function judgeDoor(host: string, { chain, answers }: Followed): Seen | undefined {
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
    if (hasSignIn(page) || passwordWords.test(last.text)) return { state: 'sign-in', detail: 'shows a sign-in form' };
    const own = new URL(lastHop.url);
    if (chain.hops.length > 1 && signInPath.test(own.pathname))
      return { state: 'sign-in', detail: `sends strangers to ${own.pathname}` };
    // What scripts make of an empty page is not known from the page.
    if (madeByScripts(page)) return undefined;
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
