import type { BrowserContext, Request, Response } from 'playwright-core';
import type { IdentityName } from '../../model/identity.ts';
import type { Channel, Exchange } from './exchange.ts';
import { fillBody } from './fill-body.ts';
import { bodyOf, hasNoBody, neverEnds } from './body-of.ts';
import { hostOfUrl } from './entry.ts';
import type { ConsoleError, FailedRequest } from './page-trouble.ts';
import { opensWindow } from './opens-window.ts';
import { carriesCredential } from './operations/carries-credential.ts';
import type { HeldRequest } from './held-request.ts';
import { isCallWhileShown, type Moment } from './operations/may-read.ts';
import { splitBatch } from './operations/split-batch.ts';

export type { Channel, Exchange };

export interface Recorder {
  readonly exchanges: readonly Exchange[];
  readonly channels?: readonly Channel[];
  readonly errors: readonly ConsoleError[];
  readonly failed: readonly FailedRequest[];
  /** What the browser said of parts that pages ask for in clear (Mixed Content). */
  readonly mixed: readonly { readonly text: string; readonly page: string }[];
  /** Addresses that were answered without complaint at least once, at most 5,000. */
  readonly answered: ReadonlySet<string>;
  /** Hosts that pages asked and that the target does not list. */
  readonly foreignHosts: ReadonlySet<string>;
  /** Requests that were held back by the shield. */
  readonly held: HeldRequest[];
  /** Addresses that the audit itself asks for from inside a page: what they answer is no trouble of the page's. */
  readonly ownAsks: Set<string>;
  /** What the walk is doing: a POST without a telling name reads where a page is only being shown. */
  readonly moment: { now: Moment; typed?: string; asking?: string };
  readonly takenAsReads: WeakSet<Request>;
  /** What scripts asked for and no server answered, at most 50 addresses. */
  readonly unanswered: ReadonlySet<string>;
  /** Where pages opened windows of their own, which are closed at once; whoever reads it takes what is there. */
  readonly windows?: string[];
  /** Requests in flight for less than `ignoreOlderThanMs`: long polls never count as noise. */
  inFlight(ignoreOlderThanMs: number): number;
  /** How many requests the pages have begun. */
  asked(): number;
  /** What the audit itself reads here, a script of the page's say, is no request of the portal's. */
  leaveOut(url: string): void;
  /** A channel that turned out to be none. */
  forget(channel: { readonly url: string; readonly frames: readonly string[] }): void;
  /** What the audit's own question was answered with, as the page itself read it. */
  fill(url: string, body: Buffer): void;
  /** From now on all is behind the sign-in; what carries `secret`, a password about to be sent, never reads. */
  markSignedIn(secret?: string): void;
  /** From now on what goes out is held back or let through, and `takenAsReads` says which POST reads. */
  markShielded(): void;
  /** Waits until all bodies being read have arrived. */
  settled(): Promise<void>;
}

const [bodyLimit, exchangeLimit, framesKept, channelsKept] = [2 * 1024 * 1024, 3000, 60, 20];
const kept = new Set(['xhr', 'fetch', 'document', 'other', 'eventsource']);
const asset = /\.(js|mjs|css|map|png|jpe?g|gif|svg|webp|avif|ico|woff2?|ttf|otf|eot|mp4|webm|mp3|wasm)($|\?)/i;

/** Records what the pages of a context ask and get at listed hosts. */
export function attachRecorder(
  context: BrowserContext,
  identity: IdentityName,
  options: { readonly isListed: (host: string) => boolean; readonly nowMs: () => number },
): Recorder {
  const exchanges: Exchange[] = [];
  const channels: Channel[] = [];
  const errors: ConsoleError[] = [];
  const failed: FailedRequest[] = [];
  const mixed: { text: string; page: string }[] = [];
  const answered = new Set<string>();
  const foreignHosts = new Set<string>();
  const held: HeldRequest[] = [];
  const windows: string[] = [];
  const ownAsks = new Set<string>();
  const unanswered = new Set<string>();
  const takenAsReads = new WeakSet<Request>();
  const moment: Recorder['moment'] = { now: undefined };
  const pending = new Map<Request, number>();
  const reading = new Set<Promise<void>>();
  let [signedIn, shielded] = [false, false];
  let begun = 0;
  const secrets: string[] = [];
  const leftOut = new Set<string>();

  const asksFor = (request: Request) =>
    /^(xhr|fetch|eventsource|websocket)$/.test(request.resourceType()) ? ('data' as const) : ('page' as const);
  const pageOf = (request: Request) => {
    try {
      return request.frame().page().url();
    } catch {
      return '';
    }
  };

  const firstOf = (request: Request): Request => {
    const from = request.redirectedFrom();
    return from ? firstOf(from) : request;
  };

  context.on('request', (request) => {
    begun += 1;
    pending.set(request, options.nowMs());
    if (windows.length < 50 && opensWindow(request)) windows.push(request.url());
  });
  context.on('requestfailed', (request) => {
    pending.delete(request);
    const outcome = request.failure()?.errorText ?? 'failed';
    const ours = /ERR_BLOCKED_BY_CLIENT|ERR_ABORTED|NS_BINDING_ABORTED/.test(outcome);
    // Where the crawl went, and what the fence keeps away, is no trouble of the page's.
    if (!ours && asksFor(request) === 'data' && unanswered.size < 50) unanswered.add(request.url());
    const elsewhere = request.isNavigationRequest() || !options.isListed(hostOfUrl(request.url()));
    if (!ours && !elsewhere && !ownAsks.has(request.url()) && failed.length < 200)
      failed.push({
        method: request.method(),
        url: request.url(),
        outcome,
        asks: asksFor(request),
        page: pageOf(request),
      });
  });
  context.on('requestfinished', (request) => pending.delete(request));
  context.on('console', (message) => {
    const said = message.text();
    if (said.startsWith('Mixed Content:') && mixed.length < 200)
      mixed.push({ text: said, page: message.page()?.url() ?? '' });
    if (message.type() !== 'error' || errors.length >= 200) return;
    const text = message.text();
    if (/ERR_BLOCKED_BY_CLIENT|ERR_ABORTED/.test(text)) return;
    const where = message.location().url;
    if (ownAsks.has(where) || [...ownAsks].some((url) => text.includes(url))) return;
    errors.push({ text, where, page: message.page()?.url() ?? '' });
  });
  context.on('weberror', (webError) => {
    const page = webError.page()?.url() ?? '';
    if (errors.length < 200) errors.push({ text: webError.error().message, where: page, page });
  });
  context.on('page', (page) => {
    page.on('websocket', (socket) => {
      if (channels.length >= channelsKept || !options.isListed(hostOfUrl(socket.url()))) return;
      const sent: string[] = [];
      const received: string[] = [];
      channels.push({ identity, url: socket.url(), sent, received });
      const keep = (list: string[]) => (frame: { readonly payload: string | Buffer }) => {
        if (typeof frame.payload === 'string' && list.length < framesKept) list.push(frame.payload.slice(0, 20_000));
      };
      socket.on('framesent', keep(sent));
      socket.on('framereceived', keep(received));
    });
  });
  context.on('response', (response) => {
    if (response.status() < 400 && answered.size < 5000) answered.add(response.url());
    const work = record(response).catch(() => undefined);
    reading.add(work);
    void work.finally(() => reading.delete(work));
  });

  async function record(response: Response): Promise<void> {
    const request = response.request();
    const url = request.url();
    if (!/^https?:/.test(url)) return;
    const host = hostOfUrl(url);
    if (!options.isListed(host)) {
      foreignHosts.add(host);
      return;
    }
    const [afterSignIn, { typed, asking }] = [signedIn, moment];
    const sent = request.postData() ?? undefined;
    // The page behind the sign-in is shown before the shield is up, and asks by itself what it shows.
    const letsIn = signedIn && carriesCredential(sent, secrets);
    const reads =
      !letsIn &&
      (takenAsReads.has(request) ||
        (signedIn && !shielded && isCallWhileShown(request.method(), url, request.headers(), sent)));
    const page = pageOf(request);
    const broken = response.status() >= (request.isNavigationRequest() ? 500 : 400);
    if (broken && !ownAsks.has(url) && failed.length < 200)
      failed.push({
        method: request.method(),
        url,
        outcome: `HTTP ${response.status()}`,
        asks: asksFor(request),
        page,
      });
    const resource = request.resourceType();
    if ((resource === 'fetch' && leftOut.has(url)) || !kept.has(resource) || exchanges.length >= exchangeLimit) return;
    if (resource !== 'document' && resource !== 'xhr' && resource !== 'fetch' && asset.test(url)) return;
    if (resource === 'document' && request.frame().parentFrame() !== null && asset.test(url)) return;
    const redirected = response.status() >= 300 && response.status() < 400;
    const headers = await response.allHeaders();
    // A stream never ends, and a film is no record: neither is waited for.
    const endless = resource === 'eventsource' || neverEnds(headers);
    const huge = Number(headers['content-length'] ?? '0') > 20 * 1024 * 1024;
    const isBare = redirected || endless || huge || hasNoBody(response.status(), headers);
    const body = isBare ? Buffer.alloc(0) : await bodyOf(response);
    const whole: Exchange = {
      identity,
      method: request.method(),
      url,
      resource,
      requestHeaders: await request.allHeaders(),
      ...(sent === undefined ? {} : { requestBody: sent }),
      status: response.status(),
      responseHeaders: headers,
      body: body?.subarray(0, bodyLimit) ?? Buffer.alloc(0),
      ...(body ? {} : { unread: true as const }),
      afterSignIn,
      page,
      ...(reads || letsIn ? { reads } : {}),
      ...(typed === undefined ? {} : { typed }),
      ...(asking !== undefined && firstOf(request).url() === asking ? { own: true as const } : {}),
    };
    exchanges.push(...splitBatch(whole));
  }

  return {
    exchanges,
    channels,
    errors,
    mixed,
    answered,
    failed,
    foreignHosts,
    held,
    windows,
    ownAsks,
    moment,
    takenAsReads,
    unanswered,
    inFlight: (ignoreOlderThanMs) =>
      [...pending.values()].filter((at) => options.nowMs() - at < ignoreOlderThanMs).length,
    asked: () => begun,
    leaveOut: (url) => leftOut.add(url),
    forget: ({ url, frames }) => {
      const at = channels.findLastIndex((one) => one.url === url && frames.every((frame) => one.sent.includes(frame)));
      if (at >= 0) channels.splice(at, 1);
    },
    fill: (url, body) => fillBody(exchanges, url, body.subarray(0, bodyLimit)),
    markSignedIn: (secret) => {
      signedIn = true;
      if (secret) secrets.push(secret);
    },
    markShielded: () => {
      shielded = true;
    },
    settled: () => Promise.allSettled(reading).then(() => undefined),
  };
}
