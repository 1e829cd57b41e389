import { getPublicSuffix } from 'tldts';

/** A cookie as an answer sets it, without its value. */
export interface NamedCookie {
  readonly host: string;
  readonly name: string;
  readonly secure: boolean;
  readonly httpOnly: boolean;
  readonly sameSite?: string;
  readonly domain?: string;
  readonly path?: string;
  readonly partitioned?: boolean;
}

/** What a value is made of, as far as it tells what the cookie is for. */
export type CookieValue = 'empty' | 'plain' | 'random' | 'signed';

/**
 * `session`: the name or the form of the value is documented as the session of a framework. `likely`: name and value look like
 * one. `routing`: set by what stands in front (load balancers, bot protection), which the portal cannot change.
 */
export type CookieKind = 'session' | 'likely' | 'routing' | 'ordinary';

/** Names that frameworks and servers give to their sessions by default (their own documentation, 2026-11). */
const frameworks =
  /^(?:PHPSESSID|JSESSIONID(?:SSO)?|ASP\.NET_SessionId|ASPSESSIONID[A-Z]+|\.ASPXAUTH|\.AspNet\.ApplicationCookie|\.AspNetCore\.(?:Session|Cookies|Identity\.Application)|connect\.sid|koa\.sess|sessionid|laravel[_-]session|ci_session|CAKEPHP|rack\.session|_session_id|beaker\.session\.id|PLAY_SESSION|CFTOKEN|SimpleSAML(?:SessionID|AuthToken)|mod_auth_openidc_session|(?:next-auth|authjs|better-auth)\.session[-_]token|wordpress_(?:sec|logged_in)_\w+)$/i;
const routing =
  /^(?:AWSALB\w*|AWSELB\w*|BIGipServer.*|TS[0-9a-f]{6,}|SERVERID|ROUTEID|GCLB|INGRESSCOOKIE|ARRAffinity\w*|NSC_.*|ApplicationGatewayAffinity\w*|__cf_bm|__cflb|_?_?cfruid|_cfuvid|cf_clearance|visid_incap_.*|incap_ses_.*|nlbi_.*|ak_bmsc|bm_\w+|_abck|akaas_.*|datadome|AKA_A2)$/i;
const sessionWords =
  /(?:^|[._-])(?:sess(?:ion)?(?:[._-]?(?:id|token|key))?|sid|auth(?:[._-]?token)?|(?:access|refresh|id)[._-]?token|jwt|remember[._-]?(?:me|token|user[._-]token))$/i;
/** Made for scripts by their standard, or about visits and not about who somebody is. */
const notSessions =
  /csrf|xsrf|consent|analytic|visit|track|metric|amplitude|rudder|^rl_|^ai_session|^_?_?hj|^_(?:pk|sp|ga|gid|cl|hs)|^keycloak_session|^kc_auth_session_hash|^op(?:bs|_browser_state)|lang|locale|theme|flash|nonce|state$/i;

const bareName = (name: string) => name.replace(/^__(?:host|secure|http)-/i, '');
const inWords = (name: string) => name.replace(/([a-z])([A-Z])/g, '$1_$2');

export function kindOfCookie(name: string, value: CookieValue): CookieKind {
  const bare = bareName(name);
  if (routing.test(bare)) return 'routing';
  if (value === 'empty') return 'ordinary';
  if (frameworks.test(bare)) return 'session';
  if (notSessions.test(bare) || !sessionWords.test(inWords(bare)) || value === 'plain') return 'ordinary';
  return value === 'signed' ? 'session' : 'likely';
}

/**
 * `signed`: sealed as frameworks seal their sessions: Express (`s:id.signature`), Rails (`data--signature`), Laravel (base64
 * of `{"iv":…`). `random`: long, and nothing that a person would write.
 */
export function formOfValue(value: string): CookieValue {
  const text = decoded(value).trim();
  if (text === '' || /^(?:deleted|null|undefined|""|\[\]|\{\})$/i.test(text)) return 'empty';
  if (/^s:[^.]{8,}\.[\w+/=-]{20,}$/.test(text)) return 'signed';
  if (/^[\w+/=-]{16,}--[\w+/=-]{20,}$/.test(text)) return 'signed';
  if (/^eyJpdiI6[\w+/=-]{40,}$/.test(text)) return 'signed';
  const runs = text.match(/[A-Za-z0-9_+/=-]{16,}/g) ?? [];
  return runs.some(unguessable) ? 'random' : 'plain';
}

function unguessable(run: string): boolean {
  const letters = run.replace(/[^A-Za-z]/g, '');
  const digits = run.replace(/\D/g, '');
  // Words and dates of a person hold vowels in every second place and digits at one place; random text changes all the time.
  const changes = (run.match(/[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])/g) ?? []).length;
  return letters.length >= 3 && digits.length + changes >= 4 && changes >= 3;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/**
 * Why browsers do not keep a cookie at all (RFC 6265bis §5.7), or undefined where they do. `byAll`: every browser; else those
 * that ask for Secure beside SameSite=None, as the draft does.
 */
export function refusalOf(cookie: NamedCookie): { readonly why: string; readonly byAll: boolean } | undefined {
  const { host, name, secure, sameSite } = cookie;
  const domain = cookie.domain?.replace(/^\./, '').toLowerCase() || undefined;
  const isHost = /^__host-/i.test(name);
  const all = (why: string) => ({ why, byAll: true });
  if (/^__(?:host|secure)-/i.test(name) && !secure)
    return all(`a name that begins with ${name.slice(0, name.indexOf('-') + 1)} asks for Secure`);
  if (isHost && domain !== undefined) return all(`a name that begins with __Host- forbids Domain (${domain})`);
  if (isHost && cookie.path !== '/') return all('a name that begins with __Host- asks for Path=/');
  if (domain !== undefined && domain !== host && !host.endsWith(`.${domain}`))
    return all(`Domain=${domain} does not hold ${host}`);
  if (domain !== undefined && domain !== host && getPublicSuffix(domain, { allowPrivateDomains: true }) === domain)
    return all(`Domain=${domain} is a suffix that everybody registers below`);
  if (cookie.partitioned && !secure) return all('Partitioned asks for Secure');
  if (sameSite?.toLowerCase() === 'none' && !secure) return { why: 'SameSite=None asks for Secure', byAll: false };
  return undefined;
}
