import type { Exchange } from './exchange.ts';
import { bucketHost, hostNames, type Role } from './names.ts';
import type { Switches } from './switches.ts';
import { consoleCookie, visitorCookies } from './visitor-cookies.ts';

type Headers = Map<string, string | readonly string[]>;

/** Sets the security headers of a host's answer, as the edge in front of the portal would. */
export function applyHeaders(role: Role, exchange: Exchange, switches: Switches): void {
  const headers = goodHeaders(role, exchange.nonce);
  if (role === 'app') spoil(headers, switches);
  if (role === 'apex' && switches.decoy('csp-nonce-with-fallbacks')) {
    const script = `script-src 'nonce-${exchange.nonce}' 'strict-dynamic' 'unsafe-inline' https:`;
    headers.set('content-security-policy', sitePolicy(exchange.nonce).replace(/script-src [^;]+/, script));
  }
  if (role === 'apex' && switches.flaw('banner-version')) headers.set('server', 'nginx/1.18.0 (Ubuntu)');
  if (role === 'apex' && switches.decoy('banner-name-only')) headers.set('server', 'nginx');
  if (role === 'apex' && switches.flaw('mixed-picture'))
    headers.set(
      'content-security-policy',
      sitePolicy(exchange.nonce).replace(/img-src [^;]+/, "img-src 'self' http: https:"),
    );
  if (role === 'staging' && switches.decoy('hsts-short-on-staging'))
    headers.set('strict-transport-security', 'max-age=300');
  if (role === 'admin') allowOrigins(headers, exchange, switches);
  const given = role === 'apex' && exchange.path === '/' ? visitorCookies(switches) : [];
  if (given.length > 0) headers.set('set-cookie', given);
  for (const [name, value] of headers) exchange.res.setHeader(name, value);
}

/** Whose pages may read what the console of the staff answers: nobody's but its own, or as a flaw or decoy has it. */
function allowOrigins(headers: Headers, { req }: Exchange, { flaw, decoy }: Switches): void {
  const reflects = flaw('cors-reflects-at-the-console');
  if (!reflects && !decoy('cors-one-origin-at-the-console')) return;
  headers.set('set-cookie', consoleCookie);
  const allowed = reflects ? req.headers.origin : `https://${hostNames.app}`;
  if (allowed === undefined) return;
  headers.set('access-control-allow-origin', allowed);
  headers.set('access-control-allow-credentials', 'true');
  headers.set('vary', 'Origin');
}

function goodHeaders(role: Role, nonce: string): Headers {
  return new Map<string, string | readonly string[]>([
    ['strict-transport-security', 'max-age=31536000; includeSubDomains'],
    ['content-security-policy', policyOf(role, nonce)],
    ['x-frame-options', 'DENY'],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'strict-origin-when-cross-origin'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()'],
  ]);
}

function policyOf(role: Role, nonce: string): string {
  if (role === 'app' || role === 'admin') return portalPolicy("'self'", "'none'");
  if (role === 'api') return "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  return sitePolicy(nonce);
}

function sitePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    `img-src 'self' data: https://${bucketHost}`,
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** `frameAncestors` left out: the policy is silent about framing. */
function portalPolicy(scripts: string, frameAncestors?: string): string {
  return [
    "default-src 'none'",
    `script-src ${scripts}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' https://${hostNames.api} wss://${hostNames.api}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    ...(frameAncestors ? [`frame-ancestors ${frameAncestors}`] : []),
  ].join('; ');
}

/** The flaws and decoys of the portal's own host. */
function spoil(headers: Headers, switches: Switches): void {
  spoilTransport(headers, switches);
  spoilPolicy(headers, switches);
  spoilFraming(headers, switches);
  spoilTheRest(headers, switches);
}

function spoilTransport(headers: Headers, { flaw, decoy }: Switches): void {
  const name = 'strict-transport-security';
  if (flaw('hsts-none') || flaw('hsts-only-on-redirect')) headers.delete(name);
  if (flaw('hsts-short')) headers.set(name, 'max-age=86400; includeSubDomains');
  if (flaw('hsts-zero')) headers.set(name, 'max-age=0; includeSubDomains');
  if (flaw('hsts-malformed')) headers.set(name, 'maxage=31536000; includeSubDomains');
  if (decoy('hsts-quoted')) headers.set(name, 'includesubdomains; Max-Age="31536000"; rollout="step 3"');
}

function spoilPolicy(headers: Headers, switches: Switches): void {
  const { flaw, decoy } = switches;
  const name = 'content-security-policy';
  const ancestors = frameAncestors(switches);
  const scripts = `'self'${flaw('csp-unsafe-inline') ? " 'unsafe-inline'" : ''}${flaw('csp-any-source') ? ' https:' : ''}`;
  const policy = flaw('csp-without-script')
    ? `frame-ancestors ${ancestors ?? "'none'"}`
    : portalPolicy(scripts, ancestors);
  headers.set(name, policy);
  if (decoy('csp-two-headers'))
    headers.set(name, ["script-src 'self' 'unsafe-inline'; object-src 'none'", twoOrigins(policy)]);
  if (flaw('csp-report-only')) headers.set(`${name}-report-only`, policy);
  if (flaw('csp-none') || flaw('csp-report-only')) headers.delete(name);
}

/** Allows every https address as well; the policy beside it takes that back. */
function twoOrigins(policy: string): string {
  return policy.replace("script-src 'self'", "script-src 'self' https:");
}

function frameAncestors({ flaw, decoy }: Switches): string | undefined {
  if (flaw('frame-none') || flaw('frame-allow-from') || decoy('frame-options-alone')) return undefined;
  if (flaw('frame-ancestors-any')) return '*';
  return decoy('frame-ancestors-self') ? "'self'" : "'none'";
}

function spoilFraming(headers: Headers, { flaw, decoy }: Switches): void {
  const name = 'x-frame-options';
  if (flaw('frame-none') || decoy('frame-ancestors-self')) headers.delete(name);
  if (flaw('frame-allow-from')) headers.set(name, `ALLOW-FROM https://${hostNames.apex}`);
  if (decoy('frame-options-alone')) headers.set(name, 'deny');
}

function spoilTheRest(headers: Headers, { flaw, decoy }: Switches): void {
  if (flaw('nosniff-none')) headers.delete('x-content-type-options');
  if (flaw('nosniff-misspelt')) headers.set('x-content-type-options', 'no-sniff');
  if (decoy('nosniff-capitals')) headers.set('x-content-type-options', 'NoSniff');
  if (flaw('referrer-none')) headers.delete('referrer-policy');
  if (flaw('referrer-unsafe-url')) headers.set('referrer-policy', 'unsafe-url');
  if (decoy('referrer-list'))
    headers.set('referrer-policy', 'unsafe-url, strict-origin-when-cross-origin, no-such-policy');
  if (flaw('permissions-none')) headers.delete('permissions-policy');
  if (flaw('permissions-any-origin')) headers.set('permissions-policy', 'camera=*, microphone=*, geolocation=*');
  if (decoy('permissions-self')) headers.set('permissions-policy', 'camera=(self), microphone=(), geolocation=()');
}
