import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PortalContext } from './call.ts';
import type { Answer } from './http.ts';
import { problem } from './http.ts';
import type { PortalOptions } from './portal.ts';

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

const allowedOrigins = (origins: PortalOptions['origins']): readonly string[] => [origins.app, origins.admin];

/** Headers for the two front ends; other origins get none (Fetch standard, CORS protocol). */
export function setCorsHeaders(
  request: IncomingMessage,
  response: ServerResponse,
  { flaw, decoy, options: { origins } }: Pick<PortalContext, 'flaw' | 'decoy' | 'options'>,
): void {
  response.setHeader('Vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined) return;
  const site = new URL(origins.app).hostname.split('.').slice(1).join('.');
  const lax =
    flaw('cors-reflects-any-origin') ||
    (flaw('cors-allows-null') && origin === 'null') ||
    (flaw('cors-compares-the-end') && origin.endsWith(site)) ||
    (flaw('cors-allows-plain-http') && origin === origins.app.replace('https:', 'http:'));
  if (!lax && !allowedOrigins(origins).includes(origin)) {
    if (decoy('cors-star-without-credentials')) response.setHeader('Access-Control-Allow-Origin', '*');
    if (decoy('cors-reflects-without-credentials')) response.setHeader('Access-Control-Allow-Origin', origin);
    return;
  }
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Expose-Headers', 'X-Request-Id, Content-Disposition, Content-Range');
}

export const preflight: Answer = {
  status: 204,
  headers: {
    'Access-Control-Allow-Methods': 'GET, HEAD, POST, PATCH, DELETE',
    'Access-Control-Allow-Headers': 'Content-Type, X-Org-Id, X-CSRF-Token, Authorization, apikey',
    'Access-Control-Max-Age': '600',
  },
};

/** Changes are taken from the two front ends only: the browser's Origin header says where a request comes from. */
export function refuseForeignOrigin(request: IncomingMessage, origins: PortalOptions['origins']): void {
  if (!unsafe.has(request.method ?? '')) return;
  if (!allowedOrigins(origins).includes(request.headers.origin ?? '')) {
    throw problem(403, 'Requests from this origin are not taken');
  }
}
