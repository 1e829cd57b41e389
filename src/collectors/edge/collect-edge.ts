import { type Gap, GapError } from '../../model/gap.ts';
import { edgeOfAddress, edgeOfAlias, edgesOfHeaders, providersWith, unknownEdge } from '../../parse/edge/recognise.ts';
import { isLiteral, splitHost } from '../../parse/host-name.ts';
import type { HeaderList } from '../../world/world.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { ask } from '../look/ask.ts';
import { requestInTurn } from '../look/gate.ts';
import { hostOfSubject, hostSubjects, originOf } from '../look/host-subjects.ts';
import { browserHeaders } from '../web/read-page.ts';
import type { EdgeLook, EdgeSignal } from './edge-evidence.ts';

/** Signs of an edge network: addresses in its published ranges, headers that it sets, aliases that lead to it. */
export const edgeCollector = defineCollector({
  id: 'edge',
  produces: ['net.edge'],
  permit: 'look',
  uses: ['names'],
  timeoutMs: 120_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host } = splitHost(subject);
    const providers = providersWith(context.target.config.edge);
    const oldest = providers.map(({ asOf }) => asOf).filter((date) => date !== '');
    const known = { known: providers.length, asOf: oldest.sort()[0] ?? '' };
    if (isLiteral(host)) {
      context.emit('net.edge', subject, { host, literal: true, addresses: [], signals: [], ...known });
      return;
    }
    const name = context.seen('net.name').find((one) => one.subject === subject)?.value;
    if (!name) {
      const broken = context.brokenLooks('net.name').find((one) => one.subject === subject);
      if (broken) throw new GapError(broken.gap);
    }
    const listed: EdgeLook['addresses'] = (name?.addresses ?? []).map((address) => {
      const found = edgeOfAddress(providers, address);
      if (!found) return { address };
      const { provider, range } = found;
      return { address, provider: provider.name, range, source: provider.source, asOf: provider.asOf };
    });
    const signals: EdgeSignal[] = listed.flatMap(({ address, provider, range }) =>
      provider === undefined ? [] : [{ kind: 'address' as const, provider, detail: `${address} is in ${range}` }],
    );
    for (const alias of name?.aliases ?? []) {
      const provider = edgeOfAlias(providers, alias);
      if (provider) signals.push({ kind: 'alias', provider: provider.name, detail: `alias of ${alias}` });
    }
    const front = await frontPage(subject, context);
    if ('headers' in front)
      for (const { provider, names } of edgesOfHeaders(providers, front.headers))
        signals.push({ kind: 'header', provider: provider.name, detail: names.join(', ') });
    const inside = new Set(listed.flatMap(({ provider }) => provider ?? []));
    const addresses =
      inside.size === 0
        ? listed
        : await Promise.all(
            listed.map(async (one) => {
              if (one.provider !== undefined) return one;
              const answers = await askAddress(one.address, subject, inside, providers, context);
              return answers === undefined ? one : { ...one, answers };
            }),
          );
    const unknown = 'headers' in front && signals.length === 0 ? unknownEdge(front.headers) : [];
    context.emit('net.edge', subject, {
      host,
      addresses,
      signals,
      ...known,
      ...(unknown.length > 0 ? { unknownEdge: unknown } : {}),
      ...('headers' in front ? { status: front.status } : { gap: front.gap }),
    });
  },
});

/** Lists of networks age: an address outside that answers with the edge's own headers is the edge's. */
async function askAddress(
  address: string,
  subject: string,
  inside: ReadonlySet<string>,
  providers: ReturnType<typeof providersWith>,
  { world, signal, target }: CollectContext,
): Promise<'as-edge' | 'past-edge' | 'nothing' | undefined> {
  try {
    const { headers } = await requestInTurn(world, {
      url: `${originOf(subject, target)}/`,
      address,
      permit: 'look',
      headers: browserHeaders,
      allowInvalidCertificate: true,
      maxBodyBytes: 64 * 1024,
      timeoutMs: 6_000,
      signal,
    });
    return edgesOfHeaders(providers, headers).some(({ provider }) => inside.has(provider.name))
      ? 'as-edge'
      : 'past-edge';
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    // Not asked at all: the address was refused before anything was sent.
    return error.gap.reason === 'refused' ? undefined : 'nothing';
  }
}

/** Any answer will do, a block page of the edge's above all. */
async function frontPage(
  subject: string,
  { world, signal, target }: CollectContext,
): Promise<{ readonly headers: HeaderList; readonly status: number } | { readonly gap: Gap }> {
  try {
    const { response } = await ask(
      world,
      { url: `${originOf(subject, target)}/`, permit: 'look', headers: browserHeaders, maxBodyBytes: 64 * 1024 },
      signal,
    );
    return { headers: response.headers, status: response.status };
  } catch (error) {
    if (error instanceof GapError && !signal.aborted) return { gap: error.gap };
    throw error;
  }
}
