import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Assets, createAssets } from './assets.ts';
import type { PortalContext } from './call.ts';
import { type Answer, cookiesOf, send } from './http.ts';

const html = 'text/html; charset=utf-8';
const id = '[0-9a-f-]{36}';

const appPaths = new RegExp(
  `^/(?:${[
    '',
    'sign-in',
    'sign-out',
    'forgot-password',
    'reset/[\\w-]+',
    'sign-up',
    'verify/[\\w-]+',
    'invite/[\\w-]+',
    'team/invite',
    'dashboard',
    'projects',
    'projects/new',
    `projects/${id}`,
    `projects/${id}/edit`,
    `projects/${id}/documents/new`,
    `projects/${id}/documents/${id}`,
    `projects/${id}/documents/${id}/edit`,
    'invoices',
    `invoices/${id}`,
    'invoices/number/\\d{1,9}',
    'messages',
    'messages/new',
    `messages/${id}`,
    'contacts',
    'contacts/new',
    `contacts/${id}`,
    'search',
    'diary',
    'desk',
    'desk/[\\w-]+',
    'team',
    `team/${id}`,
    'plans',
    `plans/${id}`,
    `services/${id}`,
    'export',
    'settings',
  ].join('|')})/?$`,
);
const adminPaths = new RegExp(`^/(?:sign-in|sign-out|customers|customers/${id}|users)?/?$`);

function shell(context: PortalContext, assets: Assets, kind: 'app' | 'admin'): string {
  const { origins } = context.options;
  const title = kind === 'app' ? 'Northline customer portal' : 'Northline console';
  const inline =
    kind === 'app' && context.flaw('inline-script-refused')
      ? '\n<script>window.portalStarted = Date.now();</script>'
      : '';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${assets.icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style.path}">
<script src="${assets[kind].path}" defer></script>${inline}
</head>
<body data-api="${origins.api}" data-app="${origins.app}" data-console="${origins.admin}" data-avatar="${assets.avatar.path}">
<div id="root"></div>
<noscript>This portal needs JavaScript.</noscript>
</body>
</html>
`;
}

const notFoundPage = (assets: Assets): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Page not found</title>
<link rel="icon" href="${assets.icon.path}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.style.path}">
</head>
<body>
<main class="narrow">
<h1>Page not found</h1>
<p>There is nothing at this address. It may have been moved or mistyped.</p>
<p><a href="/">Back to the start</a></p>
</main>
</body>
</html>
`;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** The pages and assets of the application and of the console. */
export function createPages(context: PortalContext): { readonly app: Handler; readonly admin: Handler } {
  const assets = createAssets(context);
  const immutable = { 'Cache-Control': 'public, max-age=31536000, immutable' };
  const fresh = { 'Cache-Control': 'no-cache' };
  const everywhere = context.decoy('spa-200-everywhere');

  function answer(request: IncomingMessage, kind: 'app' | 'admin', paths: RegExp): Answer {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return { status: 405, text: 'This method is not offered here\n', headers: { Allow: 'GET, HEAD' } };
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const found = assets.byPath.get(path);
    if (found !== undefined) return { status: 200, text: found.content, type: found.type, headers: immutable };
    if (path === '/favicon.ico')
      return { status: 200, text: assets.icon.content, type: assets.icon.type, headers: fresh };
    if (path === '/robots.txt') return { status: 200, text: 'User-agent: *\nDisallow: /\n', headers: fresh };
    const project = kind === 'app' ? /^\/projects\/([0-9a-f-]{36})$/.exec(path)?.[1] : undefined;
    if (project !== undefined && context.circumstance('pages-fail-for-visitors') && !cookiesOf(request).has('section'))
      return { status: 503, text: 'The portal is busy\n', headers: fresh };
    const row = context.flaw('page-with-data-for-visitors')
      ? context.state.projects.find((one) => one.id === project)
      : undefined;
    if (row !== undefined) {
      const data = JSON.stringify(row).replace(/</g, '\\u003c');
      const page = shell(context, assets, kind).replace(
        '<noscript>',
        `<script type="application/json">${data}</script>\n<noscript>`,
      );
      return { status: 200, text: page, type: html, headers: fresh };
    }
    if (paths.test(path) || everywhere) {
      return { status: 200, text: shell(context, assets, kind), type: html, headers: fresh };
    }
    return { status: 404, text: notFoundPage(assets), type: html, headers: fresh };
  }

  return {
    app: (request, response) => send(response, answer(request, 'app', appPaths)),
    admin: (request, response) => send(response, answer(request, 'admin', adminPaths)),
  };
}
