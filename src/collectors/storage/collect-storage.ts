import { GapError, gap } from '../../model/gap.ts';
import { bodyText } from '../../parse/body-text.ts';
import { type Bucket, bucketsIn, readListing } from '../../parse/storage-address.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { ask } from '../look/ask.ts';
import { requestInTurn } from '../look/gate.ts';
import { inTurn } from '../look/in-turn.ts';
import { sessionsSlot } from '../portal/session.ts';
import type { StorageLook } from '../public-evidence.ts';
import { listedHosts } from '../zones/own-domains.ts';

const maxScriptsPerHost = 6;
const maxPages = 60;
const maxBuckets = 12;
const maxScriptBytes = 4 * 1024 * 1024;

interface Met {
  readonly bucket: Bucket;
  readonly places: Set<string>;
}

/** Buckets that the portal's pages, scripts and recorded answers name, each asked once for its list. Nothing is guessed. */
export const storageCollector = defineCollector({
  id: 'storage',
  produces: ['net.storage'],
  permit: 'look',
  uses: ['web'],
  after: ['crawl'],
  timeoutMs: 120_000,
  subjects: (target) =>
    listedHosts(target).length > 0
      ? [target.name]
      : gap('not-configured', 'No host is listed.', 'List the portal’s hostnames, or give a URL.', 2),
  hostOf: (_subject, target) => listedHosts(target)[0] ?? target.name,
  async collect(subject, context) {
    const met = new Map<string, Met>();
    const looked = await lookThrough(met, context);
    const buckets = [...met.values()].slice(0, maxBuckets);
    for (const { bucket, places } of buckets) {
      const look = await listOnce(bucket, context);
      context.emit('net.storage', `${bucket.name} (${bucket.service})`, {
        bucket: bucket.name,
        service: bucket.service,
        metIn: [...places].sort().slice(0, 5),
        looked,
        ...look,
      });
    }
    if (buckets.length > 0) return;
    const walked = (context.live.get(sessionsSlot)?.size ?? 0) > 0;
    if (walked) return context.emit('net.storage', subject, { metIn: [], state: 'none-used', looked });
    throw new GapError(
      gap(
        'not-configured',
        `${looked} public pages and scripts name no storage bucket; what the portal uses behind the sign-in was not seen.`,
        'Give a test account (LR_A_USER, LR_A_PASSWORD), so that the pages behind the sign-in are seen.',
        10,
      ),
    );
  },
});

async function lookThrough(met: Map<string, Met>, context: CollectContext): Promise<number> {
  const { seen, world, signal, live } = context;
  let looked = 0;
  const read = (text: string, place: string) => {
    looked += 1;
    for (const bucket of bucketsIn(text)) {
      const key = `${bucket.service} ${bucket.name}`;
      const known = met.get(key) ?? { bucket, places: new Set<string>() };
      met.set(key, known);
      known.places.add(place);
    }
  };
  const urls = seen('net.page')
    .slice(0, maxPages)
    .flatMap(({ value }) => {
      const last = value.responses.at(-1);
      if (!value.html || !last || value.end !== 'answer') return [];
      const scripts = (value.html.scripts ?? [])
        .slice(0, maxScriptsPerHost)
        .map((path) => new URL(path, last.url).href);
      return [last.url.split('?')[0] ?? last.url, ...scripts];
    });
  await inTurn([...new Set(urls)], 6, async (url) => {
    try {
      const { response, text } = await ask(world, { url, permit: 'look', maxBodyBytes: maxScriptBytes }, signal);
      if (response.status === 200) read(text, url);
    } catch (error) {
      if (!(error instanceof GapError) || signal.aborted) throw error;
    }
  });
  for (const { value } of seen('net.page'))
    for (const { headers, url } of value.responses)
      for (const [name, text] of headers)
        if (name.startsWith('content-security-policy'))
          read(text.replaceAll(/(?<=\s)(?=[a-z0-9.-]+\.(?:amazonaws|googleapis))/gi, 'https://'), `policy of ${url}`);
  for (const session of live.get(sessionsSlot)?.values() ?? [])
    for (const exchange of session.recorder.exchanges) {
      const path = URL.parse(exchange.url)?.pathname ?? '';
      read(exchange.body.toString('utf8'), `answer to ${exchange.method} ${path.slice(0, 100)}`);
    }
  return looked;
}

async function listOnce(
  bucket: Bucket,
  { world, signal }: CollectContext,
): Promise<Pick<StorageLook, 'state' | 'status' | 'entries' | 'listing' | 'gap'>> {
  const { listing } = bucket;
  if (listing === undefined) {
    const detail = `${bucket.service} does not list by an ordinary GET, so whether ${bucket.name} is listable was not seen.`;
    return {
      state: 'no-list-by-get',
      gap: gap('inconclusive', detail, 'Look at the bucket’s policies in its console.', 10),
    };
  }
  try {
    const request = {
      url: listing,
      permit: 'look',
      thirdParty: 'storage-list',
      maxBodyBytes: 128 * 1024,
      signal,
    } as const;
    let response = await requestInTurn(world, request);
    if (response.status >= 500 || response.status === 429) {
      await world.clock.wait(700, signal);
      response = await requestInTurn(world, request);
    }
    const read = readListing(response.status, bodyText(response.body, response.headers));
    const base = { ...read, status: response.status, listing };
    if (read.state !== 'unclear') return base;
    const detail = `${bucket.service} answers ${response.status} to a list request for ${bucket.name}, which settles nothing.`;
    return {
      ...base,
      gap: gap('inconclusive', detail, 'Run again, or look at the bucket’s policy in its console.', 10),
    };
  } catch (error) {
    if (!(error instanceof GapError) || signal.aborted) throw error;
    return { state: 'unclear', listing, gap: error.gap };
  }
}
