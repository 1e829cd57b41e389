import { type Gap, gap } from '../../model/gap.ts';
import { splitHost, urlHost } from '../../parse/host-name.ts';
import { isHtml, mediaType } from '../../parse/header-list.ts';
import { hasSignIn, readHtml } from '../../parse/html.ts';
import { resolveLocation } from '../../parse/web-address.ts';
import { defineCollector, type Target } from '../collector.ts';
import type { OldUrlLook } from '../domain-evidence.ts';
import { listedHosts } from '../zones/own-domains.ts';
import { follow } from '../look/follow.ts';
import { browserHeaders } from '../web/read-page.ts';

/** Hundreds of old addresses are normal; thousands are a job for a crawler. */
const maxUrls = 500;
const missingWords =
  /\b(?:404|page (?:was )?not found|not found|seite (?:wurde )?nicht gefunden|page introuvable|página no encontrada|pagina non trovata|no longer (?:exists|available)|does not exist)\b/i;

interface OldUrl {
  readonly url: string;
  readonly host: string;
  readonly wanted?: string;
}

/** Follows every old address that the config lists to where it leads today. */
export const oldUrlCollector = defineCollector({
  id: 'old-urls',
  produces: ['net.old-url'],
  permit: 'look',
  timeoutMs: 120_000,
  subjects: (target) => {
    const all = oldUrlsOf(target);
    if ('reason' in all) return all;
    return all.length === 0 ? [target.name] : all.map(({ url }) => url).slice(0, maxUrls);
  },
  hostOf: (subject, target) =>
    URL.parse(subject)?.hostname.replace(/^\[|\]$/g, '') ?? listedHosts(target)[0] ?? target.name,
  async collect(subject, { world, signal, emit, target }) {
    const all = oldUrlsOf(target);
    const old = 'reason' in all ? undefined : all.find(({ url }) => url === subject);
    if (!old) {
      const chain = { start: '', hops: [], end: 'answer' } as const;
      return emit('net.old-url', subject, { url: subject, host: subject, chain, sharedBy: 0, none: true });
    }
    const { chain, answers } = await follow(subject, {
      world,
      signal,
      headers: browserHeaders,
      maxBodyBytes: 256 * 1024,
    });
    const last = answers.at(-1);
    const sharedBy = 'reason' in all ? 0 : all.filter(({ host, url }) => host === old.host && !isFront(url)).length;
    emit('net.old-url', subject, {
      ...old,
      chain,
      sharedBy,
      ...(chain.end === 'answer' && last ? { landing: landingOf(last) } : {}),
    });
  },
});

type Answered = Awaited<ReturnType<typeof follow>>['answers'][number];

function landingOf({ response, text }: Answered): NonNullable<OldUrlLook['landing']> {
  const page = isHtml(mediaType(response.headers)) ? readHtml(text) : undefined;
  const headline = page ? `${page.title}\n${page.text.slice(0, 160)}` : '';
  return {
    url: response.url,
    status: response.status,
    saysMissing: missingWords.test(headline),
    asksSignIn: page ? hasSignIn(page) : false,
    title: (page?.title ?? '').slice(0, 120),
  };
}

function isFront(url: string): boolean {
  return /^\/(?:index\.\w+)?$/.test(URL.parse(url)?.pathname ?? '/');
}

/** Paths are taken below their host, which is asked over https as today's links are; addresses as they stand. */
function oldUrlsOf(target: Target): readonly OldUrl[] | Gap {
  const hosts = target.config.target.hosts;
  const declared = hosts.filter(({ oldUrls }) => oldUrls !== undefined);
  if (declared.length === 0)
    return gap(
      'not-configured',
      'No old address was listed.',
      'List old addresses in target.hosts[].oldUrls, or write oldUrls: [] where there are none.',
      10,
    );
  const all = declared.flatMap(({ name, oldUrls = [] }) =>
    oldUrls.flatMap((entry): OldUrl[] => {
      const { from, to } = typeof entry === 'string' ? { from: entry, to: undefined } : entry;
      const base = `https://${urlHost(name.toLowerCase())}/`;
      const url = resolveLocation(from, base);
      const wanted = to === undefined ? undefined : resolveLocation(to, base);
      if (!url) return [];
      return [{ url: url.href, host: splitHost(name).host, ...(wanted ? { wanted: wanted.href } : {}) }];
    }),
  );
  return [...new Map(all.map((old) => [old.url, old])).values()];
}
