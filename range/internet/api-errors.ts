import { IncomingMessage } from 'node:http';
import { rewriteAnswer } from './answer-rewriting.ts';
import { answer, type Exchange } from './exchange.ts';
import type { Switches } from './switches.ts';

type Application = (req: IncomingMessage, res: Exchange['res']) => void;

/** The API with error answers that say too much. */
export function withTalkativeErrors(application: Application, { flaw }: Switches): (exchange: Exchange) => void {
  return (exchange) => {
    const { req, res } = exchange;
    if (flaw('sql-in-error')) quoteSql(exchange);
    if (!flaw('stack-trace-malformed-json') || !carriesJson(req)) return application(req, res);
    readWhole(req).then(
      (body) => {
        const complaint = parserComplaint(body);
        if (complaint) answer(exchange, 400, 'json', JSON.stringify({ error: complaint }));
        else application(again(req, body), res);
      },
      () => res.destroy(),
    );
  };
}

function quoteSql({ res, path }: Exchange): void {
  rewriteAnswer(
    res,
    (status) => status === 404,
    async ({ status }) => ({ status, contentType: 'application/json', body: JSON.stringify(queryError(path)) }),
  );
}

function queryError(path: string): Readonly<Record<string, string>> {
  const quoted = path.replace(/'/g, "''");
  return {
    error: 'QueryFailedError: no rows',
    query: `SELECT r.id, r.tenant_id FROM public.resources r WHERE r.path = '${quoted}' AND r.deleted_at IS NULL LIMIT 1`,
    driver: 'PostgresDriver, SQLSTATE 02000',
  };
}

function carriesJson(req: IncomingMessage): boolean {
  return req.method !== 'GET' && req.method !== 'HEAD' && (req.headers['content-type'] ?? '').includes('json');
}

async function readWhole(req: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same request once more, its body not yet read. */
function again(req: IncomingMessage, body: Buffer): IncomingMessage {
  const copy = new IncomingMessage(req.socket);
  const { method, url, headers, rawHeaders, httpVersion } = req;
  Object.assign(copy, { method, url, headers, rawHeaders, httpVersion, complete: true });
  copy.push(body);
  copy.push(null);
  return copy;
}

function parserComplaint(body: Buffer): string | undefined {
  try {
    JSON.parse(body.toString('utf8'));
    return undefined;
  } catch (error) {
    return `${String(error)}\n${stack}`;
  }
}

const stack = `    at JSON.parse (<anonymous>)
    at parse (/srv/portal-api/node_modules/body-parser/lib/types/json.js:92:19)
    at /srv/portal-api/node_modules/body-parser/lib/read.js:128:18
    at IncomingMessage.onEnd (/srv/portal-api/node_modules/raw-body/index.js:287:7)`;
