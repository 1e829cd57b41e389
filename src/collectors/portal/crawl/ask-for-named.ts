import type { ScriptOperation } from '../../../parse/graphql-in-script.ts';
import type { NamedPath } from '../../../parse/named-paths.ts';
import { writesByName } from '../operations/is-read.ts';
import { isPartHeader } from '../operations/part-of-page.ts';
import type { Exchange } from '../recorder.ts';
import { dangerWords, sessionNames } from '../words.ts';
import { documentAsks } from './ask-documents.ts';
import { addressesOf, asksElse, brings, broughtAlong } from './fill-address.ts';
import { namedFilters } from './named-filters.ts';
import { listenToNamed } from './listen-to-named.ts';
import { type Named, namedInScripts } from './named-in-scripts.ts';
import type { OpenOptions } from './open-page.ts';
import { postAsks } from './post-asks.ts';
import { procedureAsks } from './procedure-asks.ts';
import { referencesOf } from './references-of.ts';
import { relationAsks, relationsAllowed } from './relation-asks.ts';
import { within } from './within.ts';

/** An operation that something names besides the pages; `template` as named, `{x}` where something is put in. */
export interface AskedFor extends NamedPath {
  readonly asked: boolean;
}

/** What was named besides the pages, and the GraphQL operations of the portal's scripts. */
export interface NamedByScripts {
  readonly named: readonly AskedFor[];
  readonly documents: readonly ScriptOperation[];
}

export interface AskOptions extends OpenOptions {
  readonly named: readonly NamedPath[];
  /** Scripts of the portal's own origin. */
  readonly scripts: readonly string[];
  /** Linked files. */
  readonly files: readonly string[];
  /** Pages that a script opened in place: loaded, they may be answered by other code. */
  readonly pages?: readonly string[];
  /** Every page that was opened: what leads to a page need not be asked for. */
  readonly visited?: readonly string[];
}

const askLimit = 80;
const askLimitMs = 20_000;
const fileLimit = 12;
const documentLimit = 24;
const pageLimit = 8;
const sentLimit = 40;
const bodyBytes = 2 * 1024 * 1024;

/**
 * Asks, from inside the page and with its credentials, for reads that nothing on the pages asked for: those a description,
 * a recording or the portal's own scripts name, and linked files. References are put in only where an answer gave them.
 */
export async function askForNamed(options: AskOptions): Promise<NamedByScripts> {
  const { session, clock, isListed } = options;
  const { recorder, page } = session;
  const end = clock.monotonicMs() + askLimitMs;
  const api = apiOrigin(recorder.exchanges) ?? originOf(page.url());
  const inScripts = await namedInScripts(options);
  const named: readonly Named[] = [...options.named.map((one) => ({ ...one, query: [] })), ...inScripts.paths];
  const known = new Set(recorder.exchanges.map((one) => `${one.method} ${one.url.split('?')[0]}`));
  const whole = new Set(recorder.exchanges.map((one) => plainQuery(one.url)));
  const result = new Map<string, AskedFor>();
  let asked = 0;
  for (const url of options.files.slice(0, fileLimit)) await ask(url);
  for (const url of (options.pages ?? []).slice(0, pageLimit)) await ask(url, { accept: 'text/html,*/*;q=0.8' });
  // Twice: what the first round answered gives references to the second.
  for (const round of [1, 2]) {
    const references = referencesOf(recorder.exchanges);
    for (const one of named) {
      const template = /^https?:/.test(one.template) ? one.template : `${api}${one.template}`;
      const key = `${one.method} ${template}`;
      if (!URL.canParse(template) || !isListed(new URL(template).hostname.toLowerCase())) continue;
      const differs = asksElse(one.query);
      if ((result.get(key)?.asked && !differs) || (one.method !== 'GET' && round === 2)) continue;
      const words = `${template} ${one.query.map(({ name, value }) => `${name} ${value ?? ''}`).join(' ')}`;
      const last = template.split('/').at(-1) ?? '';
      const acts = dangerWords.test(spaced(words)) || writesByName(last) || sessionNames.test(template);
      const may = one.method === 'GET' && !acts;
      const addresses = may ? addressesOf(template, one.query, references) : [];
      const isKnown = (url: string) => (differs ? whole.has(plainQuery(url)) : known.has(`GET ${url.split('?')[0]}`));
      let done = addresses.some(isKnown);
      for (const url of done && !brings(one.query) ? [] : addresses.filter((url) => !isKnown(url))) {
        if (asked >= askLimit || clock.monotonicMs() >= end) break;
        done = (await ask(url)) || done;
      }
      const { query: _query, ...path } = one;
      result.set(key, { ...path, template, asked: done || (result.get(key)?.asked ?? false) });
    }
  }
  const references = referencesOf(recorder.exchanges);
  for (const { template, query } of broughtAlong(recorder.exchanges))
    for (const url of addressesOf(template, query, references)) {
      if (asked >= askLimit || clock.monotonicMs() >= end) break;
      if (!whole.has(plainQuery(url))) await ask(url);
    }
  for (const one of [
    ...postAsks(inScripts.placed, recorder.exchanges, references),
    ...procedureAsks(inScripts.texts, recorder.exchanges, references),
  ].slice(0, sentLimit)) {
    if (clock.monotonicMs() >= end || !isListed(new URL(one.url).hostname.toLowerCase())) break;
    const json: Record<string, string> = one.body === undefined ? {} : { 'content-type': 'application/json' };
    await ask(one.url, { ...carried(recorder.exchanges, one.url), ...json }, one.body);
  }
  for (const list of [
    () => relationAsks(inScripts.placed, recorder.exchanges, references),
    () => relationsAllowed(recorder.exchanges),
  ])
    for (const url of list()) {
      if (asked >= askLimit || clock.monotonicMs() >= end || !isListed(new URL(url).hostname.toLowerCase())) break;
      if (!whole.has(plainQuery(url))) await ask(url);
    }
  for (const url of namedFilters(inScripts.parameters, recorder.exchanges)) {
    if (asked >= askLimit || clock.monotonicMs() >= end) break;
    await ask(url);
  }
  for (const one of documentAsks(inScripts.documents, recorder.exchanges).slice(0, documentLimit)) {
    if (clock.monotonicMs() >= end) break;
    const headers = { ...carried(recorder.exchanges, one.url), 'content-type': 'application/json' };
    await ask(one.url, headers, one.body);
  }
  await listenToNamed(options, inScripts.texts, referencesOf(recorder.exchanges), api);
  return { named: [...result.values()], documents: inScripts.documents };

  async function ask(url: string, headers = carried(recorder.exchanges, url), body?: string): Promise<boolean> {
    asked += 1;
    const { href } = new URL(url, page.url());
    recorder.ownAsks.add(href);
    recorder.moment.asking = href;
    known.add(`GET ${url.split('?')[0]}`);
    whole.add(plainQuery(url));
    const answered = await within(
      clock,
      6000,
      page.evaluate(fetchQuietly, { url, headers, body, most: bodyBytes }),
      undefined,
    );
    await recorder.settled();
    delete recorder.moment.asking;
    // A browser often keeps no body of what a script reads piece by piece.
    if (answered) recorder.fill(answered.url, Buffer.from(answered.base64, 'base64'));
    return answered !== undefined;
  }
}

interface Quietly {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | undefined;
  readonly most: number;
}
/** Runs inside the page. Reads no more than `most` bytes: what is linked may be of any size. */
async function fetchQuietly({ url, headers, body, most }: Quietly) {
  try {
    const stop = new AbortController();
    const method = body === undefined ? 'GET' : 'POST';
    const given = { headers, credentials: 'include', redirect: 'follow', signal: stop.signal } as const;
    const response = await fetch(url, { ...given, method, ...(body === undefined ? {} : { body }) });
    const reader = response.body?.getReader();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let size = 0;
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      size += part.value.length;
      parts.push(part.value);
      if (size > most) {
        stop.abort();
        break;
      }
    }
    const file = new FileReader();
    const read = new Promise<string>((done) => {
      file.onloadend = () => done(String(file.result ?? ''));
    });
    file.readAsDataURL(new Blob(parts));
    return { url: response.url, base64: (await read).split(',')[1] ?? '' };
  } catch {
    return undefined;
  }
}

const spaced = (text: string) => text.replace(/[/_.-]+/g, ' ');
function plainQuery(url: string): string {
  const { origin, pathname, searchParams } = new URL(url);
  return `${origin}${pathname}?${[...searchParams]
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join('&')}`;
}

const isData = (one: Exchange) => (one.resource === 'xhr' || one.resource === 'fetch') && one.status < 400;

function apiOrigin(exchanges: readonly Exchange[]): string | undefined {
  const origins = exchanges.filter(isData).map((one) => new URL(one.url).origin);
  const count = (origin: string) => origins.filter((one) => one === origin).length;
  return [...new Set(origins)].sort((one, other) => count(other) - count(one))[0];
}

const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : '');

/** Headers that the pages' own scripts add to tell who and for whom they ask. */
export function carried(exchanges: readonly Exchange[], url: string): Record<string, string> {
  const host = new URL(url).host;
  const like = exchanges.findLast((one) => isData(one) && new URL(one.url).host === host && one.afterSignIn);
  const names = /^(authorization|x-(?!http-method|requested|forwarded|request-id|payload-http)[\w-]+|accept)$/i;
  const own = Object.entries(like?.requestHeaders ?? {});
  return Object.fromEntries(own.filter(([name]) => names.test(name) && !isPartHeader(name)));
}
