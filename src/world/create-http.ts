import { startDeadline } from '../model/deadline.ts';
import { GapError, gap } from '../model/gap.ts';
import { decodeBody } from './decode-body.ts';
import type { Dial } from './dial.ts';
import type { Fence } from './fence.ts';
import { normaliseHost } from './host-name.ts';
import { createHttpOrigins } from './http-origins.ts';
import { networkGap, timedOut } from './network-gap.ts';
import { policyPath } from './mail-names.ts';
import { isBucketListing } from './bucket-listing.ts';
import { openOrigin } from './open-origin.ts';
import { oneAddress } from './one-address.ts';
import { unlistedGap } from './permit-gap.ts';
import { type RequestBudget, interrupted } from './request-budget.ts';
import { retryAfterMs } from './retry-after.ts';
import type { FenceAnswer, Scope } from './scope.ts';
import type { Silence } from './silence.ts';
import type { Trust } from './trust.ts';
import type { Vault } from './vault.ts';
import type { Clock, HeaderList, HttpClient, HttpRequest, HttpResponse } from './world.ts';

export interface HttpParts {
  readonly scope: Scope;
  readonly fence: Fence;
  readonly trust: Trust;
  readonly dial: Dial;
  readonly budget: RequestBudget;
  readonly clock: Clock;
  readonly vault: Vault;
  readonly signal: AbortSignal;
  readonly userAgent: string;
  readonly silence: Silence;
  /** Factor on every time-out; 1 for people. */
  readonly patience: number;
  /** Milliseconds in which this process could not listen (held-up.ts): no time-out counts them. */
  readonly heldUpMs?: () => number;
}

export interface ClosableHttpClient extends HttpClient {
  close(): Promise<void>;
}

type Allowed = Extract<FenceAnswer, { allowed: true }>;

const defaultTimeoutMs = 10_000;
const defaultMaxBodyBytes = 2 * 1024 * 1024;
const maxHeaders = 1_000;
const maxWaitMs = 10_000;
const maxWaits = 2;
/** A shorter wait than this says nothing about a host. */
const patientMs = 5_000;
const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** HTTP inside the fence: every connection goes to the address that the fence has checked. */
export function createHttp(parts: HttpParts): ClosableHttpClient {
  const origins = createHttpOrigins(parts);

  const once = async (request: HttpRequest, url: URL, host: string, answer: Allowed): Promise<HttpResponse> => {
    const timeoutMs = (request.timeoutMs ?? defaultTimeoutMs) * parts.patience;
    const maxBodyBytes = request.maxBodyBytes ?? defaultMaxBodyBytes;
    const stops = [parts.signal, ...(request.signal ? [request.signal] : [])];
    const deadline = startDeadline(timeoutMs, stops, parts.heldUpMs);
    const started = parts.clock.monotonicMs();
    const insecure = request.allowInvalidCertificate === true;
    const place = { url, host, answer, insecure, timeoutMs: defaultTimeoutMs };
    const options = {
      path: url.pathname + url.search,
      method: (request.method ?? 'GET').toUpperCase(),
      headers: headersFor(request, parts.userAgent),
      body: request.body ?? null,
    };
    try {
      const raw = await origins.exchange(place, options, { maxBodyBytes, maxHeaders }, deadline.signal);
      parts.silence.answered(placeOf(url, answer));
      const encoding = raw.headers
        .filter(([name]) => name.toLowerCase() === 'content-encoding')
        .map(([, value]) => value);
      const decoded = await decodeBody(raw.wire, encoding.join(','), maxBodyBytes);
      const trouble =
        raw.cutShort ?? (raw.truncated && decoded.trouble?.includes('Z_BUF') ? undefined : decoded.trouble);
      return {
        url: url.href,
        status: raw.status,
        headers: raw.headers,
        body: decoded.body,
        truncated: raw.truncated || decoded.truncated,
        ...(trouble ? { bodyTrouble: trouble } : {}),
        address: raw.address,
        port: answer.port,
        totalMs: parts.clock.monotonicMs() - started,
      };
    } catch (error) {
      if (stops.some((each) => each.aborted)) throw interrupted();
      if (timedOut(error) && (request.timeoutMs ?? defaultTimeoutMs) >= patientMs)
        parts.silence.keptSilent(placeOf(url, answer));
      if ((error as NodeJS.ErrnoException).code === 'UND_ERR_INVALID_ARG') throw error;
      throw new GapError(networkGap(error, placeName(url), timeoutMs), { cause: error });
    } finally {
      deadline.end();
    }
  };

  return {
    async request(request) {
      const { url, host } = readUrl(request.url);
      const method = (request.method ?? 'GET').toUpperCase();
      if ((request.permit === 'look' || request.permit === 'guess') && !safeMethods.includes(method)) {
        throw new Error(`${method} is not a look; name the permit it needs (${url.host})`);
      }
      refuseCredentialsOnBrokenTls(request, parts.vault);
      const listing = request.thirdParty === 'storage-list';
      if (listing && !isBucketListing(url, method, request))
        throw new Error(`${url.host} is no list request of a bucket`);
      const refusal = listing ? undefined : parts.scope.refuses(request.permit, host);
      if (refusal) throw new GapError(refusal);
      if (url.pathname !== policyPath && parts.scope.isPolicyHost?.(host) && !parts.scope.isListed(host))
        throw new GapError(unlistedGap(host));
      const opened = await (request.via
        ? openOrigin(parts, host, request.via)
        : parts.fence.open(host, portOf(url), listing ? 'page' : request.permit === 'sign-in' ? 'sign-in' : 'direct'));
      const answer = oneAddress(parts.scope, opened, request.via ? undefined : request.address, portOf(url));
      if (!answer.allowed) throw new GapError(answer.gap);
      if (parts.silence.holds(placeOf(url, answer))) throw new GapError(silentGap(url.host));
      for (let waits = 0; ; waits += 1) {
        await parts.budget.take(host, request.permit, request.signal);
        const response = await once(request, url, host, answer);
        const waitMs = askedToWait(response, request, parts.clock);
        if (waitMs === undefined || !safeMethods.includes(method)) return response;
        if (waitMs > maxWaitMs || waits >= maxWaits) throw new GapError(busyGap(url.host, response.status, waitMs));
        parts.budget.hold(host, waitMs);
      }
    },
    close: origins.close,
  };
}

function readUrl(text: string): { readonly url: URL; readonly host: string } {
  const url = URL.parse(text);
  const host = url ? normaliseHost(url.hostname) : undefined;
  if (!url || !host || !/^https?:$/.test(url.protocol)) {
    const scheme = url ? url.protocol : 'an address that cannot be read';
    throw new GapError(
      gap('refused', `Only http and https are followed, not ${scheme}`, 'Correct the link or redirect.'),
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new GapError(
      gap('refused', `The address of ${url.host} carries a user name.`, 'Leave everything before the @ out.', 1),
    );
  }
  return { url, host };
}

function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function headersFor(request: HttpRequest, userAgent: string): HeaderList {
  const given = request.headers ?? [];
  const has = (name: string) => given.some(([each]) => each.toLowerCase() === name);
  const defaults: [string, string][] = [
    ['user-agent', userAgent],
    ['accept', '*/*'],
    ['accept-encoding', 'gzip, deflate, br'],
  ];
  return [...defaults.filter(([name]) => !has(name)), ...given];
}

function refuseCredentialsOnBrokenTls(request: HttpRequest, vault: Vault): void {
  if (!request.allowInvalidCertificate) return;
  const headers = request.headers ?? [];
  const carries =
    headers.some(([name]) => /^(cookie|authorization|proxy-authorization)$/i.test(name)) ||
    [...headers.map(([, value]) => value), request.url].some((text) => vault.redact(text) !== text) ||
    request.body !== undefined;
  if (carries) throw new Error('allowInvalidCertificate never goes together with credentials or a body');
}

function askedToWait(response: HttpResponse, request: HttpRequest, clock: Clock): number | undefined {
  // Bursts want to see the 429 itself.
  if (request.permit === 'abuse' || request.permit === 'load') return undefined;
  if (response.status !== 429 && response.status !== 503) return undefined;
  const value = response.headers.find(([name]) => name.toLowerCase() === 'retry-after')?.[1];
  return value === undefined ? undefined : retryAfterMs(value, clock.now());
}

/** Where silence is remembered. */
function placeOf(url: URL, { address, port }: Allowed): string {
  return `http ${url.protocol}//${url.host} ${address}:${port}`;
}

/** For people: a host that serves http:// may refuse https://, so the scheme is said where no port is. */
function placeName({ host, origin, port }: URL): string {
  return port === '' ? origin : host;
}

function silentGap(place: string) {
  return gap(
    'timed-out',
    `${place} kept silent earlier in this run, so it was not asked again.`,
    `Check that ${place} answers, then run again.`,
  );
}

function busyGap(place: string, status: number, waitMs: number) {
  const seconds = Math.ceil(waitMs / 1_000);
  return gap(
    'refused',
    `${place} answers ${status} and asks to wait ${seconds} s.`,
    status === 503
      ? `Run again when ${place} is back; a page of maintenance shows nothing of the portal.`
      : 'Run again later, or lower budget.requestsPerSecond.',
    2,
  );
}
