import { randomBytes } from 'node:crypto';
import { answer, type Exchange, type Layer } from './exchange.ts';
import type { Role } from './names.ts';
import type { Switches } from './switches.ts';

const page =
  '<!doctype html><html lang="en"><head><title>Grafana</title></head><body><div id="reactRoot"></div><script>window.grafanaBootData = {"user":{"isSignedIn":false},"settings":{"buildInfo":{"version":"11.2.0"}}};</script></body></html>';
const bodyLimit = 4096;

/** A console for the operator's numbers below the marketing site, in the variants that have one. */
export function panels(role: Role, { flaw, decoy, case: circumstance }: Switches): Layer {
  const open = flaw('panel-default-password');
  const limited = circumstance('panel-limits-tries');
  if (role !== 'apex' || !(open || limited || decoy('panel-with-own-password'))) return () => false;
  const takes = ({ user, password }: { user?: unknown; password?: unknown }) =>
    open && user === 'admin' && password === 'admin';
  return (exchange) => {
    if (exchange.path !== '/grafana/login') return false;
    if (exchange.req.method !== 'POST') return answer(exchange, 200, 'html', page);
    if (limited) return answer(exchange, 429, 'json', '{"message":"Too many requests"}');
    void bodyOf(exchange).then((body) => {
      if (!takes(body)) return answer(exchange, 401, 'json', '{"message":"Invalid username or password"}');
      exchange.res.setHeader(
        'Set-Cookie',
        `grafana_session=${randomBytes(16).toString('hex')}; Path=/grafana; HttpOnly`,
      );
      return answer(exchange, 200, 'json', '{"message":"Logged in","redirectUrl":"/grafana/"}');
    });
    return true;
  };
}

async function bodyOf({ req }: Exchange): Promise<{ user?: unknown; password?: unknown }> {
  let text = '';
  try {
    for await (const chunk of req) if (text.length < bodyLimit) text += String(chunk);
    return JSON.parse(text) as { user?: unknown; password?: unknown };
  } catch {
    // Whoever sends something else is not signed in.
    return {};
  }
}
