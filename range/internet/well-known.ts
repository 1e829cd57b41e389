import { answer, type Exchange, type Layer } from './exchange.ts';
import { hostNames, mailHost, type Role } from './names.ts';
import { sitePaths } from './site.ts';

const halfYearMs = 182 * 86_400_000;
export interface WellKnownOptions {
  readonly role: Role;
  /** Canonical origin of the marketing site. */
  readonly siteOrigin: string;
  readonly now: () => Date;
}

/** security.txt (RFC 9116) on every host, robots.txt on the public ones, the sitemap on the marketing site. */
export function wellKnown({ role, siteOrigin, now }: WellKnownOptions): Layer {
  return (exchange) => {
    if (exchange.path === '/.well-known/security.txt')
      return answer(exchange, 200, 'text', securityTxt(siteOrigin, now()));
    if (exchange.path === '/robots.txt') return answer(exchange, 200, 'text', robots(role, siteOrigin));
    if (exchange.path === '/sitemap.xml' && isSite(role, siteOrigin)) return siteMap(exchange, siteOrigin);
    return false;
  };
}

function isSite(role: Role, siteOrigin: string): boolean {
  return siteOrigin === `https://${hostNames[role]}`;
}

function securityTxt(siteOrigin: string, now: Date): string {
  const expires = new Date(now.getTime() + halfYearMs).toISOString().replace(/\.\d+/, '');
  return [
    `Contact: mailto:security@${mailHost.replace(/^mail\./, '')}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${siteOrigin}/.well-known/security.txt`,
    '',
  ].join('\r\n');
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
