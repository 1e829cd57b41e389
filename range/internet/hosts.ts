import type { Duplex } from 'node:stream';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { withTalkativeErrors } from './api-errors.ts';
import type { Authority } from './authority.ts';
import { createEdge } from './edge.ts';
import { type Exchange, type Layer, moved, openExchange } from './exchange.ts';
import { exposures } from './exposures.ts';
import { panels } from './panels.ts';
import { hostServer } from './host-server.ts';
import { listen, type Listener } from './listener.ts';
import { oldHost, siteOriginOf, toCanonical } from './moves.ts';
import { closedAddress, hostNames, type Role, roles } from './names.ts';
import { errorPage } from './pages.ts';
import { plainHttp } from './plain-http.ts';
import { leakedKeys } from './leaked-keys.ts';
import type { RequestLog } from './request-log.ts';
import { applyHeaders } from './security-headers.ts';
import { site } from './site.ts';
import { staging } from './staging.ts';
import type { Switches } from './switches.ts';
import { tlsSettings } from './tls-settings.ts';
import { limited, resettingServer, silentServer, troubleInFront } from './troubles.ts';
import { wellKnown } from './well-known.ts';

type Application = (req: IncomingMessage, res: ServerResponse) => void;

export interface HostOptions {
  readonly authority: Authority;
  readonly switches: Switches;
  readonly applications: {
    readonly app: Application;
    readonly api: Application;
    readonly admin: Application;
    readonly live?: (request: IncomingMessage, socket: Duplex) => void;
  };
  readonly stagingPassword: string;
  readonly log: RequestLog;
  readonly now: () => Date;
}

export interface RunningHost {
  readonly role: Role;
  /** Where ports 443 and 80 of this host really are. */
  readonly secure: string;
  readonly plain: string;
  readonly close: () => Promise<void>;
}

/** Starts every host of the launch, each on ports of its own. */
export function startHosts(options: HostOptions): Promise<readonly RunningHost[]> {
  return Promise.all(roles.map((role) => startHost(role, options)));
}

async function startHost(role: Role, options: HostOptions): Promise<RunningHost> {
  const { switches } = options;
  if (role === 'old' && switches.flaw('host-dead-address'))
    return { role, secure: closedAddress, plain: closedAddress, close: async () => undefined };
  const secure = await listen(secureServer(role, options));
  const plain = role === 'api' && switches.decoy('http-closed') ? undefined : await listen(plainServer(role, options));
  return {
    role,
    secure: secure.address,
    plain: plain?.address ?? closedAddress,
    close: async () => {
      await Promise.all([secure, plain].map((listener: Listener | undefined) => listener?.close()));
    },
  };
}

function secureServer(role: Role, options: HostOptions) {
  const { authority, switches, log } = options;
  if (role === 'old' && switches.case('tls-reset')) return resettingServer();
  if (role === 'old' && switches.case('tls-hangs')) return silentServer();
  const inFront = troubleInFront(switches);
  const answerIt = contentOf(role, options);
  const edge = createEdge(role, switches);
  const server = served(tlsSettings(role, authority, switches), (exchange) => {
    log.received('https', hostNames[role], exchange);
    if (inFront) return void inFront(exchange);
    if (role === 'app' && switches.case('app-headers-cut-off')) return cutOff(exchange);
    edge(exchange, () => {
      applyHeaders(role, exchange, switches);
      if (role === 'api' && exchange.path === '/api/v1/me' && switches.decoy('cached-own-page'))
        exchange.res.setHeader('cache-control', 'private, max-age=60');
      answerIt(exchange);
    });
  });
  const { live } = options.applications;
  if (role === 'api' && live) server.on('upgrade', live);
  return role === 'old' && switches.case('tls-limited') ? limited(server, 4) : server;
}

/** What the portal's own server says, without the edge: for whoever finds it. */
export function behindTheEdge(options: HostOptions): RequestListener {
  const answerIt = contentOf('app', options);
  return (req, res) => {
    const exchange = openExchange(req, res);
    applyHeaders('app', exchange, options.switches);
    answerIt(exchange);
  };
}

function plainServer(role: Role, options: HostOptions) {
  const { applications, switches, log } = options;
  if (role === 'app' && switches.case('http-hangs')) return silentServer();
  const answerIt = troubleInFront(switches) ?? plainHttp(role, switches);
  return served(undefined, (exchange) => {
    log.received('http', hostNames[role], exchange);
    if (role !== 'app' || !switches.flaw('http-serves-content')) return void answerIt(exchange);
    applyHeaders(role, exchange, switches);
    exchange.res.removeHeader('strict-transport-security');
    applications.app(exchange.req, exchange.res);
  });
}

/** Every answer names its request, and a handler that throws ends in a clean page. */
function served(tls: Parameters<typeof hostServer>[1], handle: (exchange: Exchange) => void): Server {
  return hostServer((req, res) => {
    const exchange = openExchange(req, res);
    res.setHeader('x-request-id', exchange.requestId);
    try {
      handle(exchange);
    } catch (error) {
      console.error(`${req.method} ${exchange.path}: ${String(error)}`);
      if (res.headersSent) res.destroy();
      else errorPage(exchange, 500, 'Something went wrong', 'It is our fault, and we have been told.');
    }
  }, tls);
}

/** Status line and half a header, then nothing. */
function cutOff({ res }: Exchange): void {
  res.socket?.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nstrict-transp');
}

function contentOf(role: Role, options: HostOptions): (exchange: Exchange) => void {
  const { switches, now } = options;
  const siteOrigin = siteOriginOf(switches);
  const leaked = role === 'app' ? leakedKeys(switches) : undefined;
  const before: readonly Layer[] = [
    ...(leaked ? [leaked] : []),
    exposures(role, switches),
    panels(role, switches),
    wellKnown({ role, siteOrigin, now, switches }),
  ];
  const main = mainContent(role, siteOrigin, options);
  return (exchange) => {
    if (!before.some((layer) => layer(exchange))) main(exchange);
  };
}

function mainContent(role: Role, siteOrigin: string, options: HostOptions): (exchange: Exchange) => void {
  const { applications, switches, stagingPassword } = options;
  if (role === 'app' || role === 'admin') return ({ req, res }) => applications[role](req, res);
  if (role === 'api') return withTalkativeErrors(applications.api, switches);
  if (role === 'old') return oldHost(siteOrigin, switches);
  if (role === 'staging') return staging(stagingPassword, switches);
  if (switches.flaw('canonical-loop')) {
    const other = role === 'www' ? hostNames.apex : hostNames.www;
    return (exchange) => moved(exchange, `https://${other}${exchange.path}${exchange.query}`);
  }
  const canonical = siteOrigin === `https://${hostNames[role]}`;
  return canonical || switches.flaw('www-and-apex-both-serve') ? site(switches) : toCanonical(siteOrigin, switches);
}
