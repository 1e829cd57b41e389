import { publicRoute, type Route } from '../call.ts';

/** What a framework shows about itself when nobody has switched it off. */
export const debugRoutes: readonly Route[] = [
  publicRoute('GET', '/debug/vars', () => ({
    status: 200,
    json: {
      cmdline: ['/usr/bin/node', '/srv/portal/releases/current/dist/server.js'],
      memstats: { rss: 98_213_888, heapTotal: 51_380_224, heapUsed: 43_118_592 },
      environment: {
        NODE_ENV: 'production',
        PORT: '8080',
        DB_HOST: 'portal-db-1.internal',
        DB_USER: 'portal_owner',
        LOG_LEVEL: 'debug',
      },
    },
  })),
];
