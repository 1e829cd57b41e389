import { answer, type Exchange } from './exchange.ts';
import { errorPage, page } from './pages.ts';
import type { Switches } from './switches.ts';

/** How the marketing site answers what it does not have and what it cannot read. */
export interface SiteErrors {
  /** `home` answers with the front page, for the site that answers everything. */
  readonly missing: (exchange: Exchange, home: () => true) => boolean;
  readonly malformed: (exchange: Exchange) => boolean;
}

export function siteErrors(switches: Switches): SiteErrors {
  const { flaw, decoy } = switches;
  const silence = switches.case('not-found-hangs');
  const limit = switches.case('guesses-are-limited');
  return {
    missing: (exchange, home) => {
      if (silence) return true; // the connection stays open without an answer, until the client leaves
      if (limit) return tooMany(exchange);
      if (flaw('stack-trace-404')) return answer(exchange, 404, 'text', nodeTrace(exchange.path));
      if (flaw('error-page-of-the-server')) return answer(exchange, 404, 'html', serverPage);
      if (flaw('database-host-in-error')) return unreachableDatabase(exchange);
      if (decoy('catch-all-200')) return home();
      if (decoy('error-page-words')) return wordyPage(exchange);
      const echo = decoy('error-echoes-path') ? `There is nothing at ${exchange.path} on this site.` : undefined;
      return errorPage(exchange, 404, 'Page not found', echo ?? 'The page has moved or never existed.');
    },
    malformed: (exchange) =>
      flaw('stack-trace-500')
        ? answer(exchange, 500, 'html', traceback(exchange))
        : errorPage(exchange, 400, 'This address cannot be read', 'Please check it for a stray percent sign.'),
  };
}

const serverPage =
  '<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.18.0 (Ubuntu)</center>\r\n</body>\r\n</html>\r\n';

function tooMany(exchange: Exchange): true {
  exchange.res.setHeader('retry-after', '120');
  return errorPage(exchange, 429, 'Too many requests', 'Please wait two minutes and try again.');
}

function nodeTrace(path: string): string {
  return `NotFoundError: No view for ${path}
    at Router.resolve (/srv/www/northline/releases/42/lib/router.js:118:13)
    at Layer.handle (/srv/www/northline/releases/42/node_modules/express/lib/router/layer.js:95:5)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
`;
}

function unreachableDatabase(exchange: Exchange): true {
  const detail =
    'connect ECONNREFUSED 10.20.4.12:5432 (postgres://web@db-primary.northline.internal:5432/content) while looking for the page';
  return errorPage(exchange, 404, 'Page not found', detail);
}

function traceback(exchange: Exchange): string {
  const body = `<h1>UnicodeDecodeError at ${exchange.requestId}</h1>
<pre>Traceback (most recent call last):
  File "/srv/www/northline/venv/lib/python3.12/site-packages/django/core/handlers/exception.py", line 55, in inner
    response = get_response(request)
  File "/srv/www/northline/content/views.py", line 31, in show
    slug = unquote_to_bytes(path).decode("utf-8")
UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe0 in position 1: invalid continuation byte</pre>`;
  return page(exchange, 'UnicodeDecodeError', body);
}

function wordyPage(exchange: Exchange): true {
  return errorPage(
    exchange,
    404,
    'Error 404: an exception to our rule',
    `Every page should have a place; this one is an error of ours or yours. Reference ${exchange.requestId}, line 7 of 9 on our list of fatal plumbing exceptions, at your service.`,
  );
}
