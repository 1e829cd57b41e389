import { GapError } from '../../model/gap.ts';
import { allowedOrigin } from '../../parse/allowed-origin.ts';
import { headerValue } from '../../parse/header-list.ts';
import { registrable, splitHost } from '../../parse/host-name.ts';
import { isRedirect } from '../../parse/web-address.ts';
import { type CollectContext, defineCollector, type Target } from '../collector.ts';
import { ask } from '../look/ask.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import type { PageLook } from '../network-evidence.ts';
import type { CrossOriginAsNobody, StrangerTrial } from '../session-evidence.ts';
import { servesCustomers } from './serves-customers.ts';
import { type StrangeOrigin, strangeOrigins } from './strange-origins.ts';

const morePaths = 2;
/** Above this many hosts each is asked at its front page and where scripts ask it, at no other page. */
const manyHosts = 100;
const mostNear = 2;
const maxBodyBytes = 4_096;
const fromPage = [
  ['accept', '*/*'],
  ['sec-fetch-mode', 'cors'],
  ['sec-fetch-site', 'cross-site'],
] as const;

/**
 * cors.origin without an account: what a page of another site is told in a visitor's browser, at the front page of each listed
 * host, where scripts of visited pages ask it, and at pages that were visited there. Only what is allowed proves anything, so only that is stored.
 */
export const foreignOriginCollector = defineCollector({
  id: 'foreign-origins',
  produces: ['session.cors'],
  permit: 'look',
  adds: true,
  uses: ['web'],
  after: ['web', 'visits', 'cross-origin'],
  timeoutMs: 60_000,
  subjects: (target) => {
    const hosts = hostSubjects(target);
    return 'reason' in hosts ? [] : hosts;
  },
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host } = splitHost(subject);
    const page = context.seen('net.page').find((one) => one.subject === subject)?.value;
    if (page?.end !== 'answer' || provedAsCustomer(host, context)) return;
    try {
      const looks = [];
      for (const url of placesOf(subject, page, context)) looks.push(await lookAt(url, host, context));
      const open = looks.filter(({ trials }) => trials.some(letsIn));
      if (open.length === 0) return;
      const calls = callsOf(subject, context);
      const look: CrossOriginAsNobody = {
        identity: 'anonymous',
        host: subject,
        role: page.role,
        ...servesCustomers(
          page,
          open.some(({ url }) => calls.includes(url)),
        ),
        looks,
      };
      context.emit('session.cors', subject, look);
    } catch (error) {
      // It adds to what an account proves; that a host did not answer is said by the looks that are about it.
      if (!(error instanceof GapError) || context.signal.aborted) throw error;
    }
  },
});

/** A request with the account's session has settled it for this host. */
function provedAsCustomer(host: string, { seen }: CollectContext): boolean {
  return seen('session.cors').some(
    ({ value }) => 'ownStanding' in value && value.ownStanding === 'in' && splitHost(value.host).host === host,
  );
}

/** Where the front page ends on this host, what scripts of visited pages ask it for, and pages that were opened as nobody. */
function placesOf(subject: string, page: PageLook, context: CollectContext): readonly string[] {
  const { seen, target } = context;
  const last = page.responses.findLast(({ host, status }) => host === page.host && !isRedirect(status));
  if (!last) return [];
  const front = last.url.split(/[?#]/)[0] ?? last.url;
  const calls = callsOf(subject, context);
  const visited = (seen('net.visit').find((one) => one.subject === subject)?.value.pages ?? [])
    .filter(({ by }) => by === 'anonymous')
    .map(({ path }) => new URL(path, front).href);
  const many = target.config.target.hosts.length > manyHosts;
  const more = [...new Set([...calls, ...(many ? [] : visited)])].filter((url) => url !== front);
  return [front, ...more.slice(0, morePaths)];
}

/**
 * Where scripts of visited pages ask this host. WordPress lets every origin in below /wp-json/ and takes no cookie there without a
 * nonce of its own pages, so that says nothing.
 */
function callsOf(subject: string, { seen }: CollectContext): readonly string[] {
  return seen('net.visit')
    .flatMap(({ value }) => value.pages)
    .flatMap(({ asks = [] }) => asks)
    .filter((url) => URL.parse(url)?.host === subject && !/^\/wp-json(?:\/|$)/.test(new URL(url).pathname));
}

async function lookAt(
  url: string,
  host: string,
  context: CollectContext,
): Promise<CrossOriginAsNobody['looks'][number]> {
  const { world, target } = context;
  const trials: StrangerTrial[] = [];
  const near = sameLaunch(host, target);
  for (const one of strangeOrigins(host, near, world.randomHex(3))) {
    const first = await answerTo(url, one, context);
    if (!first) continue;
    const { status, allowed, credentials, token } = first;
    const again = allowed === 'this' ? await answerTo(url, one, context) : first;
    const told = again?.allowed === allowed && again.credentials === credentials;
    const asksFirst = one.what === 'foreign' || (told && allowed === 'this');
    const preflight = asksFirst ? await answerTo(url, one, context, 'OPTIONS') : undefined;
    trials.push({
      ...one,
      status,
      ...(token ? { asksForToken: true } : {}),
      ...(told ? { allowed, credentials } : { allowed: 'no', credentials: false }),
      ...(preflight?.writes && preflight.allowed === 'this' && preflight.credentials ? { preflightLetsIn: true } : {}),
    });
  }
  return { url, trials };
}

/** Listed hosts of the same domain that serve pages, which an API is asked from. */
function sameLaunch(host: string, target: Target): readonly string[] {
  const pages = target.config.target.hosts.filter(({ role }) => /^(?:app|portal|www|admin)$/i.test(role));
  return pages
    .map(({ name }) => splitHost(name).host)
    .filter((name) => name !== host && registrable(name) === registrable(host))
    .slice(0, mostNear);
}

type Allows = Pick<StrangerTrial, 'status' | 'allowed' | 'credentials'> & {
  readonly writes: boolean;
  readonly token: boolean;
};

/** undefined: no answer of the portal's, or none that a page could read. */
async function answerTo(
  url: string,
  { origin }: StrangeOrigin,
  { world, signal }: CollectContext,
  method: 'GET' | 'OPTIONS' = 'GET',
): Promise<Allows | undefined> {
  const preflight = [
    ['access-control-request-method', 'PUT'],
    ['access-control-request-headers', 'content-type'],
  ] as const;
  const headers = [...fromPage, ['origin', origin] as const, ...(method === 'OPTIONS' ? preflight : [])];
  const asked = await ask(world, { url, permit: 'look', method, headers, maxBodyBytes }, signal, { retry: false });
  const { status, headers: answered } = asked.response;
  // Browsers follow what a redirect leads to, and take no redirect for an answer to a preflight.
  if (asked.stranger || isRedirect(status) || status >= 500) return undefined;
  if (method === 'OPTIONS' && (status < 200 || status > 299)) return undefined;
  return {
    status,
    allowed: allowedOrigin(headerValue(answered, 'access-control-allow-origin'), origin),
    credentials: headerValue(answered, 'access-control-allow-credentials') === 'true',
    token: status === 401 && /^\s*(?:bearer|dpop)\b/i.test(headerValue(answered, 'www-authenticate') ?? ''),
    writes: /\bPUT\b/.test(headerValue(answered, 'access-control-allow-methods') ?? ''),
  };
}

function letsIn({ allowed, credentials, preflightLetsIn }: StrangerTrial): boolean {
  return (allowed === 'this' && credentials) || preflightLetsIn === true;
}
