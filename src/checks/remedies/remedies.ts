import type { Remedy, Stack } from './remedy.ts';

const policy =
  "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const features = 'camera=(), microphone=(), geolocation=(), payment=(), usb=()';

/** One response header on every stack. */
const header = (check: string, name: string, value: string): readonly Remedy[] => [
  { check, stack: 'nginx', text: `add_header ${name} "${value}" always;` },
  { check, stack: 'Caddy', text: `header ${name} "${value}"` },
  {
    check,
    stack: 'Express',
    text: `app.use((req, res, next) => { res.set(${JSON.stringify(name)}, ${JSON.stringify(value)}); next(); });`,
  },
  {
    check,
    stack: 'Next.js',
    text: `next.config: async headers() { return [{ source: "/:path*", headers: [{ key: ${JSON.stringify(name)}, value: ${JSON.stringify(value)} }] }]; }`,
  },
  {
    check,
    stack: 'Cloudflare',
    text: `Rules → Transform Rules → Modify Response Header: set static ${name} to ${value}`,
  },
];
/** Forward secrecy and authenticated encryption, TLS 1.2; the suites of 1.3 are all sound. */
const suites =
  'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305';
const one = (
  check: string,
  texts: Partial<Readonly<Record<Stack, string>>>,
  place: Remedy['place'] = 'inside',
): readonly Remedy[] => Object.entries(texts).map(([stack, text]) => ({ check, stack: stack as Stack, text, place }));

const contact = 'Contact: mailto:security@YOUR-DOMAIN\\nExpires: 2027-06-30T00:00:00Z\\n';

/** What to paste, by check and stack (the servers' own documentation, 2026-11). Those for nginx, Caddy and Express are applied by `npm run remedies`. */
export const remedies: readonly Remedy[] = [
  ...header('https.hsts', 'Strict-Transport-Security', 'max-age=31536000'),
  ...header('headers.csp', 'Content-Security-Policy', policy),
  ...header('headers.frame', 'X-Frame-Options', 'DENY'),
  ...header('headers.nosniff', 'X-Content-Type-Options', 'nosniff'),
  ...header('headers.referrer', 'Referrer-Policy', 'strict-origin-when-cross-origin'),
  ...header('headers.permissions', 'Permissions-Policy', features),
  // For all of its servers: the one that redirects from port 80 names itself too.
  ...one('headers.banners', { nginx: 'server_tokens off;' }, 'beside'),
  ...one('headers.banners', {
    Caddy: 'header -Server',
    Express: "app.disable('x-powered-by');",
    'Next.js': 'next.config: poweredByHeader: false',
    Cloudflare: 'Rules → Settings → Managed Transforms → Remove "X-Powered-By" headers',
  }),
  ...one('headers.cookies', {
    nginx: 'proxy_cookie_flags ~^(?:PHPSESSID|JSESSIONID|connect\\.sid|sessionid)$ secure httponly samesite=lax;',
    Caddy:
      'header {\n  Set-Cookie "^((?:PHPSESSID|JSESSIONID|connect\\.sid|sessionid)=[^;]*).*$" "$1; Path=/; Secure; HttpOnly; SameSite=Lax"\n  defer\n}',
    Express:
      "app.use((req, res, next) => { const set = res.cookie.bind(res); res.cookie = (name, value, options) => set(name, value, { httpOnly: true, secure: true, sameSite: 'lax', ...options }); next(); });",
    'Next.js': "(await cookies()).set(name, value, { httpOnly: true, secure: true, sameSite: 'lax', path: '/' })",
    Cloudflare:
      'The application sets it. Where that cannot be changed: Rules → Snippets, send a copy of the answer with "; Secure; HttpOnly; SameSite=Lax" behind the Set-Cookie line of the session',
  }),
  ...one(
    'https.redirect',
    {
      nginx: 'server { listen 80; listen [::]:80; server_name YOUR-HOST; return 308 https://$host$request_uri; }',
      Caddy: 'http://YOUR-HOST { redir https://{host}{uri} 308 }',
    },
    'beside',
  ),
  ...one('https.redirect', {
    Express:
      'app.use((req, res, next) => (req.secure ? next() : res.redirect(308, `https://\u0024{req.hostname}\u0024{req.originalUrl}`)));',
    'Next.js': 'On Vercel this is done; on a server of your own let the proxy in front redirect (nginx, Caddy).',
    Cloudflare: 'SSL/TLS → Edge Certificates → Always Use HTTPS',
  }),
  ...one('exposure.sensitive-paths', {
    nginx: 'location ~ /\\.(?!well-known/) { return 404; } location ~* \\.(?:sql|bak|old|log|map)$ { return 404; }',
    Caddy: '@hidden path_regexp (?:/\\.(?:git|env|svn|aws|ht)|\\.(?:sql|bak|old|log|map)$)\nerror @hidden 404',
    Express:
      'app.use((req, res, next) => (/\\/\\.(?!well-known\\/)|\\.(?:sql|bak|old|log|map)$/i.test(req.path) ? res.status(404).send(\'<!doctype html><title>Not found</title><p>Not found. <a href="/">Home</a>\') : next()));',
    'Next.js': 'Serve nothing but public/ and .next/; productionBrowserSourceMaps: false',
    Cloudflare: 'Security → WAF → Custom rules: block where URI Path matches "/.git", "/.env" or ends with ".sql"',
  }),
  ...one('exposure.security-txt', {
    nginx: `location = /.well-known/security.txt { default_type text/plain; return 200 "${contact}"; }`,
    Caddy: `handle /.well-known/security.txt {\n  header Content-Type "text/plain; charset=utf-8"\n  respond \`${contact.replaceAll('\\n', '\n')}\`\n}`,
    Express: `app.get('/.well-known/security.txt', (req, res) => res.type('text/plain').send('${contact}'));`,
    'Next.js': 'public/.well-known/security.txt with the lines Contact: and Expires:',
    Cloudflare: 'Security → Settings → security.txt',
  }),
  ...one('https.protocols', {
    nginx: 'ssl_protocols TLSv1.2 TLSv1.3;',
    Caddy: 'tls {\n  protocols tls1.2 tls1.3\n}',
    Express:
      "process.getBuiltinModule('node:tls').DEFAULT_MIN_VERSION = 'TLSv1.2'; // and no minVersion, secureProtocol or --tls-min-v1.0 that asks for less",
    'Next.js':
      'Node speaks TLS 1.2 and newer by itself; let the proxy or edge in front refuse older ones (nginx, Cloudflare).',
    Cloudflare: 'SSL/TLS → Edge Certificates → Minimum TLS Version 1.2, and TLS 1.3 on',
  }),
  ...one('https.ciphers', {
    nginx: `ssl_ciphers ${suites};`,
    Caddy: '# no line "ciphers" in the tls block: Caddy’s own suites are sound',
    Express: `process.getBuiltinModule('node:tls').DEFAULT_CIPHERS = 'TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:${suites}'; // and no option "ciphers" that asks for more`,
    'Next.js': 'Let the proxy or edge in front choose the suites (nginx, Cloudflare).',
    Cloudflare:
      'SSL/TLS → Edge Certificates → Minimum TLS Version 1.2; Advanced Certificate Manager: cipher suites "Modern"',
  }),
  ...one('domains.canonical', {
    nginx: 'if ($host = www.YOUR-DOMAIN) { return 308 https://YOUR-DOMAIN$request_uri; }',
    Caddy: '@www host www.YOUR-DOMAIN\nredir @www https://YOUR-DOMAIN{uri} 308',
    Express:
      "app.use((req, res, next) => (req.hostname === 'www.YOUR-DOMAIN' ? res.redirect(308, 'https://YOUR-DOMAIN' + req.originalUrl) : next()));",
    'Next.js':
      'next.config: async redirects() { return [{ source: "/:path*", has: [{ type: "host", value: "www.YOUR-DOMAIN" }], destination: "https://YOUR-DOMAIN/:path*", permanent: true }]; }',
    Cloudflare: 'Rules → Redirect Rules → from www to root, 301, query string preserved',
  }),
  ...one('domains.old-urls', {
    nginx: 'location = /services.html { return 301 https://YOUR-HOST/services; }',
    Caddy: 'redir /services.html https://YOUR-HOST/services 301',
    Express: "app.get('/services.html', (req, res) => res.redirect(301, 'https://YOUR-HOST/services'));",
    'Next.js':
      'next.config: async redirects() { return [{ source: "/services.html", destination: "/services", permanent: true }]; }',
    Cloudflare: 'Rules → Redirect Rules → Bulk Redirects: a list with one line for each old address, 301',
  }),
  ...one('domains.staging-exposed', {
    nginx: 'auth_basic "staging"; auth_basic_user_file /etc/nginx/staging.htpasswd;',
    Caddy: 'basicauth {\n  team YOUR-HASH # of caddy hash-password\n}',
    Express:
      "app.use((req, res, next) => { const { env: { STAGING_PASSWORD } } = process; const basic = 'Basic ' + Buffer.from('team:' + STAGING_PASSWORD).toString('base64'); return STAGING_PASSWORD && req.get('authorization') === basic ? next() : res.set('WWW-Authenticate', 'Basic realm=\"staging\"').sendStatus(401); });",
    'Next.js':
      'middleware.ts (proxy.ts from 16 on): answer new Response(null, { status: 401, headers: { "www-authenticate": "Basic" } }) unless the Authorization header is the one of your team; on Vercel: Deployment Protection',
    Cloudflare: 'Zero Trust → Access → Applications → add the host, allow your own mail domain only',
  }),
  ...one('edge.cache-static', {
    nginx:
      'location /assets/ { expires 1y; } gzip on; gzip_vary on; gzip_types text/css text/javascript application/javascript application/json image/svg+xml;',
    Caddy:
      '@assets {\n  path /assets/*\n  file\n}\nheader @assets Cache-Control "public, max-age=31536000, immutable"\nencode zstd gzip',
    Express:
      "app.use((await import('compression')).default());\napp.use('/assets', express.static('build/assets', { maxAge: '1y', immutable: true }));",
    'Next.js':
      'next build gives /_next/static its names and its year; leave compress on, or let the proxy in front compress',
    Cloudflare: 'Caching → Configuration → Browser Cache TTL: Respect Existing Headers; Speed: Brotli on',
  }),
  ...one('errors.no-internals', {
    nginx:
      "proxy_intercept_errors on; error_page 500 501 502 503 504 @failed; location @failed { default_type text/html; return 500 '<!doctype html><title>Something went wrong</title><h1>Something went wrong</h1>'; }",
    Caddy:
      'reverse_proxy YOUR-SERVER {\n  @failed status 5xx\n  handle_response @failed {\n    header Content-Type "text/html; charset=utf-8"\n    respond `<!doctype html><title>Something went wrong</title><h1>Something went wrong</h1>` {rp.status_code}\n  }\n}',
    'Next.js':
      'Run next build and next start (NODE_ENV=production), never next dev; app/error.tsx and app/global-error.tsx with a page of your own',
    Cloudflare: 'Error Pages → custom page for 5xx; what the application answers itself has to be mended there',
  }),
  ...one(
    'errors.no-internals',
    {
      Express:
        "app.use((error, req, res, next) => { const id = crypto.randomUUID(); console.error(id, error); res.status(error.status ?? 500).send('Something went wrong. Reference: ' + id); });",
    },
    'last',
  ),
  ...one('errors.clean-page', {
    nginx:
      'error_page 404 @missing; location @missing { default_type text/html; return 404 \'<!doctype html><title>Page not found</title><h1>Page not found</h1><p><a href="/">To the front page</a></p>\'; }',
    Caddy:
      'handle_errors {\n  header Content-Type "text/html; charset=utf-8"\n  respond `<!doctype html><title>Page not found</title><h1>Page not found</h1><p><a href="/">To the front page</a></p>` {err.status_code}\n}',
    'Next.js': 'app/not-found.tsx and app/error.tsx with your own page',
    Cloudflare: 'Error Pages → custom pages for 5xx; 404 belongs to the server behind',
  }),
  ...one(
    'errors.clean-page',
    {
      Express:
        'app.use((req, res) => res.status(404).send(\'<!doctype html><title>Page not found</title><h1>Page not found</h1><p><a href="/">To the front page</a></p>\'));\napp.use((error, req, res, next) => res.status(error.status ?? 500).send(\'<!doctype html><title>Something went wrong</title><h1>Something went wrong</h1><p><a href="/">To the front page</a></p>\'));',
    },
    'last',
  ),
];

export function remediesFor(check: string, stack?: Stack): readonly Remedy[] {
  return remedies.filter((remedy) => remedy.check === check && (stack === undefined || remedy.stack === stack));
}

/** The remedies of a check as steps for a person: `nginx: add_header …`. */
export function stackSteps(check: string): readonly string[] {
  return remediesFor(check).map(({ stack, text }) => `${stack}: ${text}`);
}
