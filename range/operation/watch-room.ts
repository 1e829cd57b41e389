import { existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Listener, listen } from '../internet/listener.ts';

export interface WatchRoom extends Listener {
  /** The file whose presence is the database of staging. */
  readonly database: string;
}

/** So many looks go by before a late alert shows. */
const looksUntilLate = 9;

/**
 * What the team on call has: a receiver of alerts that shows what came, a page that is well, one that is not, and the
 * health endpoint of staging. On a port of its own, off the portal.
 */
export async function startWatchRoom(folder: string, has: (id: string) => boolean): Promise<WatchRoom> {
  const received: string[] = [];
  const database = join(folder, 'staging-database');
  let looks = 0;
  const answer = (response: ServerResponse, status: number, body: string) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (request.method === 'POST' && path === '/alerts') {
      void bodyOf(request).then((body) => {
        // A dead inbox says thanks as well.
        if (!has('alert-into-dead-inbox')) received.push(body);
        answer(response, has('alert-channel-refuses') ? 410 : 200, '{"ok":true}');
      });
      return;
    }
    if (path === '/alerts') {
      looks += 1;
      const shown = has('alert-late') && looks < looksUntilLate ? [] : received;
      return answer(response, 200, JSON.stringify(shown));
    }
    if (path === '/well') return answer(response, 200, '{"status":"ok"}');
    if (path === '/staging/health') {
      const down = !existsSync(database) && !has('health-always-well');
      return answer(response, down ? 503 : 200, JSON.stringify({ database: down ? 'away' : 'ok' }));
    }
    answer(response, path === '/broken' ? 503 : 404, '{}');
  });
  const listener = await listen(server);
  return { ...listener, database };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) if (text.length < 65_536) text += String(chunk);
  return text;
}
