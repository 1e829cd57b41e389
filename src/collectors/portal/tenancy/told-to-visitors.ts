import type { IdentityName } from '../../../model/identity.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import { openTab } from '../open-tab.ts';
import { isReplayable, keyOf, type Operation } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import { waitUntilQuiet } from '../quiet.ts';
import type { Exchange } from '../recorder.ts';
import { betweenProbes } from './alive.ts';
import { exchangeContent } from './answer-text.ts';
import { gatherAtoms, toAtom } from './gather-atoms.ts';
import { placesShown, rowsNaming, toldTo } from './named-rows.ts';
import { namesTheObject } from './private-reads.ts';
import { curlFor } from './reproduce.ts';
import { hasKeyInPath, isSigned, requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import { toView } from './view.ts';

const pageLimit = 6;

/**
 * auth.anonymous for what the pages for everybody ask themselves: an answer whose rows name both customers and say what either was told
 * alone. What pages for everybody show of any row is published; what none of them shows was not meant to be handed out.
 * Returns the operations that told such.
 */
export async function collectToldToVisitors(
  setting: Setting,
  owner: IdentityName,
  other: IdentityName,
): Promise<ReadonlySet<string>> {
  const { context } = setting;
  const found = new Set<string>();
  const texts: { pages?: readonly string[] | undefined } = {};
  for (const { operation, exchange } of openLists(setting)) {
    const { leaves } = exchangeContent(exchange);
    const told = (who: IdentityName) =>
      toldTo(
        setting.exchanges.filter((one) => one.identity === who),
        setting.session(who)?.self ?? [],
        exchange.url,
      );
    const [mine, theirs] = [told(owner), told(other)];
    const named = (isShown: (place: string) => boolean) => ({
      owner: rowsNaming(leaves, mine, theirs, isShown),
      other: rowsNaming(leaves, theirs, mine, isShown),
    });
    const all = named(() => false);
    if (all.owner.length === 0 || all.other.length === 0) continue;
    texts.pages ??= await textsForAll(setting, exchange.page);
    // What could not be looked at, or is drawn, may show anything.
    if (texts.pages === undefined) continue;
    const shown = placesShown(leaves, texts.pages);
    const rows = named((place) => shown.has(place));
    const [row] = rows.owner;
    if (!row || rows.other.length === 0) continue;
    context.progress(`reads as nobody: ${operation.template} names customers`);
    await tell(setting, operation, exchange, owner, row.values);
    found.add(keyOf(operation));
  }
  return found;
}

async function tell(
  setting: Setting,
  operation: Operation,
  exchange: Exchange,
  owner: IdentityName,
  values: readonly string[],
): Promise<void> {
  const { context } = setting;
  const { mark } = context.world;
  const request = requestOf(exchange);
  const probe = await setting.probe(owner);
  const { result, alive } = await betweenProbes(
    [probe],
    async () => ({
      owner: [await setting.ask(request, owner), await setting.ask(request, owner)] as const,
      nobody: [await setting.ask(request, 'anonymous'), await setting.ask(request, 'anonymous')] as const,
    }),
    setting.renew,
  );
  const atoms = gatherAtoms({
    ownerViews: result.nobody,
    canaries: [],
    self: [],
    knownElsewhere: (value) => !values.includes(value),
    sent: sentValues(request),
  });
  context.emit('tenancy.anonymous', `${operation.method} ${operation.template} (asked by a page for everybody)`, {
    method: operation.method,
    template: operation.template,
    host: operation.host,
    owner,
    compared: true,
    atoms: atoms.map((atom) => toAtom(atom, mark)),
    ownerViews: result.owner.map((view) => toView(view, atoms, mark)),
    anonymousViews: result.nobody.map((view) => toView(view, atoms, mark)),
    reproduce: curlFor(request, 'anonymous', context.world.vault.redact),
    declaredPublic:
      policyFor(context.target.config.policy, operation.method, operation.template)?.anonymous === 'allow',
    alive,
  });
}

/** Lists of data that nobody's pages asked for, by no reference of anybody's. */
function openLists({ map }: Setting) {
  return map.operations.filter(isReplayable).flatMap((operation) => {
    const recorded = (operation.by.get('anonymous') ?? []).find(
      ({ exchange, slots }) =>
        operation.method === 'GET' &&
        exchange.status === 200 &&
        (exchange.resource === 'fetch' || exchange.resource === 'xhr') &&
        exchange.own !== true &&
        exchangeContent(exchange).kind === 'json' &&
        !slots.some(namesTheObject) &&
        !isSigned(exchange.url) &&
        !hasKeyInPath(exchange.url),
    );
    return recorded ? [{ operation, exchange: recorded.exchange }] : [];
  });
}

/**
 * All text of the pages that nobody came to, folded parts as well. undefined where one could not be opened, or draws on a canvas or a map:
 * then nobody knows what they show.
 */
async function textsForAll(setting: Setting, first: string): Promise<readonly string[] | undefined> {
  const { context } = setting;
  const { world, signal } = context;
  const nobody = setting.session('anonymous');
  const visited = context.live.get(crawlsSlot)?.get('anonymous')?.visited ?? [];
  const pages = [...new Set([first, ...visited])].filter((url) => /^https?:/.test(url)).slice(0, pageLimit);
  const tab = nobody && (await openTab(nobody.page).catch(() => undefined));
  if (!nobody || !tab || pages.length === 0) return undefined;
  try {
    const found: string[] = [];
    for (const url of pages) {
      await tab.goto(url, { waitUntil: 'domcontentloaded', timeout: 12_000 });
      await waitUntilQuiet(tab, nobody.recorder, world.clock, signal, { limitMs: 3000 });
      const { text, drawn } = await tab.evaluate(whatItSays);
      if (drawn) return undefined;
      found.push(text);
    }
    return found;
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return undefined;
  } finally {
    await tab.close().catch(() => undefined);
  }
}

/** Runs inside the page. */
function whatItSays(): { text: string; drawn: boolean } {
  const map = 'canvas, [class*=leaflet], [class*=mapbox], [class*=maplibre], [class*=gm-style], [class*=ol-viewport]';
  const parts: string[] = [];
  const take = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (/^(SCRIPT|STYLE|NOSCRIPT)$/.test(element.tagName)) continue;
      for (const node of element.childNodes) if (node.nodeType === 3) parts.push(node.textContent ?? '');
      for (const name of ['title', 'alt', 'aria-label', 'value', 'placeholder'])
        parts.push(element.getAttribute(name) ?? '');
      if (element.shadowRoot) take(element.shadowRoot);
    }
  };
  take(document);
  return { text: parts.filter((one) => one.trim() !== '').join('\n'), drawn: document.querySelector(map) !== null };
}
