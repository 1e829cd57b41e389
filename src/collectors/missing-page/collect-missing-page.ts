import { GapError, gap } from '../../model/gap.ts';
import { isCaredFor, saysMissing, stockPage } from '../../parse/error-page.ts';
import { splitHost } from '../../parse/host-name.ts';
import { isHtml, isJson, mediaType } from '../../parse/header-list.ts';
import { readHtml } from '../../parse/html.ts';
import { leakSigns } from '../../parse/leak-signs.ts';
import { readableText } from '../../parse/readable-text.ts';
import { isRedirect } from '../../parse/web-address.ts';
import { type CollectContext, defineCollector } from '../collector.ts';
import { type Asked, ask, strangerGap } from '../look/ask.ts';
import { hostOfSubject, hostSubjects, originOf, roleOf } from '../look/host-subjects.ts';
import { refusesAllGap } from '../look/refuses-all.ts';
import type { MissingPageLook } from '../public-evidence.ts';
import { browserHeaders } from '../web/read-page.ts';

type Sample = MissingPageLook['samples'][number];
const maxBodyBytes = 128 * 1024;
/** Asked of every site by every robot: where one is missing, its answer is the site's error page. */
const commonFiles = ['/robots.txt', '/sitemap.xml', '/.well-known/security.txt'];
const blocking = ['gateway', 'challenge', 'rate-limit', 'captive'];

/**
 * The page for what is not there. Without ownership it shows at files that any visitor's tools ask for and this host does
 * not have; with it, at a made-up path too.
 */
export const missingPageCollector = defineCollector({
  id: 'missing-page',
  produces: ['net.missing-page'],
  permit: 'look',
  timeoutMs: 60_000,
  subjects: hostSubjects,
  hostOf: hostOfSubject,
  async collect(subject, context) {
    const { host } = splitHost(subject);
    const mayGuess = context.world.scope.refuses('guess', host) === undefined;
    const madeUp = `/lr-${context.world.randomHex(6)}`;
    const looks = [
      ...commonFiles.map((path) => ({ path, permit: 'look' as const })),
      ...(mayGuess ? [{ path: madeUp, permit: 'guess' as const }] : []),
    ];
    const origin = originOf(subject, context.target);
    const home = mayGuess
      ? await ask(
          context.world,
          { url: `${origin}/`, permit: 'look', headers: browserHeaders, maxBodyBytes },
          context.signal,
        )
      : undefined;
    const samples: Sample[] = [];
    let refusal: GapError | undefined;
    for (const { path, permit } of looks) {
      const asked = await ask(
        context.world,
        { url: origin + path, permit, headers: browserHeaders, maxBodyBytes },
        context.signal,
      );
      if (asked.stranger && blocking.includes(asked.stranger.kind)) {
        refusal = new GapError(strangerGap(host, asked.stranger));
        continue;
      }
      const sample = sampleOf(path, permit === 'guess', host, asked, home);
      if (sample) samples.push(sample);
    }
    await unlessRefused(samples, host, origin, context);
    if (samples.length === 0) throw refusal ?? new GapError(nothingSeen(host));
    emitSample(subject, host, samples, context);
  },
});

/** Throws where the front page is refused like everything else: then no page of this host was seen. */
async function unlessRefused(
  samples: readonly Sample[],
  host: string,
  origin: string,
  { world, signal }: CollectContext,
) {
  const [first] = samples;
  const same = samples.every(({ status, kind }) => status === first?.status && kind !== 'data');
  if (!first || !same || ![403, 405, 406, 418].includes(first.status)) return;
  const { response } = await ask(
    world,
    { url: `${origin}/`, permit: 'look', headers: browserHeaders, maxBodyBytes },
    signal,
  );
  if (response.status === first.status) throw new GapError(refusesAllGap(host, first.status));
}

function emitSample(subject: string, host: string, samples: readonly Sample[], { emit, target }: CollectContext): void {
  emit('net.missing-page', subject, { host, role: roleOf(subject, target), samples });
}

function sampleOf(
  path: string,
  madeUp: boolean,
  host: string,
  asked: Asked,
  home: Asked | undefined,
): Sample | undefined {
  const { response, text } = asked;
  const { status } = response;
  const contentType = mediaType(response.headers);
  const base = { path: madeUp ? '/(a made-up path)' : path, status, contentType };
  if (isRedirect(status)) return madeUp ? { ...base, kind: 'redirect', signs: [] } : undefined;
  if (status < 400 && !madeUp) return undefined;
  const signs = leakSigns(readableText(text, contentType), status, [path, host]);
  if (status < 400) {
    const usual = home
      ? leakSigns(readableText(home.text, mediaType(home.response.headers)), 200, [host]).map(({ sample }) => sample)
      : [];
    const fresh = signs.filter(({ sample }) => !usual.includes(sample));
    if (isJson(contentType)) return { ...base, kind: 'data', signs: fresh };
    return { ...base, kind: home && onlySaysMissing(asked, home) ? 'soft' : 'catch-all', signs: fresh };
  }
  const stock = stockPage(text);
  if (stock) return { ...base, kind: 'stock', ...stock, signs };
  if (text.trim() === '') return { ...base, kind: 'empty', signs };
  if (isJson(contentType) || /xml$/.test(contentType)) return { ...base, kind: 'data', signs };
  if (!isHtml(contentType)) return { ...base, kind: 'text', signs };
  const page = readHtml(text);
  const title = page.title.slice(0, 80);
  return { ...base, kind: isCaredFor(page) ? 'page' : 'bare', ...(title === '' ? {} : { title }), signs };
}

function nothingSeen(host: string) {
  return gap(
    'no-consent',
    `No error page of ${host} was met: it has every file that visitors' tools ask for, and made-up paths need proof of ownership.`,
    `Prove that ${host} is yours (launch-ready consent ${host}), then run again.`,
    10,
  );
}

/** It is answered as if it were there, and its words say that it is not; the front page says no such thing. */
function onlySaysMissing(asked: Asked, home: Asked): boolean {
  const [here, front] = [asked, home].map(({ response, text }) => {
    const page = isHtml(mediaType(response.headers)) ? readHtml(text) : { title: '', text };
    return saysMissing(page.title, page.text.trim());
  });
  return here === true && front === false;
}
