import type { PortalContext } from './call.ts';
import { type Answer, isAnswerError, problem } from './http.ts';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

const noRow = { type: 'about:blank', title: 'Internal error', status: 500 };

/** An id that is no UUID, before anybody has looked for it. */
export function refuseBrokenId(context: PortalContext, params: Readonly<Record<string, string>>): void {
  const id = params.id;
  if (id === undefined || uuid.test(id) || !context.flaw('error-sql-in-answer')) return;
  throw problem(500, 'Internal error', {
    detail: `PostgresError: invalid input syntax for type uuid: "${id.slice(0, 60)}" (SQLSTATE 22P02) in SELECT id, org_id, name FROM portal.records WHERE id = $1 AND deleted_at IS NULL`,
  });
}

/** The answer to give for whatever a handler has thrown. */
export function answerOfError(context: PortalContext, error: unknown, path: string): Answer {
  const answer = isAnswerError(error) ? error.answer : { status: 500, json: noRow, type: 'application/problem+json' };
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  if (cause !== undefined && context.flaw('error-stack-trace')) {
    const frames = [
      'at parse (/srv/portal/node_modules/body-parser/lib/types/json.js:92:19)',
      'at /srv/portal/node_modules/body-parser/lib/read.js:128:18',
      'at AsyncResource.runInAsyncScope (node:async_hooks:211:14)',
      'at IncomingMessage.onEnd (/srv/portal/node_modules/raw-body/index.js:287:7)',
    ];
    return { status: 500, text: `${cause.name}: ${cause.message}\n    ${frames.join('\n    ')}\n` };
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
