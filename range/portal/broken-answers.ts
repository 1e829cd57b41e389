import type { PortalContext } from './call.ts';
import { type Answer, isAnswerError } from './http.ts';
import { isUnrouted } from './router.ts';

const internalError = { type: 'about:blank', title: 'Internal error', status: 500 };

const bodyFrames = [
  'at parse (/srv/portal/node_modules/body-parser/lib/types/json.js:92:19)',
  'at /srv/portal/node_modules/body-parser/lib/read.js:128:18',
  'at AsyncResource.runInAsyncScope (node:async_hooks:211:14)',
  'at IncomingMessage.onEnd (/srv/portal/node_modules/raw-body/index.js:287:7)',
];
const addressFrames = [
  'at decodeURIComponent (<anonymous>)',
  'at decode (/srv/portal/dist/http/router.js:41:12)',
  'at Server.handle (/srv/portal/dist/server.js:118:9)',
];

/** The answer to give for whatever a handler has thrown. */
export function answerOfError(context: PortalContext, error: unknown, path: string): Answer {
  const answer = isAnswerError(error)
    ? error.answer
    : { status: 500, json: internalError, type: 'application/problem+json' };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  if (cause !== undefined && context.flaw('error-stack-trace')) {
    const frames = cause instanceof URIError ? addressFrames : bodyFrames;
    return { status: 500, text: `${cause.name}: ${cause.message}\n    ${frames.join('\n    ')}\n` };
  }
  if (isUnrouted(error) && context.flaw('error-sql-in-answer')) {
    const detail = `PostgresError: relation "portal.redirects" does not exist (SQLSTATE 42P01) in SELECT target FROM portal.redirects WHERE path = $1 AND active`;
    return { ...answer, status: 500, json: { ...internalError, detail } };
  }
  if (answer.status !== 404 || typeof answer.json !== 'object') return answer;
  return { ...answer, json: { ...answer.json, ...detailOf404(context, path) } };
}

function detailOf404(context: PortalContext, path: string): Readonly<Record<string, string>> {
  const name =
    path
      .split('/')
      .at(-1)
      ?.replace(/[^\w.-]/g, '') ?? '';
  if (context.flaw('error-file-path-in-404')) {
    return {
      detail: `ENOENT: no such file or directory, open '/srv/portal/releases/current/dist/handlers/${name}.js'`,
    };
  }
  if (context.flaw('error-internal-host')) {
    return { detail: `No route on upstream http://portal-api-2.svc.cluster.local:8080 (10.20.4.17)` };
  }
  if (context.decoy('technical-words-in-errors')) {
    return {
      detail:
        'Trace the address back to the first line of our letter. Questions about SQL exports or error reports are answered by the desk.',
    };
  }
  return {};
}
