import { answer, type Exchange, type Layer } from './exchange.ts';
import { bucketHost, businessName, domain, hostNames } from './names.ts';
import { errorPage, page } from './pages.ts';
import { siteErrors } from './site-errors.ts';
import type { Switches } from './switches.ts';

const pages: Readonly<Record<string, { readonly title: string; readonly body: string }>> = {
  '/': {
    title: 'Buildings that keep working',
    body: `<h1>Buildings that keep working</h1>
<p>${businessName} inspects and repairs doors, lighting, drains and alarms for firms with many sites.</p>
<p>Customers find their projects, documents and invoices in the <a href="https://${hostNames.app}/">customer portal</a>.</p>`,
  },
  '/services': {
    title: 'Services',
    body: '<h1>Services</h1><ul><li>Inspection each quarter</li><li>Repairs within a day</li><li>Planned renewal</li></ul>',
  },
  '/about': {
    title: 'About us',
    body: '<h1>About us</h1><p>Sixty engineers, four depots, one telephone number.</p>',
  },
  '/developers': {
    title: 'For developers',
    body: `<h1>For developers</h1><p>Customers may read their own data with the API at <code>https://${hostNames.api}</code>.</p>`,
  },
};

/** What a customer's developer is told to look out for: an example, not a leak. */
const sampleTrace = `<h2>Reporting a fault in your client</h2><p>Please send the whole trace, for example:</p>
<pre><code>TypeError: Cannot read properties of undefined (reading 'id')
    at listProjects (/home/you/reports/index.js:12:19)
    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
SELECT * FROM projects WHERE id = 1; -- your local copy</code></pre>`;

const style =
  'body{font:1.1rem/1.6 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}nav a{margin-right:1rem}';

export const sitePaths = Object.keys(pages);

/** The public marketing site, on whichever host is canonical. */
export function site(switches: Switches): Layer {
  const fail = siteErrors(switches);
  return (exchange) => {
    const { req, res, path } = exchange;
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      res.setHeader('allow', 'GET, HEAD');
      return errorPage(exchange, 405, 'Not possible here', 'This address can only be read.');
    }
    const name = decoded(path);
    if (name === undefined) return fail.malformed(exchange);
    if (name === '/site.css') return stylesheet(exchange);
    const found = pages[name];
    if (!found) return fail.missing(exchange, () => show(exchange, '/', switches));
    return show(exchange, name, switches);
  };
}

function show(exchange: Exchange, name: string, switches: Switches): true {
  const { title = '', body = '' } = pages[name] ?? {};
  const extra =
    name === '/developers' && switches.decoy('docs-stack-trace')
      ? sampleTrace
      : name === '/'
        ? onFront(exchange, switches)
        : '';
  exchange.res.setHeader('cache-control', 'no-cache');
  return answer(exchange, 200, 'html', page(exchange, title, body + extra));
}

/** What flaws and decoys add to the front page. */
function onFront({ nonce }: Exchange, switches: Switches): string {
  const { flaw, decoy } = switches;
  return [
    `<p><img src="https://${bucketHost}/pictures/depot.jpg" alt="Our depot"></p>`,
    flaw('mixed-script') ? `<script nonce="${nonce}" src="http://cdn.${domain}/menu.js"></script>` : '',
    flaw('mixed-picture') ? `<p><img src="http://${domain}/team.png" alt="Our team"></p>` : '',
    decoy('links-in-clear') ? '<p>We keep the <a href="http://museum-of-locks.test/">museum of locks</a> dry.</p>' : '',
  ].join('');
}

function stylesheet({ res }: Exchange): true {
  res.writeHead(200, { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'public, max-age=3600' });
  res.end(style);
  return true;
}

function decoded(path: string): string | undefined {
  try {
    return path.startsWith('/') ? decodeURIComponent(path) : undefined;
  } catch {
    return undefined;
  }
}
