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
