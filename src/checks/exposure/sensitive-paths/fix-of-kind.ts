import type { ExposedKind } from '../../../collectors/network-evidence.ts';
import type { Fix } from '../../../model/finding.ts';
import { stackSteps } from '../../remedies/remedies.ts';

const readAlready =
  'Look in the access log for who has asked for it already; what stood in it has to be taken as read.';
const debugFix: Partial<Fix> = {
  summary: 'Switch the endpoint off in production, or let only your own network reach it.',
  steps: [
    'Spring Boot: management.endpoints.web.exposure.include=health. Laravel: APP_DEBUG=false, and a gate before Telescope and Horizon. Symfony: APP_ENV=prod. Go: serve /debug/ on a port of its own. Others: leave the module out of the production build.',
    readAlready,
    'Rotate what it showed: environment, tokens, connection strings.',
  ],
};
const fixes: Partial<Readonly<Record<ExposedKind, Partial<Fix>>>> = {
  'folder-metadata': {
    summary: 'Switch the listing of folders off, and take away what nobody was meant to find.',
    effort: '30 min',
    steps: [
      'nginx: autoindex off. Apache: Options -Indexes. Caddy: file_server without browse. IIS: directoryBrowse enabled="false". lighttpd: dir-listing.activate = "disable". A .DS_Store file: leave it out of what is deployed.',
      'Customers’ files do not belong in a public folder: serve them through the portal, which asks who is signed in.',
      readAlready,
    ],
  },
  'source-map': {
    summary: 'Keep source maps off the public server.',
    effort: '30 min',
    steps: [
      "Build without them, or hand them to the error tracker only: Vite build.sourcemap false or 'hidden'; webpack devtool false or 'hidden-source-map'; Next.js productionBrowserSourceMaps: false; Angular sourceMap: false.",
      'Until then refuse *.map at the server or edge, and purge the cache there.',
      'Read through what was public for keys and internal addresses; rotate what you find.',
      ...stackSteps('exposure.sensitive-paths'),
    ],
  },
  'server-status': {
    summary: 'Let only your own network see the status page.',
    effort: '15 min',
    steps: [
      'Apache: Require local in <Location "/server-status">; behind a proxy on the same machine that is not enough, so remove it there. nginx: allow 127.0.0.1; deny all; in the location of stub_status.',
      readAlready,
    ],
  },
  'debug-endpoint': debugFix,
  'health-endpoint': {
    summary: 'Let the health endpoint say "ok" or "failing" and nothing more to strangers.',
    effort: '30 min',
    steps: [
      'Answer 200 or 503 with one word for each part; write causes, addresses and traces to the log.',
      'Spring Boot: management.endpoint.health.show-details=never. ASP.NET: no custom ResponseWriter with exceptions. Express, Next.js: catch the error and send its name only.',
      'Where a monitor needs details: a second address that asks for a token, or that only your own network reaches (nginx: allow, deny all; Caddy: @outside not remote_ip private_ranges, respond @outside 404).',
      'Change passwords that stood in it.',
    ],
  },
};

/** What to do about this kind of thing, where the general advice does not fit. */
export function fixOfKind(kind: ExposedKind): Partial<Fix> | undefined {
  return fixes[kind];
}
