import { type RunningLaunch, startLaunch } from '../../range/internet/launch.ts';
import { createSwitches, type SwitchNames } from '../../range/internet/switches.ts';

/** A launch around a placeholder of the portal, which has tests of its own. */
export function startBareLaunch(names: SwitchNames = {}): Promise<RunningLaunch> {
  return startLaunch({
    switches: createSwitches(names),
    now: () => new Date(),
    stagingPassword: 'larch',
    createApplications: () => ({
      app: (req, res) => {
        const script = req.url?.endsWith('.js') === true;
        res.writeHead(200, { 'content-type': script ? 'text/javascript' : 'text/html' });
        res.end(script ? 'export {};' : '<!doctype html><title>Portal</title>');
      },
      admin: (_req, res) => res.end('<!doctype html><title>Console</title>'),
      api: async (req, res) => {
        let body = '';
        for await (const chunk of req) body += String(chunk);
        res.writeHead(body === '' ? 404 : 200, { 'content-type': 'application/json' });
        res.end(body || '{"title":"Not found"}');
      },
      identify: (req) => req.headers['x-account']?.toString(),
    }),
  });
}
