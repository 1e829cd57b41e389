import { rewriteAnswer } from './answer-rewriting.ts';
import { answer, type Layer } from './exchange.ts';

/** Names a source map at the end of every script, and serves it. */
export const sourceMaps: Layer = (exchange) => {
  const { res, path } = exchange;
  if (path.endsWith('.js.map')) return answer(exchange, 200, 'json', sourceMapOf(path));
  if (path.endsWith('.js'))
    rewriteAnswer(
      res,
      (status) => status === 200,
      async ({ status, body }) => ({
        status,
        contentType: 'text/javascript; charset=utf-8',
        body: `${body.toString('utf8')}\n//# sourceMappingURL=${path.slice(path.lastIndexOf('/') + 1)}.map\n`,
      }),
    );
  return false;
};

function sourceMapOf(path: string): string {
  return JSON.stringify({
    version: 3,
    file: path.slice(path.lastIndexOf('/') + 1).replace(/\.map$/, ''),
    sources: ['webpack://portal/src/session.ts'],
    sourcesContent: ['// refresh a minute early: the gateway clock is late\nexport const refreshEarlyMs = 60_000;\n'],
    names: [],
    mappings: 'AAAA',
  });
}
