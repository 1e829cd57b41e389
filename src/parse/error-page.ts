import type { HtmlPage } from './html.ts';

/** Who wrote an error page, where it is a server's or framework's own and nobody has touched it. */
export interface StockPage {
  readonly by: string;
  /** It names a version or a system. */
  readonly version?: string;
  /** Made for developers: it shows routes, settings or how to go on. */
  readonly forDevelopers?: true;
}

const stock: readonly (readonly [by: string, pattern: RegExp, forDevelopers?: true])[] = [
  ['nginx', /<center>(?:nginx|openresty)[^<]*<\/center>/i],
  ['Apache', /<address>apache[^<]*<\/address>|the requested url (?:[^<]* )?was not found on this server\./i],
  ['IIS', /<title>(?:iis [\d.]+ detailed error|404 - file or directory not found\.)|server error in '.*' application/i],
  ['Express', /<pre>cannot (?:get|head|post|options) [^<]*<\/pre>|^cannot (?:get|head) \//im],
  ['Tomcat', /<title>http status \d{3}|<h3>apache tomcat/i],
  ['Jetty', /<title>error \d{3}[^<]*<\/title>[\s\S]*(?:powered by jetty|jetty\/\/)/i],
  ['Spring Boot', /whitelabel error page/i],
  [
    'Django',
    /<title>not found<\/title>[\s\S]*<h1>not found<\/h1><p>the requested resource was not found on this server/i,
  ],
  ['Django with DEBUG on', /you(?:'|&#x27;|’)re seeing this error because you have <code>debug = true/i, true],
  [
    'Flask',
    /<h1>not found<\/h1>\s*<p>the requested url was not found on the server\. if you entered the url manually/i,
  ],
  ['Rails', /the page you were looking for doesn(?:'|’)t exist\.[\s\S]*you may have mistyped the address/i],
  ['Rails in development', /no route matches \[get\][\s\S]*rails\.root/i, true],
  [
    'Laravel',
    /<title>not found<\/title>[\s\S]*class="[^"]*(?:ml-4|px-4)[^"]*text-lg text-gray-500[^"]*tracking-wider/i,
  ],
  ['Next.js', /this page could not be found/i],
  ['Vercel', /the page could not be found[\s\S]*not_found|404: not_found/i],
  ['Netlify', /looks like you(?:'|’)ve followed a broken link or entered a url that doesn(?:'|’)t exist on this site/i],
  ['Caddy or Go', /^404 page not found\s*$/i],
  ['FastAPI', /^\{"detail":"Not Found"\}$/i],
  ['Phoenix in development', /phoenix\.router\.noroute(?:error)?/i, true],
  ['Symfony in development', /symfony\\component\\httpkernel|symfony exception/i, true],
];
const versions =
  /\b(?:nginx|openresty|apache|iis|tomcat|jetty|php|werkzeug|python|express|kestrel|caddy)[/ ]v?(\d+(?:\.\d+)+)[^<]{0,40}/i;

/** Null where it is a page (or an answer) of the portal's own making. */
export function stockPage(source: string): StockPage | null {
  const text = source.slice(0, 32 * 1024);
  const found = stock.find(([, pattern]) => pattern.test(text.trim()));
  if (!found) return null;
  const version = versions.exec(text)?.[0].trim();
  return {
    by: found[0],
    ...(version === undefined ? {} : { version: version.slice(0, 60) }),
    ...(found[2] ? { forDevelopers: true } : {}),
  };
}

/** It looks like the site: it is styled, or it offers a way on. */
export function isCaredFor(page: HtmlPage): boolean {
  const styled = page.elements.some(
    ({ name, attributes }) =>
      name === 'style' ||
      attributes.style !== undefined ||
      (name === 'link' && /stylesheet/i.test(attributes.rel ?? '')),
  );
  const leadsOn = page.elements.some(
    ({ name, attributes }) => (name === 'a' && attributes.href !== undefined) || name === 'form',
  );
  return (styled || leadsOn) && page.text.length > 0;
}

const missing =
  /\b404\b|\bnot found\b|\b(?:does not|doesn['’]t) exist\b|\b(?:could not|couldn['’]t|cannot|can['’]t) (?:be found|find)\b|nicht gefunden|existiert nicht|introuvable|no (?:se )?encontrad[ao]|non trovata|niet gevonden|não encontrada|hittades inte|ikke fundet|nie znaleziono/i;
const fewCharacters = 600;

/** It tells its reader that nothing is here: by its title, or by the beginning of a short page. */
export function saysMissing(title: string, text: string): boolean {
  return missing.test(title) || (text.length <= fewCharacters && missing.test(text.slice(0, 200)));
}
