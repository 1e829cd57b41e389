import { answer, type Exchange, type Layer, moved } from './exchange.ts';
import { hostNames } from './names.ts';
import { errorPage } from './pages.ts';
import type { Switches } from './switches.ts';

const https = (name: string) => `https://${name}`;

/** Which of the two names of the marketing site is the canonical one. */
export function siteOriginOf(switches: Switches): string {
  return https(switches.decoy('canonical-www') ? hostNames.www : hostNames.apex);
}

/** Sends visitors of the other name to the canonical one, with path and query. */
export function toCanonical(siteOrigin: string, switches: Switches): Layer {
  const { flaw } = switches;
  return (exchange) => {
    if (!exchange.path.startsWith('/'))
      return errorPage(exchange, 400, 'This address cannot be read', 'Please check it.');
    const target = exchange.path + exchange.query;
    if (flaw('canonical-drops-path')) return moved(exchange, `${siteOrigin}/`);
    if (flaw('canonical-two-hops')) return moved(exchange, siteOrigin.replace('https:', 'http:') + target);
    return moved(exchange, siteOrigin + target);
  };
}

/** Addresses of the site and portal that the new ones replaced, each with its new place. */
export function oldAddresses(siteOrigin: string): ReadonlyMap<string, string> {
  return new Map([
    ['/', `${siteOrigin}/`],
    ['/services.html', `${siteOrigin}/services`],
    ['/team.html', `${siteOrigin}/about`],
    ['/client-login', `${https(hostNames.app)}/`],
  ]);
}

export function oldHost(siteOrigin: string, switches: Switches): Layer {
  const addresses = oldAddresses(siteOrigin);
  return (exchange) => {
    const place = addresses.get(exchange.path);
    if (place !== undefined && oldUrlTrouble(exchange, place, siteOrigin, switches)) return true;
    if (place !== undefined && switches.decoy('old-urls-308')) return moved(exchange, place + exchange.query, 308);
    if (place !== undefined) return moved(exchange, place + exchange.query);
    if (switches.flaw('file-path-in-error')) return answer(exchange, 404, 'html', missingInclude(exchange));
    return errorPage(exchange, 404, 'Page not found', 'This page was given up when we moved to our new site.');
  };
}

/** What is wrong with one old address, where a flaw is switched on. */
function oldUrlTrouble(exchange: Exchange, place: string, siteOrigin: string, { flaw }: Switches): boolean {
  if (exchange.path !== '/team.html') return false;
  if (flaw('old-url-missing')) return errorPage(exchange, 404, 'Page not found', 'This page was given up.');
  if (flaw('old-url-temporary')) return moved(exchange, place, 302);
  if (flaw('old-url-two-moves')) return moved(exchange, `https://${hostNames.old}/services.html`);
  if (flaw('old-url-elsewhere')) return moved(exchange, `${siteOrigin}/services`);
  return false;
}

function missingInclude({ path }: Exchange): string {
  const name = path.replace(/[^\w./-]/g, '').slice(0, 80);
  return `<br /><b>Warning</b>: include(/var/www/old-portal/pages${name}.php): failed to open stream: No such file or directory in <b>/var/www/old-portal/index.php</b> on line <b>41</b><br />`;
}
