import { deletePlanted } from '../canaries/delete-planted.ts';
import { askAs } from '../canaries/undo-writes.ts';
import type { ForgedWrite } from '../../forgery-evidence.ts';
import type { Session } from '../session.ts';
import { type PlainRequest, createReplayer } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { requestOf } from '../tenancy/requests.ts';
import { writeHeaders } from '../writes/guard-tokens.ts';
import type { attachedTo } from './attached.ts';
import { type FormWay, getWays, type PageWrite, postWays, tokenNames } from './form-bodies.ts';
import { foreignHeaders, sendWay, sightOf } from './foreign-request.ts';
import type { PlantedWrite } from './planted-writes.ts';
import { type ForgeryBench, type ForgerySubject, proveForgery, type Sight } from './prove-forgery.ts';
import { literal } from '../../../parse/literal.ts';

const mostWays = 5;

export interface Forging {
  readonly setting: Setting;
  readonly session: Session;
  readonly attachment: Awaited<ReturnType<typeof attachedTo>>;
  readonly origins: { readonly foreign: string; readonly sibling: string | undefined };
}

/** Each planted write, sent again from the portal's own page and from elsewhere. */
export async function forgeAll(planted: readonly PlantedWrite[], forging: Forging): Promise<readonly ForgedWrite[]> {
  const done: ForgedWrite[] = [];
  for (const one of planted) {
    const write = writeOf(one);
    const tokens = foreignTokens(write, forging);
    const ways = waysOf(write, tokens, forging);
    const subject = { write, text: one.text, what: `an object at ${one.template}`, ways };
    const proof = await proveForgery(subject, benchOf(one, forging));
    const hit = proof.trials.find(({ changed }) => changed === true);
    const index = proof.trials.length - 1;
    const shown = (hit ? ways[index] : ways[0])?.make(write);
    done.push({
      ...proof,
      method: one.exchange.method,
      template: one.template,
      host: new URL(one.exchange.url).host,
      reproduce: curlOf(shown, hit?.from ?? ways[0]?.from ?? 'foreign', forging),
    });
    if (hit || !proof.restored) break;
  }
  return done;
}

const writeOf = ({ exchange }: PlantedWrite): PageWrite => ({
  method: exchange.method,
  url: exchange.url,
  body: exchange.requestBody ?? '',
  contentType: exchange.requestHeaders['content-type'] ?? '',
});

/** Cookies that go anywhere: every way. Lax: addresses only, and everything from a neighbouring host. Strict: that alone. */
function waysOf(
  write: PageWrite,
  tokens: Readonly<Record<string, string>>,
  { attachment: { attached }, origins }: Forging,
): ForgerySubject['ways'] {
  const posts = postWays(write, tokens).map((_way, at) => (one: PageWrite) => postWays(one, tokens)[at]);
  const gets = getWays(write).map((_way, at) => (one: PageWrite) => getWays(one)[at]);
  const from = (list: readonly ((one: PageWrite) => FormWay | undefined)[], who: 'foreign' | 'sibling') =>
    list.map((make) => ({ from: who, make }));
  if (attached === 'always')
    return [...from(posts, 'foreign').slice(0, mostWays), ...from(gets.slice(0, 1), 'foreign')];
  const beside = origins.sibling === undefined ? [] : from(posts, 'sibling').slice(0, mostWays - 1);
  return attached === 'navigation' ? [...from(gets, 'foreign'), ...beside] : beside;
}

/** What stands in the same fields of another account's pages: an attacker has a session too. */
function foreignTokens(write: PageWrite, { setting, session }: Forging): Readonly<Record<string, string>> {
  const other = session.identity === 'a' ? 'b' : 'a';
  const pages = setting.exchanges.filter((one) => one.identity === other && one.afterSignIn).slice(-200);
  const found: Record<string, string> = {};
  for (const name of tokenNames(write)) {
    const field = literal(name);
    const shapes = [
      new RegExp(`name=["']${field}["'][^>]*value=["']([^"']{8,400})["']`),
      new RegExp(`value=["']([^"']{8,400})["'][^>]*name=["']${field}["']`),
    ];
    for (const page of pages.toReversed()) {
      const text = page.body.toString('utf8');
      const value = shapes.map((shape) => shape.exec(text)?.[1]).find((one) => one !== undefined);
      if (value === undefined) continue;
      found[name] = value
        .replace(/&amp;/g, '&')
        .replace(/&#x2B;|&#43;/gi, '+')
        .replace(/&#x3D;|&#61;/gi, '=');
      break;
    }
  }
  return found;
}

function benchOf({ exchange, shownBy }: PlantedWrite, forging: Forging): ForgeryBench {
  const { setting, session, attachment, origins } = forging;
  const { world, signal } = setting.context;
  const replayer = createReplayer(world, [session], signal);
  const ask = async (request: PlainRequest): Promise<Sight> => {
    const answer = await replayer.send(request, session);
    return answer.ok ? sightOf(request.url, answer.response) : { status: 0, outcome: 'failed', text: '' };
  };
  const read = (url: string) => ask({ method: 'GET', url, like: shownBy[0] ?? exchange, permit: 'sign-in' });
  const listUrls = new Set(shownBy.map(({ url }) => url));
  const collection = new URL(exchange.url);
  collection.search = '';
  return {
    journal: world.journal,
    owner: session.identity,
    read,
    lists: [
      ...(listUrls.has(collection.href) || exchange.method !== 'POST'
        ? []
        : [{ url: collection.href, read: () => read(collection.href) }]),
      ...shownBy.map((one) => ({ url: one.url, read: () => ask({ ...requestOf(one), permit: 'sign-in' }) })),
    ],
    async sendOwn({ method, url, body, contentType }) {
      const extra = await writeHeaders(session, url, contentType);
      return ask({ method, url, body, like: exchange, permit: 'write', extra });
    },
    async sendForged(way, from) {
      const kept = await session.context.cookies(way.url);
      const sent =
        from === 'sibling' ? undefined : way.method === 'GET' ? attachment.followLinks : attachment.goAnywhere;
      const origin = from === 'sibling' ? (origins.sibling ?? origins.foreign) : origins.foreign;
      const headers = foreignHeaders(
        way,
        origin,
        from === 'sibling' ? 'same-site' : 'cross-site',
        exchange,
        kept.filter(({ name }) => sent === undefined || sent.has(name)),
      );
      return (await sendWay(way, headers, 'write', world, signal)).sight;
    },
    remove: (url, mark) => deletePlanted(url, mark, askAs(session, url, replayer)),
    mark: () => `lr${world.randomHex(5)}`,
    wait: (ms) => world.clock.wait(ms, signal),
  };
}

function curlOf(way: FormWay | undefined, from: 'foreign' | 'sibling', { session, setting, origins }: Forging): string {
  if (!way) return 'Open the portal, sign in, and open a file of your own whose form posts to one of its addresses.';
  const quote = (text: string) => `'${setting.context.world.vault.redact(text).replace(/'/g, `'\\''`)}'`;
  const origin = from === 'sibling' ? (origins.sibling ?? origins.foreign) : origins.foreign;
  const parts = ['curl -sS -i', way.method === 'GET' ? '' : `-H ${quote(`Origin: ${origin}`)}`];
  if (way.contentType) parts.push(`-H ${quote(`Content-Type: ${way.contentType}`)}`);
  if (way.body !== undefined) parts.push(`--data-binary ${quote(way.body.slice(0, 600))}`);
  const who = `${session.identity.toUpperCase()}_COOKIE`;
  return (
    [...parts, `-b "$${who}"`, quote(way.url)].filter((one) => one !== '').join(' ') +
    `   # ${who}: the session cookie of a browser signed in as ${session.identity}`
  );
}
