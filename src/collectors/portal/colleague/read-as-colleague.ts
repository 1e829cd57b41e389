import type { FunctionTrial } from '../../write-evidence.ts';
import { isReplayable, type Operation } from '../operations/operation-map.ts';
import { pageOfData } from '../operations/page-of-data.ts';
import { policyFor } from '../policy.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import { curlFor } from '../tenancy/reproduce.ts';
import { requestOf, sentValues } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { asIfNotSeen } from './as-if-not-seen.ts';
import { atomsOf } from './colleague-atoms.ts';
import { placeOf } from './look-at-page.ts';
import { refusedSource } from './refused-source.ts';
import { type Row, rowsHeld, rowsOf, rowsOfNone } from './same-rows.ts';
import { forged } from './send-offer.ts';
import { isOneText, mostlyIn, shareAName, tellsAsMuch } from './same-data.ts';

type Trial = Omit<FunctionTrial, 'alive'>;
export interface RefusedPage {
  readonly page: string;
  readonly status: number;
}
interface Asked {
  readonly operation: Operation;
  readonly request: PlainRequest;
  readonly pages: ReadonlySet<string>;
  readonly view: RawView;
}

const operationLimit = 60;

/**
 * What A reads and A2 was not seen to read, asked for as A2. It counts where the server refuses A2 the same: the only pages that read
 * it, the only answers that name it, or another operation with nearly all the same values. What a colleague may simply see as well is nobody's secret.
 */
export async function readAsColleague(
  given: Setting,
  refused: readonly RefusedPage[],
  unlinked: readonly string[] = [],
): Promise<readonly Trial[]> {
  const setting = withoutPages(given, unlinked);
  const asked: Asked[] = [];
  for (const { operation, exchange, pages } of candidatesOf(setting, refused)) {
    const request = requestOf(exchange);
    asked.push({ operation, request, pages, view: await setting.ask(request, 'a2') });
  }
  // Refused for want of a token says nothing of a role.
  const isOfToken = ({ status, content }: RawView) => status === 419 || forged.test(content.text);
  const denied = asked.filter(({ view }) => view.outcome === 'denied' && view.status !== 404 && !isOfToken(view));
  const refusals = [
    ...refused.map(({ page, status }) => ({
      what: `GET ${new URL(page).pathname}`,
      status,
      covers: (url: string) => placeOf(url) === placeOf(page),
    })),
    ...denied.map(({ operation, view }) => ({
      what: `${operation.method} ${operation.template}`,
      status: view.status,
      covers: (url: string) => (operation.by.get('a') ?? []).some(({ exchange }) => exchange.url === url),
    })),
  ];
  const trials: Trial[] = [];
  for (const one of asked.filter(({ view }) => view.outcome === 'data')) {
    const page = refused.find((each) => one.pages.has(placeOf(each.page)));
    const byPage = page && [...one.pages].every((place) => refused.some((each) => placeOf(each.page) === place));
    if (byPage && shareAName(new URL(page.page), one.operation.template)) {
      const trial = await judge(one, one, { what: `GET ${new URL(page.page).pathname}`, status: page.status });
      if (trial) trials.push(trial);
      continue;
    }
    const source = refusedSource(setting, one, refusals);
    const child = source && (await judge(one, one, source));
    if (child) {
      trials.push(child);
      continue;
    }
    for (const other of denied) {
      const what = `${other.operation.method} ${other.operation.template}`;
      const trial = await judge(one, other, { what, status: other.view.status });
      if (trial) trials.push(trial);
      if (trial) break;
    }
  }
  return trials;

  /** Whether A2's answer holds what A reads by `from`, twice. */
  async function judge(
    one: Asked,
    from: Asked,
    beside: NonNullable<Trial['within']>['beside'],
  ): Promise<Trial | undefined> {
    const atoms = await atomsOf(setting, from.request);
    const isIn = (atoms.length >= 2 || isOneText(atoms)) && mostlyIn(atoms, one.view);
    const alike = one !== from && !isIn && rowsHeld(rowsOf(exchangeContent(from.request.like)), one.view.content) > 1;
    const rows = alike ? await rowsOfOwner(setting, from.request) : [];
    if (!isIn && !mostRows(rows, one.view)) return undefined;
    const heldIn = (view: RawView) =>
      isIn ? atoms.filter((atom) => holds(view.content.text, atom.value)).length : rowsHeld(rows, view.content);
    if (one !== from && !tellsAsMuch(exchangeContent(from.request.like), one.view, sentValues(from.request)))
      return undefined;
    const again = await setting.ask(one.request, 'a2');
    const { method, template, host } = one.operation;
    const rule = policyFor(setting.context.target.config.policy, method, template);
    return {
      method,
      template,
      host,
      privileged: 'a',
      asker: 'a2',
      telling: isIn ? atoms.length : rows.length,
      attempts: [
        {
          way: 'as it is',
          status: one.view.status,
          outcome: one.view.outcome,
          held: [heldIn(one.view), heldIn(again)],
        },
      ],
      pageHides: null,
      declaredFor: rule?.roles ?? (rule?.scope === 'shared' ? ['everybody'] : []),
      within: {
        does: 'read',
        field: '',
        page: one === from ? 'refused' : 'without',
        said: false,
        ...(beside ? { beside } : {}),
        ...(isIn && isOneText(atoms) ? { text: true as const } : {}),
        restored: null,
      },
      reproduce: curlFor(one.request, 'a2', setting.context.world.vault.redact),
    };
  }
}

/** The setting as if A2 had never opened these pages: no menu leads it there. */
function withoutPages(setting: Setting, pages: readonly string[]): Setting {
  const places = new Set(pages.map(placeOf));
  return places.size === 0 ? setting : asIfNotSeen(setting, 'a2', (one) => places.has(readFrom(one)));
}

const readFrom = ({ page, resource, url }: Exchange) =>
  placeOf(resource === 'document' ? url : (pageOfData(url) ?? page));

const mostRows = (rows: readonly Row[], { content }: RawView) =>
  rows.length > 1 && rowsHeld(rows, content) >= Math.max(2, rows.length * 0.7);

/** Rows of short values (a log, say) that A reads there twice, and that neither A2 nor a stranger meets. */
async function rowsOfOwner(setting: Setting, request: PlainRequest): Promise<readonly Row[]> {
  const [first, second] = [await setting.ask(request, 'a'), await setting.ask(request, 'a')];
  if (first.outcome !== 'data' || second.outcome !== 'data') return [];
  const others = setting.exchanges.filter(({ identity }) => identity === 'a2' || identity === 'anonymous');
  const stable = rowsOf(first.content).filter((row) => rowsHeld([row], second.content) > 0);
  return rowsOfNone(stable, others.map(exchangeContent));
}

/** Reads of A's that A2 was not seen to make, those of refused pages first. */
function candidatesOf(setting: Setting, refused: readonly RefusedPage[]) {
  const places = new Set(refused.map(({ page }) => placeOf(page)));
  const isUsed = ({ by }: Operation) => (by.get('a2') ?? []).some(({ exchange }) => exchange.status < 400);
  return setting.map.operations
    .filter((one) => isReplayable(one) && !isUsed(one))
    .flatMap((operation) => {
      const own = (operation.by.get('a') ?? []).filter(({ exchange }) => exchange.status < 300);
      const exchange = own[0]?.exchange;
      // The map keeps each address once, whichever page asked first.
      const urls = new Set(own.map((one) => one.exchange.url));
      const all = setting.exchanges.filter((one) => one.identity === 'a' && !one.own && urls.has(one.url));
      const pages = new Set(all.map(readFrom));
      if (!exchange || (exchange.resource === 'document' && places.has(placeOf(exchange.url)))) return [];
      return [{ operation, exchange, pages, near: [...pages].some((place) => places.has(place)) ? 0 : 1 }];
    })
    .sort((one, other) => one.near - other.near)
    .slice(0, operationLimit);
}
