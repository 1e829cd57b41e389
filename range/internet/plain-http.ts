import { type Layer, moved } from './exchange.ts';
import { hostNames, type Role } from './names.ts';
import { errorPage } from './pages.ts';
import type { Switches } from './switches.ts';

/** What a host does on port 80: one permanent redirect to the same place on https. */
export function plainHttp(role: Role, switches: Switches): Layer {
  const name = hostNames[role];
  const { flaw } = switches;
  const app = role === 'app';
  return (exchange) => {
    const { path, query, res } = exchange;
    if (!path.startsWith('/')) return errorPage(exchange, 400, 'This address cannot be read', 'Please check it.');
    const status = app || role === 'api' || role === 'admin' ? 308 : 301;
    if (app && flaw('hsts-only-on-redirect'))
      res.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
    if (app && flaw('banner-version-in-clear')) res.setHeader('server', 'nginx/1.18.0 (Ubuntu)');
    if (app && flaw('http-redirect-loop')) return moved(exchange, `http://${name}${path}${query}`, status);
    if (app && flaw('http-redirect-drops-path')) return moved(exchange, `https://${name}/`, status);
    if (app && flaw('http-redirect-two-hops') && !query.includes('from=http'))
      return moved(exchange, `http://${name}${path}${query}${query ? '&' : '?'}from=http`, status);
    const port = app && switches.decoy('redirect-names-port-443') ? ':443' : '';
    return moved(exchange, `https://${name}${port}${path}${query}`, status);
  };
}
