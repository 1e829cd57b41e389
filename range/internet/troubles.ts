import { createServer, type Server, type Socket } from 'node:net';
import { answer, type Layer } from './exchange.ts';
import type { Switches } from './switches.ts';

/** What stands in front of every host in some cases; its answers are not the portal's and carry none of its headers. */
export function troubleInFront(switches: Switches): Layer | undefined {
  if (switches.case('everything-503')) return overloaded;
  if (switches.case('firewall-challenge')) return challenge;
  return undefined;
}

const overloaded: Layer = (exchange) => {
  exchange.res.setHeader('retry-after', '300');
  return answer(exchange, 503, 'html', '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>\n');
};

const challenge: Layer = (exchange) => {
  exchange.res.setHeader('server', 'cloudflare').setHeader('cf-mitigated', 'challenge');
  const body = `<!doctype html><html><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head>
<body><noscript>Enable JavaScript and cookies to continue</noscript><div id="challenge"></div></body></html>`;
  return answer(exchange, 403, 'html', body);
};

/** Resets the connection as soon as the client speaks. */
export function resettingServer(): Server {
  return createServer((socket) => {
    socket.once('data', () => socket.resetAndDestroy());
  });
}

/** Takes what is sent and never answers. */
export function silentServer(): Server {
  return createServer((socket) => {
    socket.resume();
  });
}

/** Lets so many connections in and resets every further one, as a firewall that counts does. */
export function limited<T extends Server>(server: T, connections: number): T {
  let count = 0;
  server.prependListener('connection', (socket: Socket) => {
    count += 1;
    if (count > connections) socket.resetAndDestroy();
  });
  return server;
}
