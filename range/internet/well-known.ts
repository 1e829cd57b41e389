import { answer, type Exchange, type Layer } from './exchange.ts';
import { hostNames, mailHost, type Role } from './names.ts';
import { sitePaths } from './site.ts';
import type { Switches } from './switches.ts';

const halfYearMs = 182 * 86_400_000;
export interface WellKnownOptions {
  readonly role: Role;
  /** Canonical origin of the marketing site. */
  readonly siteOrigin: string;
  readonly now: () => Date;
  readonly switches: Switches;
}

/** security.txt (RFC 9116) on every host, robots.txt on the public ones, the sitemap on the marketing site. */
export function wellKnown({ role, siteOrigin, now, switches }: WellKnownOptions): Layer {
  const none = role === 'app' && switches.flaw('security-txt-none');
  return (exchange) => {
    if (exchange.path === '/.well-known/security.txt' && !none)
      return answer(exchange, 200, 'text', securityTxt(role, siteOrigin, now(), switches));
    if (exchange.path === '/robots.txt') return answer(exchange, 200, 'text', robots(role, siteOrigin));
    if (exchange.path === '/sitemap.xml' && isSite(role, siteOrigin)) return siteMap(exchange, siteOrigin);
    return false;
  };
}

function isSite(role: Role, siteOrigin: string): boolean {
  return siteOrigin === `https://${hostNames[role]}`;
}

function securityTxt(role: Role, siteOrigin: string, now: Date, { flaw, decoy }: Switches): string {
  const inHalfAYear = new Date(now.getTime() + halfYearMs).toISOString().replace(/\.\d+/, '');
  const expires = role === 'apex' && flaw('security-txt-expired') ? '2025-06-30T00:00:00Z' : inHalfAYear;
  const text = [
    `Contact: mailto:security@${mailHost.replace(/^mail\./, '')}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${siteOrigin}/.well-known/security.txt`,
    `Canonical: https://${hostNames[role]}/.well-known/security.txt`,
    '',
  ].join('\r\n');
  if (role !== 'apex' || !decoy('security-txt-signed')) return text;
  const signature = [
    '-----BEGIN PGP SIGNATURE-----',
    '',
    'iHUEARYKAB0WIQSsP2kEdoKDVFpSg6u3rK',
    '-----END PGP SIGNATURE-----',
    '',
  ];
  return ['-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA512', '', text + signature.join('\r\n')].join('\r\n');
}

function robots(role: Role, siteOrigin: string): string {
  return isSite(role, siteOrigin)
    ? `User-agent: *\nAllow: /\nSitemap: ${siteOrigin}/sitemap.xml\n`
    : 'User-agent: *\nDisallow: /\n';
}

function siteMap(exchange: Exchange, siteOrigin: string): true {
  const entries = sitePaths.map((path) => `<url><loc>${siteOrigin}${path}</loc></url>`).join('\n');
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${entries}
</urlset>
`;
  return answer(exchange, 200, 'xml', body);
}
