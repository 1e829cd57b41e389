import { GapError, gap } from '../../model/gap.ts';
import { bodyText } from '../../parse/body-text.ts';
import { type NotThePortal, notThePortal } from '../../parse/not-the-portal.ts';
import { isRedirect } from '../../parse/web-address.ts';
import type { HttpRequest, HttpResponse, World } from '../../world/world.ts';
import { requestInTurn, shakeInTurn } from './gate.ts';

export interface Asked {
  readonly response: HttpResponse;
  readonly text: string;
  /** The answer came from something in front of the portal, twice. */
  readonly stranger: NotThePortal | null;
  /** The certificate does not verify; the answer was read nevertheless. */
  readonly certificateTrouble?: string;
}

const retryMs = 700;
const passing = new Set(['gateway', 'rate-limit']);

/**
 * One look with one retry: trouble that passes is no verdict. Where only the certificate stands in the way the answer is
 * read without verification (no credentials ever travel here) and the trouble is noted. Throws GapError.
 */
export async function ask(
  world: World,
  request: HttpRequest,
  signal: AbortSignal,
  options: { readonly retry?: boolean } = {},
): Promise<Asked> {
  const first = await tryOnce(world, { ...request, signal });
  if ('response' in first && !passing.has(first.stranger?.kind ?? '')) return first;
  if ('error' in first && !['unreachable', 'timed-out'].includes(first.error.gap.reason)) throw first.error;
  if ('error' in first && connectionRefused(first.error)) throw first.error;
  const url = new URL(request.url);
  if ('error' in first && first.error.gap.reason === 'unreachable' && url.protocol === 'https:') {
    const trouble = await certificateTrouble(world, url);
    if (trouble !== undefined) {
      const read = await tryOnce(world, { ...withoutCredentials(request), allowInvalidCertificate: true, signal });
      if ('response' in read) return { ...read, certificateTrouble: trouble };
      throw read.error;
    }
  }
  if (options.retry === false) {
    if ('response' in first) return first;
    throw first.error;
  }
  await world.clock.wait(retryMs, signal);
  const second = await tryOnce(world, { ...request, signal });
  if ('response' in second) return second;
  if ('response' in first) return first;
  throw second.error;
}

/** Like `ask`, but an answer that is not the portal's is a gap `refused`. */
export async function askPortal(world: World, request: HttpRequest, signal: AbortSignal): Promise<Asked> {
  const asked = await ask(world, request, signal);
  if (asked.stranger) throw new GapError(strangerGap(new URL(request.url).host, asked.stranger));
  return asked;
}

export function strangerGap(place: string, stranger: NotThePortal) {
  const closeBy: Readonly<Record<NotThePortal['kind'], string>> = {
    gateway: `Bring the server behind ${place} up, then run again.`,
    challenge: `Let this machine through the firewall of ${place}, then run again.`,
    'rate-limit': 'Run again later, or lower budget.requestsPerSecond.',
    parked: `Point ${place} at the portal, or take it out of the list.`,
    unclaimed: `Set the site up at the hosting service, or take ${place} out of the list.`,
    'default-page': `Set the site up on the server of ${place}, or take it out of the list.`,
    captive: 'Sign in to this network, then run again.',
  };
  return gap('refused', `${place} did not show the portal: ${stranger.what}.`, closeBy[stranger.kind], 10);
}

/** Nothing listens there: an answer of the machine's, not a passing trouble. */
export function connectionRefused(error: unknown): boolean {
  for (let each: unknown = error, depth = 0; each instanceof Error && depth < 6; each = each.cause, depth += 1) {
    if ((each as NodeJS.ErrnoException).code === 'ECONNREFUSED') return true;
    if (each instanceof AggregateError && each.errors.length > 0) return each.errors.every(connectionRefused);
  }
  return false;
}

async function tryOnce(world: World, request: HttpRequest): Promise<Asked | { readonly error: GapError }> {
  try {
    const response = await requestInTurn(world, { timeoutMs: 8_000, ...request });
    const text = bodyText(response.body, response.headers);
    const stranger = isRedirect(response.status) ? null : notThePortal({ ...response, text });
    return { response, text, stranger };
  } catch (error) {
    if (error instanceof GapError) return { error };
    throw error;
  }
}

/** Nothing that could be a credential goes to a host that cannot show who it is. */
function withoutCredentials({ headers, ...rest }: HttpRequest): HttpRequest {
  const bare = headers?.filter(([name]) => !/^(?:cookie|authorization|proxy-authorization)$/i.test(name));
  return { ...rest, headers: bare, body: undefined };
}

async function certificateTrouble(world: World, url: URL): Promise<string | undefined> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const result = await shakeInTurn(world, { host, port: Number(url.port || 443) });
  if (!result.connected || result.authorized) return undefined;
  return result.authorizationError ?? 'not trusted';
}
