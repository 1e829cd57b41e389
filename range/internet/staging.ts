import { timingSafeEqual } from 'node:crypto';
import { answer, type Layer, moved } from './exchange.ts';
import { errorPage, page } from './pages.ts';
import type { Switches } from './switches.ts';

const openPage =
  '<h1>Customer portal (staging)</h1><p>Projects and invoices as of last night, for trying things out.</p>';
const signInForm =
  '<h1>Sign in to staging</h1><form method="post"><input name="user"><input type="password" name="password"><button>Sign in</button></form>';
const scriptShell =
  '<!doctype html><title>Portal</title><div id="root"></div><script src="/app.js"></script><script>window.start = 1;</script>';

const besideScripts =
  '<!doctype html><title>Portal</title><h1>Customer portal</h1><p>Everything for your buildings in one place.</p><a href="/projects">Projects</a><script src="/app.js"></script>';
const holdingPage = '<h1>Customer portal</h1><p>The new portal is coming soon.</p><p><a href="/about">About us</a></p>';

/** Staging shows nothing to those who do not know its password. */
export function staging(password: string, { flaw, decoy, case: is }: Switches): Layer {
  const expected = Buffer.from(`Basic ${Buffer.from(`team:${password}`).toString('base64')}`);
  return (exchange) => {
    if (flaw('staging-open')) return answer(exchange, 200, 'html', page(exchange, 'Staging', openPage));
    if (flaw('staging-open-beside-scripts')) return answer(exchange, 200, 'html', besideScripts);
    if (is('staging-holding-page')) return answer(exchange, 200, 'html', page(exchange, 'Soon', holdingPage));
    if (is('staging-script-shell')) return answer(exchange, 200, 'html', scriptShell);
    if (decoy('staging-behind-access')) {
      const login = `https://northline.cloudflareaccess.com/cdn-cgi/access/login/${exchange.req.headers.host ?? ''}`;
      return moved(exchange, `${login}?redirect_url=%2F`, 302);
    }
    if (decoy('staging-sign-in-page')) return answer(exchange, 200, 'html', page(exchange, 'Sign in', signInForm));
    const given = Buffer.from(exchange.req.headers.authorization ?? '');
    if (given.length === expected.length && timingSafeEqual(given, expected))
      return answer(exchange, 200, 'html', page(exchange, 'Staging', '<h1>Staging</h1>'));
    exchange.res.setHeader('www-authenticate', 'Basic realm="staging", charset="UTF-8"');
    return errorPage(exchange, 401, 'Staff only', 'This is a place for trying things out.');
  };
}
