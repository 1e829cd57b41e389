import { GapError, gap } from '../../model/gap.ts';
import { readChain } from '../../parse/certificate.ts';
import { type PagePrint, printOf } from '../../parse/edge/page-likeness.ts';
import { edgeOfAddress, providersWith } from '../../parse/edge/recognise.ts';
import { coversName, isLiteral, registrable, splitHost } from '../../parse/host-name.ts';
import { isRedirect } from '../../parse/web-address.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { askPortal } from '../look/ask.ts';
import { shakeInTurn } from '../look/gate.ts';
import { hostOfSubject, hostSubjects } from '../look/host-subjects.ts';
import { browserHeaders } from '../web/read-page.ts';
import { askOrigin, type Asking } from './ask-origin.ts';
import type { OriginSeen } from './edge-evidence.ts';

const retryMs = 500;

/** Asks servers that may stand behind the edge for the page that the edge gives. */
export const originCollector = defineCollector({
  id: 'origins',
  produces: ['net.origin'],
  permit: 'guess',
  uses: ['names'],
  timeoutMs: 180_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host } = splitHost(subject);
    if (isLiteral(host))
      throw new GapError(gap('nothing-to-compare', `${host} has no edge in front.`, 'Audit its public name.'));
    const { candidates, from } = await candidatesOf(host, context);
    const front = candidates.length > 0 ? await frontPage(subject, context) : undefined;
    const seen: OriginSeen[] = [];
    for (const [at, candidate] of candidates.entries())
      if (front) seen.push(await lookAt({ context, host, ...front, candidate, from: from[at] ?? 'config' }));
    context.emit('net.origin', subject, {
      host,
      path: front?.path ?? '/',
      status: front?.print.status ?? 0,
      title: front?.print.title ?? '',
      candidates: seen,
    });
  },
});

/** The portal's page as the edge gives it: the front page, or where that leads on the same host. */
async function frontPage(
  subject: string,
  { world, signal }: CollectContext,
): Promise<{ path: string; print: PagePrint }> {
  let url = new URL(`https://${subject}/`);
  for (let hop = 0; ; hop += 1) {
    const { response } = await askPortal(world, { url: url.href, permit: 'look', headers: browserHeaders }, signal);
    const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    const next = isRedirect(response.status) && location ? URL.parse(location, url.href) : null;
    if (hop < 3 && next?.host === url.host && next.protocol === 'https:') url = next;
    else return { path: url.pathname + url.search, print: printOf(response) };
  }
}

/** What the config names; else names in DNS by which origins usually go, if they lead somewhere else than the edge. */
async function candidatesOf(host: string, { world, target, seen }: CollectContext) {
  const declared = world.scope.hosts.find(({ name }) => name === host)?.origins ?? [];
  if (declared.length > 0) return { candidates: declared, from: declared.map(() => 'config' as const) };
  const domain = registrable(host);
  const label = host.split('.')[0] ?? '';
  const names = domain
    ? ['origin', 'direct', `origin-${label}`, `${label}-origin`].map((name) => `${name}.${domain}`)
    : [];
  const providers = providersWith(target.config.edge);
  const own = seen('net.name').find(({ value }) => value.host === host)?.value.addresses ?? [];
  const found = await Promise.all(
    names.map(async (name) => {
      if (name === host || world.scope.isListed(name) || !world.scope.isOrigin?.(host, name)) return [];
      const [alias, four] = await Promise.all([world.dns.query(name, 'CNAME'), world.dns.query(name, 'A')]);
      const beyond = alias.records[0] !== undefined && registrable(alias.records[0].replace(/\.$/, '')) !== domain;
      const behind = four.records.filter((each) => !own.includes(each) && !edgeOfAddress(providers, each));
      return beyond || behind.length === 0 ? [] : [name];
    }),
  );
  const candidates = found.flat();
  return { candidates, from: candidates.map(() => 'dns' as const) };
}

interface Looking extends Omit<Asking, 'place' | 'secure'> {
  readonly candidate: string;
  readonly from: OriginSeen['from'];
}

async function lookAt({ candidate, from, ...asking }: Looking): Promise<OriginSeen> {
  const { host: name, port } = splitHost(candidate);
  const secure = await askOrigin({ ...asking, place: { host: name, port: port ?? 443 }, secure: true });
  const plain =
    port === undefined
      ? await askOrigin({ ...asking, place: { host: name, port: 80 }, secure: false })
      : { answer: 'not-asked' as const, detail: '' };
  return {
    candidate,
    from,
    https: secure.answer,
    http: plain.answer,
    detail: [secure.detail, plain.detail].filter((text) => text !== '').join('; '),
    ...(await certificateOf(asking, { host: name, port: port ?? 443 })),
  };
}

/** Whether an edge that verifies certificates would take the one that the origin shows. */
async function certificateOf({ context, host }: Pick<Asking, 'context' | 'host'>, via: { host: string; port: number }) {
  const { world, signal } = context;
  let result = await shakeInTurn(world, { host, port: 443, via });
  if (!result.connected && ['timed-out', 'reset', 'closed'].includes(result.failure)) {
    await world.clock.wait(retryMs, signal);
    result = await shakeInTurn(world, { host, port: 443, via });
  }
  if (!result.connected) return {};
  const leaf = readChain(result.sentChain)?.[0];
  if (result.authorized) return { certificate: 'verified' as const };
  const certificateError = result.authorizationError ?? 'not trusted';
  // An edge may ask the origin by the origin's own name.
  const ownName = /ALTNAME/.test(certificateError) && leaf?.dnsNames.some((name) => coversName(name, via.host));
  if (ownName) return { certificate: 'verified' as const };
  const now = world.clock.now().getTime();
  const inTime = leaf && Date.parse(leaf.notBefore) <= now && Date.parse(leaf.notAfter) > now;
  // Cloudflare's authority for origins is trusted by Cloudflare alone, and that is its purpose.
  const edges =
    /cloudflare/i.test(leaf?.issuerOrganization ?? '') &&
    inTime &&
    leaf.dnsNames.some((name) => coversName(name, host));
  return edges ? { certificate: 'edge-only' as const } : { certificate: 'untrusted' as const, certificateError };
}
