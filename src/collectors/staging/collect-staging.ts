import { GapError, gap } from '../../model/gap.ts';
import type { HostConfig } from '../../model/config.ts';
import { isPublicLiteral } from '../../parse/public-literal.ts';
import { splitHost } from '../../parse/host-name.ts';
import { type CollectContext, defineCollector, type Target } from '../collector.ts';
import { strangerGap } from '../look/ask.ts';
import { follow } from '../look/follow.ts';
import { hostOfSubject, hostSubjects, originOf } from '../look/host-subjects.ts';
import type { StagingLook } from '../domain-evidence.ts';
import { browserHeaders } from '../web/read-page.ts';
import { judgeDoor } from './judge-door.ts';
import { shownInBrowser } from './shown-in-browser.ts';

const otherRoles = /^(?:staging|stage|dev|development|test|testing|qa|uat|preview|demo|sandbox|old|legacy|internal)$/i;

const mostOpened = 16;

/** What a stranger is shown at hosts that are not for customers. Declared ones only: nothing is guessed. */
export const stagingCollector = defineCollector({
  id: 'staging',
  produces: ['net.staging'],
  permit: 'look',
  after: ['names'],
  timeoutMs: 60_000,
  subjects: (target) =>
    target.config.target.hosts.length > 0
      ? hostSubjects(target)
      : gap(
          'not-configured',
          'No host was listed, so whether there is a staging or an old host is not known.',
          'List every host with its environment in target.hosts (launch-ready init writes such a config).',
          5,
        ),
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host } = splitHost(subject);
    const { role, environment } = declared(subject, context.target);
    const production = environment === 'production' && !otherRoles.test(role);
    const base = { host, role, environment, production, url: `${originOf(subject, context.target)}/` };
    const seen: Seen = production ? { state: 'not-examined', detail: 'in production' } : await look(subject, context);
    context.emit('net.staging', subject, { ...base, ...seen });
  },
});

type Seen = Pick<StagingLook, 'state' | 'detail' | 'gap'>;

function declared(subject: string, target: Target): Pick<HostConfig, 'role' | 'environment'> {
  const found = target.config.target.hosts.find((host) => host.name.toLowerCase() === subject);
  const { host } = splitHost(subject);
  const isStaging = target.config.target.staging !== undefined && stagingHost(target.config.target.staging) === host;
  const { role = 'app', environment = 'production' } = found ?? {};
  return isStaging && environment === 'production' ? { role, environment: 'staging' } : { role, environment };
}

/** The first of the list that are not in production: pages of hundreds of hosts would take a browser too long. */
function isOpened(subject: string, target: Target): boolean {
  const others = target.config.target.hosts.filter(
    ({ role, environment }) => environment !== 'production' || otherRoles.test(role),
  );
  return others.findIndex(({ name }) => name.toLowerCase() === subject) < mostOpened;
}

/** `target.staging` is a host or an address. */
function stagingHost(written: string): string {
  return URL.parse(written)?.hostname ?? splitHost(written).host;
}

async function look(subject: string, context: CollectContext): Promise<Seen> {
  const { world, signal, seen, target } = context;
  const { host } = splitHost(subject);
  const name = seen('net.name').find((one) => one.subject === subject)?.value;
  if (name?.end === 'no-such-name' || name?.end === 'no-address')
    return { state: 'closed', detail: 'its name leads to no address' };
  if (name && name.addresses.length > 0 && !world.scope.lab && name.addresses.every((one) => !isPublicLiteral(one)))
    return { state: 'closed', detail: 'its addresses lie inside a private network' };
  const https = await follow(`${originOf(subject, target)}/`, { world, signal, headers: browserHeaders });
  const refused = https.chain.end === 'closed' && https.chain.hops.length === 0;
  const front = refused
    ? await follow(`http://${splitHost(subject).host}/`, { world, signal, headers: browserHeaders })
    : https;
  if (refused && front.chain.end === 'closed' && front.chain.hops.length === 0)
    return { state: 'closed', detail: 'nothing listens on ports 443 and 80' };
  const last = front.answers.at(-1);
  if (front.chain.hops.length === 0 || !last) {
    const why = front.chain.gap ?? gap('unreachable', `${subject} did not answer.`, `Check what ${subject} shows.`);
    if (signal.aborted) throw new GapError(why);
    return { state: 'unclear', detail: why.detail, gap: why };
  }
  const door = judgeDoor(splitHost(subject).host, front);
  if (door === 'by-scripts') {
    const shown = isOpened(subject, target) ? await shownInBrowser(last.response.url, host, context) : undefined;
    if (shown) return shown;
  } else if (door) return door;
  const blocked = last.stranger;
  const why = blocked
    ? strangerGap(subject, blocked)
    : gap(
        'inconclusive',
        `${subject} answers ${last.response.status} to a stranger, which does not show whether it is closed.`,
        `Ask for a password at ${subject} (Basic auth, Cloudflare Access), or look at what it shows by hand.`,
        10,
      );
  return { state: 'unclear', detail: why.detail, gap: why };
}
