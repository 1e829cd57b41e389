import { type Headers, headerValue, isHtml, mediaType } from './header-list.ts';
import { type HtmlPage, hasSignIn, readHtml } from './html.ts';

export type Stranger = 'gateway' | 'challenge' | 'rate-limit' | 'parked' | 'unclaimed' | 'default-page' | 'captive';
export interface NotThePortal {
  readonly kind: Stranger;
  /** One clause for a person: `a firewall asked for proof of being human`. */
  readonly what: string;
}
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const gatewayStatus = new Set([502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530]);

/**
 * Recognises answers that something in front of the portal gave, or that belong to nobody: load balancers without a back
 * end, firewalls that ask for proof, rate limits, parked names, unclaimed hosting, a web server's welcome page. Such an
 * answer says nothing about the portal. Null: take it as the portal's own.
 */
export function notThePortal(answer: Answered): NotThePortal | null {
  const { status, headers } = answer;
  const marked = markedByHeader(headers);
  if (marked) return marked;
  if (status === 511) return { kind: 'captive', what: 'the network on the way asked for a sign-in (511)' };
  const page = isHtml(mediaType(headers)) || mediaType(headers) === '' ? readHtml(answer.text.slice(0, 60_000)) : null;
  if (page) {
    const challenge = challengePage(status, page, answer.text);
    if (challenge) return { kind: 'challenge', what: challenge };
  }
  if (noRoute(answer)) return { kind: 'unclaimed', what: 'a platform answered that nothing is set up under this name' };
  if (status === 429) return { kind: 'rate-limit', what: 'it asked us to slow down (429)' };
  if (gatewayStatus.has(status))
    return { kind: 'gateway', what: `a gateway answered ${status} in place of the portal` };
  return page ? strangerPage(page) : null;
}

function markedByHeader(headers: Headers): NotThePortal | null {
  const has = (name: string, pattern: RegExp) => pattern.test(headerValue(headers, name) ?? '');
  const challenge = (vendor: string): NotThePortal => ({
    kind: 'challenge',
    what: `${vendor} asked for proof of being human`,
  });
  if (has('cf-mitigated', /challenge/i)) return challenge('Cloudflare');
  if (has('x-amzn-waf-action', /challenge|captcha/i)) return challenge('the AWS firewall');
  if (has('x-vercel-mitigated', /challenge|deny/i)) return challenge('the Vercel firewall');
  if (has('x-sucuri-block', /./)) return challenge('the Sucuri firewall');
  return null;
}

/** Platforms that say in a header, or in a line of plain text, that they have nothing to send the request to. */
function noRoute({ status, headers, text }: Answered): boolean {
  if (/^no-server$/i.test(headerValue(headers, 'x-render-routing') ?? '')) return true;
  if (/^true$/i.test(headerValue(headers, 'x-railway-fallback') ?? '')) return true;
  return status === 404 && mediaType(headers) === 'text/plain' && /^default backend - 404\s*$/.test(text);
}

const challengeTitles =
  /^(?:just a moment|attention required! \| cloudflare|vercel security checkpoint|ddos-guard|please wait\.\.\. \| cloudflare|making sure you(?:'|’)re not a bot|human verification|security check|bot verification|verifying your browser|verification required)\b/i;
const challengeWords =
  /(?:verify(?:ing)?|prove|confirm(?:ing)?|check(?:ing)?) (?:that )?(?:if )?(?:you are|you(?:'|’)re|the site connection is|your browser)\b|are you (?:a )?(?:human|robot)|(?:not|aren(?:'|’)t) a (?:robot|bot)|complete the (?:security check|captcha)|enable javascript and cookies to continue|request unsuccessful\. incapsula|solve the captcha|press (?:&|and) hold|unusual traffic|checking your browser/i;
const challengeMarks =
  /_Incapsula_Resource|\/cdn-cgi\/challenge-platform\/h\/|captcha-delivery\.com|px-captcha|awsWafCookieDomainList|_cf_chl_opt|window\.KPSDK\b/;

/** A 404 that says "check you are at the right address" is the portal's own. */
const challengeStatus = [202, 401, 403, 405, 406, 418, 429, 503];

/** A short page without a sign-in form that asks for proof; a form with a captcha in it is the portal's own. */
function challengePage(status: number, page: HtmlPage, source: string): string | null {
  if (hasSignIn(page)) return null;
  const short = page.text.length < 1_500;
  if (challengeTitles.test(page.title) && short) return 'a firewall asked for proof of being human';
  if (challengeMarks.test(source) && (status >= 400 || status === 202) && short)
    return 'a firewall asked for proof of being human';
  const usual = challengeStatus.includes(status) || (status === 200 && page.text.length < 600);
  if (short && usual && challengeWords.test(page.text)) return 'a firewall asked for proof of being human';
  // Some firewalls refuse with status 200.
  if (page.text.length < 400 && supportId.test(page.text)) return 'a firewall refused us';
  if ([403, 406, 418].includes(status) && short && firewallWords.test(page.text)) return 'a firewall refused us';
  return null;
}

const supportId = /requested url was rejected\. please consult with your administrator.*support id is:?\s*\d+/is;
const firewallWords =
  /you have been blocked|sucuri website firewall|(?:request|access) (?:was |has been )?(?:blocked|denied) by|web application firewall|error 1(?:006|007|008|010|012|015|020)\b|reference #?\d+\.[0-9a-f]+\.\d+|incident id|the requested url was rejected|unable to access \S+ you|the request is blocked\.|generated by mod_?security|web page blocked!.*attack id|request blocked\.\s+we can(?:'|’)t connect to the server/i;

const parkedWords =
  /\b(?:this )?domain (?:name )?(?:is|has been|may be|might be) (?:parked|for sale|registered (?:at|with|by))|buy this domain|parked free|domain parking|courtesy of godaddy|diese domain (?:steht zum verkauf|ist geparkt)|ce domaine est (?:à vendre|parqué)|este dominio está (?:en venta|aparcado)/i;
const parkedMarks =
  /sedoparking\.com|parkingcrew\.net|bodis\.com|hugedomains\.com|dan\.com\/buy-domain|afternic\.com\/forsale/i;
const unclaimedWords =
  /there isn(?:'|’)t a github pages site here|^no such app\b|there(?:'|’)s nothing here, yet|not found - request id: [0-9a-z]|deployment_not_found|nosuchbucket|the specified bucket does not exist|site not found\W+looks like you(?:'|’)ve followed a broken link|fastly error: unknown domain|this (?:shop|store) (?:is currently unavailable|does not exist)|domain not (?:configured|claimed)|404 web (?:site|app) not found|^default backend - 404$|the train has not arrived at the station/im;
const defaultTitles =
  /^(?:welcome to nginx|apache2? (?:\w+ )?default page|iis windows(?: server)?|test page for the (?:apache|nginx)|welcome to (?:caddy|openresty|centos)|default (?:web site )?page|web server's default page|plesk\b.*default|cpanel|domain default page|caddy works)/i;
const defaultTexts =
  /^it works!$|apache2? (?:\w+ )?default page: it works|if you see this page, the (?:nginx|openresty) web server is successfully installed/i;

function strangerPage(page: HtmlPage): NotThePortal | null {
  if (hasSignIn(page) || page.text.length > 4_000) return null;
  const frames = page.elements.flatMap((element) => Object.values(element.attributes)).join(' ');
  if (page.text.length < 1_500 && (parkedWords.test(page.text) || parkedMarks.test(frames)))
    return { kind: 'parked', what: 'a parking page answered' };
  if (page.text.length < 1_000 && (unclaimedWords.test(page.text) || unclaimedWords.test(page.title)))
    return { kind: 'unclaimed', what: 'a hosting service answered that no site is set up under this name' };
  if (defaultTitles.test(page.title) || defaultTexts.test(page.text))
    return { kind: 'default-page', what: "a web server's welcome page answered" };
  return null;
}
