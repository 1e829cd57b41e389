import type { PortalContext } from './call.ts';
import { type Answer, problem } from './http.ts';
import { freshToken } from './identifiers.ts';

const cookieName = 'csrf';
const oneIn = 50;

/** What ordinary portals do to whoever talks to them: a token to send twice, and a stumble now and then. */
export interface EverydayTrouble {
  /** Throws 403 where a change by session comes without the token of its own cookie, and 503 at every fiftieth read. */
  readonly befall: (asked: Asked) => void;
  /** The answer with the cookie that a page reads and sends back as a header. */
  readonly mark: (answer: Answer, asked: Pick<Asked, 'path' | 'cookies'>) => Answer;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly signedIn: boolean;
  readonly cookies: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

const aboutSession = /^\/api\/v1\/(session|sign-in|sign-up|password)/;

export function createEverydayTrouble(context: PortalContext): EverydayTrouble {
  const twice = context.decoy('double-submit-csrf');
  let reads = 0;
  // Readable by the pages of every host of the portal, since they are on another one than the API.
  const parent = new URL(context.options.origins.app).hostname.split('.').slice(1).join('.');
  return {
    befall({ method, path, signedIn, cookies, headers }) {
      if (!signedIn) return;
      if (context.flaw('flaky-503') && method === 'GET' && !aboutSession.test(path)) {
        reads += 1;
        if (reads % oneIn === 0) throw problem(503, 'One moment, please');
      }
      if (!twice || /^(GET|HEAD|OPTIONS)$/.test(method) || aboutSession.test(path)) return;
      const token = cookies.get(cookieName);
      if (token === undefined || headers['x-csrf-token'] !== token)
        throw problem(403, 'This page is too old. Please load it again.');
    },
    mark(answer, { path, cookies }) {
      if (!twice || !aboutSession.test(path)) return answer;
      const token = cookies.get(cookieName) ?? freshToken();
      const given = answer.headers?.['Set-Cookie'];
      const before = given === undefined ? [] : typeof given === 'string' ? [given] : [...given];
      const cookie = `${cookieName}=${token}; Domain=${parent}; Path=/; Secure; SameSite=Lax`;
      return { ...answer, headers: { ...answer.headers, 'Set-Cookie': [...before, cookie] } };
    },
  };
}
