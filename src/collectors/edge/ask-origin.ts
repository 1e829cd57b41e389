import { GapError } from '../../model/gap.ts';
import { isTelling, likeness, type PagePrint, printOf } from '../../parse/edge/page-likeness.ts';
import { isRedirect } from '../../parse/web-address.ts';
import type { HttpResponse } from '../../world/world.ts';
import type { CollectContext } from '../collector.ts';
import { connectionRefused } from '../look/ask.ts';
import { requestInTurn } from '../look/gate.ts';
import { browserHeaders } from '../web/read-page.ts';
import type { OriginAnswer } from './edge-evidence.ts';

export interface Asking {
  readonly context: CollectContext;
  readonly host: string;
  readonly path: string;
  /** The page as the edge gives it. */
  readonly print: PagePrint;
  readonly place: { readonly host: string; readonly port: number };
  readonly secure: boolean;
}
interface Answered {
  readonly answer: OriginAnswer;
  readonly detail: string;
}

const sameFrom = 0.9;
const otherBelow = 0.5;
const retryMs = 500;

/** Asks one server for the host's page. Trouble that may pass is asked about twice; what drops connections is not. */
export async function askOrigin(asking: Asking): Promise<Answered> {
  const { place, secure, context } = asking;
  const where = `${place.host}:${place.port}`;
  let got = await once(asking);
  if ('trouble' in got && (got.trouble === 'hung-up' || got.passing)) {
    await context.world.clock.wait(retryMs, context.signal);
    got = await once(asking);
  }
  if ('trouble' in got) return { answer: got.trouble, detail: `${where}: ${got.detail}` };
  const { response } = got;
  const print = printOf(response);
  const alike = likeness(asking.print, print);
  const told = `${where} answers ${response.status}${print.title === '' ? '' : ` "${print.title.slice(0, 60)}"`}`;
  const upgrade = !secure && isRedirect(response.status) && /^https:/i.test(print.to ?? '');
  if (upgrade) return { answer: 'redirect', detail: `${told}, to https` };
  if (alike >= sameFrom) return await withControl(asking, print, told);
  if ([401, 403, 404, 407, 410, 421, 426, 495, 496].includes(response.status))
    return { answer: 'denied', detail: told };
  if (response.status >= 500 || response.status === 429) return { answer: 'trouble', detail: told };
  if (alike >= otherBelow) return { answer: 'trouble', detail: `${told}, partly like the portal's page` };
  return { answer: 'other', detail: `${told}, not the portal's page` };
}

/** The same page also under a name that nobody has: then only a page that is telling by itself proves anything. */
async function withControl(asking: Asking, print: PagePrint, told: string): Promise<Answered> {
  const stranger = `${asking.context.world.randomHex(6)}.invalid`;
  const control = await once(asking, stranger);
  const alike = 'response' in control && likeness(print, printOf(control.response)) >= sameFrom;
  if (alike && !isTelling(print, asking.host))
    return {
      answer: 'alike',
      detail: `${told}, for any name, and there is too little on the page to tell whose it is`,
    };
  return { answer: 'same', detail: `${told}: the portal's own page` };
}

type Once =
  | { readonly response: HttpResponse }
  | { readonly trouble: OriginAnswer; readonly detail: string; readonly passing?: true };

async function once({ context, host, path, place, secure }: Asking, hostHeader?: string): Promise<Once> {
  const { world, signal } = context;
  try {
    const response = await requestInTurn(world, {
      url: `${secure ? 'https' : 'http'}://${host}${path}`,
      via: place,
      permit: 'guess',
      headers: [...browserHeaders, ...(hostHeader === undefined ? [] : [['host', hostHeader] as const])],
      // No credentials travel here, and whose certificate it shows is a question of its own.
      ...(secure ? { allowInvalidCertificate: true } : {}),
      timeoutMs: 6_000,
      signal,
    });
    return { response };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted || error.gap.reason === 'budget-spent') throw error;
    const { reason, detail } = error.gap;
    if (connectionRefused(error)) return { trouble: 'closed', detail: 'refuses connections' };
    if (reason === 'timed-out')
      return connectTimedOut(error) ? { trouble: 'silent', detail } : { trouble: 'trouble', detail, passing: true };
    if (reason === 'unreachable' && hungUp(error)) return { trouble: 'hung-up', detail };
    return { trouble: 'trouble', detail };
  }
}

function codesOf(error: unknown): string[] {
  const codes: string[] = [];
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 6; each = each.cause, depth += 1)
    codes.push((each as NodeJS.ErrnoException).code ?? each.name);
  return codes;
}

/** Not even the connection came about: a firewall that drops. */
function connectTimedOut(error: unknown): boolean {
  return codesOf(error).some((code) => code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT');
}

/** Reset, closed, or ended by an alert of TLS: one that asks for the edge's own certificate, above all. */
function hungUp(error: unknown): boolean {
  return codesOf(error).some((code) => /ECONNRESET|UND_ERR_SOCKET|EPIPE|ALERT|ERR_SSL|EPROTO/.test(code));
}
