import * as file from '../../parse/exposed-file.ts';
import * as operations from '../../parse/exposed-operations.ts';
import type { ExposedKind } from '../network-evidence.ts';

export interface KnownPath {
  readonly path: string;
  readonly kind: ExposedKind;
  readonly recognise: file.Recognise;
  /** What robots try first: also asked of hosts that only redirect, and of each host where the list is long. */
  readonly core?: true;
}

const path = (kind: ExposedKind, recognise: file.Recognise, ...paths: readonly string[]): readonly KnownPath[] =>
  paths.map((each) => ({ path: each, kind, recognise }));
const core = (kind: ExposedKind, recognise: file.Recognise, ...paths: readonly string[]): readonly KnownPath[] =>
  paths.map((each) => ({ path: each, kind, recognise, core: true }));

/** Paths that nothing links to and that scanners try first, each with what its content must look like. */
export const knownPaths: readonly KnownPath[] = [
  ...core('version-control', file.gitHead, '/.git/HEAD'),
  ...core('version-control', file.gitConfig, '/.git/config'),
  ...path('version-control', file.svnDatabase, '/.svn/wc.db'),
  ...core('environment-file', file.environmentFile, '/.env', '/.env.production'),
  ...path('environment-file', file.environmentFile, '/.env.local', '/.env.bak', '/.env.old', '/api/.env'),
  ...core('backup', file.sqlDump, '/backup.sql', '/dump.sql'),
  ...path('backup', file.sqlDump, '/database.sql', '/db.sql'),
  ...core('backup', file.archive, '/backup.zip'),
  ...path(
    'backup',
    file.archive,
    '/backup.tar.gz',
    '/dump.sql.gz',
    '/backup.sql.gz',
    '/db.sqlite3',
    '/database.sqlite',
  ),
  ...core('credentials', file.awsCredentials, '/.aws/credentials'),
  ...path('credentials', file.npmToken, '/.npmrc'),
  ...path('credentials', file.htpasswd, '/.htpasswd'),
  ...path('credentials', file.privateKey, '/id_rsa', '/server.key'),
  ...core('credentials', file.editorUpload, '/.vscode/sftp.json'),
  ...path('config-file', file.dockerCompose, '/docker-compose.yml'),
  ...core('config-file', file.phpConfig, '/wp-config.php.bak'),
  ...path('config-file', file.phpConfig, '/config.php.bak'),
  ...core('server-status', file.serverStatus, '/server-status'),
  ...path('server-status', file.serverStatus, '/nginx_status'),
  ...core('debug-endpoint', file.phpInfo, '/phpinfo.php', '/info.php'),
  ...core('debug-endpoint', file.springIndex, '/actuator'),
  ...core('debug-endpoint', file.springEnvironment, '/actuator/env'),
  ...path('debug-endpoint', file.debugVars, '/debug/vars'),
  ...path('debug-endpoint', file.goProfiles, '/debug/pprof/'),
  ...core('debug-endpoint', file.framework, '/telescope', '/_profiler'),
  ...path('debug-endpoint', file.framework, '/console'),
  ...path(
    'debug-endpoint',
    operations.openConsole,
    '/admin/queues',
    '/sidekiq',
    '/hangfire',
    '/horizon',
    '/rails/info/routes',
    '/elmah.axd',
  ),
  ...path('debug-endpoint', operations.metrics, '/metrics'),
  ...path('debug-endpoint', operations.publicConsole, '/phpmyadmin/', '/adminer.php'),
  ...path('health-endpoint', operations.health, '/health', '/api/health', '/status', '/actuator/health'),
  ...path('credentials', operations.serviceAccount, '/serviceAccountKey.json'),
  ...core('log-file', file.logFile, '/storage/logs/laravel.log'),
  ...path('log-file', file.logFile, '/debug.log', '/error.log'),
  ...core('folder-metadata', file.folderMetadata, '/.DS_Store'),
  ...path('api-docs', file.apiDocs, '/openapi.json', '/swagger.json', '/v3/api-docs', '/api-docs.json'),
  ...path('api-docs', file.apiDocs, '/api/openapi.json', '/swagger/v1/swagger.json', '/v2/api-docs'),
  ...path('api-docs', operations.publicConsole, '/graphiql'),
];
