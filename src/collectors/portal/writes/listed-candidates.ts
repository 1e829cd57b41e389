import { itemAddress } from '../../../parse/item-address.ts';
import { hostOfUrl } from '../entry.ts';
import { isReplayable } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { isTableRead } from '../tenancy/table-reads.ts';
import type { RawView } from '../tenancy/view.ts';
import { mayNotWrite } from './bench.ts';
import type { Parties, WriteCandidate } from './candidate.ts';
import { namedAt } from './named-changes.ts';
import { metAs } from './owner-value.ts';
import { idOfRow, rowIn, rowsIn, textOf } from './rows.ts';
import { jsonWay, patchWithRest, recordTarget, type WriteTarget } from './write-target.ts';

const listLimit = 4;

/**
 * Records that the pages show in lists alone, and change where their id goes behind the list's address: read in the list, changed by
 * PATCH. Never as a whole: a list may show less of a record than there is. Needs `guess` where nothing names the address, for no page was seen to ask there.
 */
export function listedCandidates(setting: Setting, { owner, asker }: Parties): readonly WriteCandidate[] {
  const { map, context } = setting;
  const found: WriteCandidate[] = [];
  for (const operation of map.operations.filter(isReplayable)) {
    const exchange = operation.by.get(owner)?.find((one) => one.exchange.status === 200)?.exchange;
    if (operation.method !== 'GET' || operation.answers !== 'api' || !exchange || isTableRead(exchange)) continue;
    const item = `${operation.template.replace(/\/$/, '')}/{id}`;
    const isKnown = map.operations.some(
      (one) => one.host === operation.host && one.method === 'GET' && one.template.startsWith(item.slice(0, -3)),
    );
    const path = new URL(exchange.url).pathname;
    if (isKnown || found.length >= listLimit || mayNotWrite(setting, 'PATCH', path)) continue;
    if (policyFor(context.target.config.policy, 'PATCH', item)?.scope === 'shared') continue;
    const row = rowsIn(exchangeContent(exchange).json).find((one) => {
      const id = idOfRow(one);
      return id !== undefined && !metAs(setting, asker, 'id', id) && textOf(one) !== undefined;
    });
    const id = row && idOfRow(row);
    if (id === undefined) continue;
    const named = namedAt(setting, itemAddress(exchange.url, id)).filter(({ method }) => method === 'PATCH');
    if (named.length === 0 && context.world.scope.refuses('guess', hostOfUrl(exchange.url)) !== undefined) continue;
    found.push({
      host: operation.host,
      method: 'PATCH',
      template: item,
      read: requestOf(exchange),
      reference: id,
      targetOf: (view) => listedTarget(itemAddress(exchange.url, id), id, view, named.length > 0),
      addressOf: () => itemAddress(exchange.url, id),
      sample: (field) => JSON.stringify({ [field]: 'CHANGED' }),
    });
  }
  return found;
}

/** The list's answer as if it were the one record; no state of the list's is the record's. */
function rowView({ etag: _ofTheList, ...view }: RawView, id: string): RawView {
  const row = view.outcome === 'data' ? rowsIn(view.content.json).find((one) => idOfRow(one) === id) : undefined;
  return row ? { ...view, content: { ...view.content, json: row } } : { ...view, outcome: 'empty' };
}

function listedTarget(url: string, id: string, view: RawView, named: boolean): WriteTarget | undefined {
  const target = recordTarget(url, rowView(view, id));
  if (!target) return undefined;
  const { place } = target;
  const row = named ? allShown(rowView(view, id)) : undefined;
  const withRow = row ? [jsonWay('PATCH', url, (value) => ({ ...row, [place.name]: value }), patchWithRest)] : [];
  return {
    ...target,
    ways: [...target.ways.filter(({ whole, way }) => !whole && way !== patchWithRest), ...withRow],
    place: {
      ...place,
      now: (later) => place.now(rowView(later, id)),
      isAsBefore: (later) => place.isAsBefore(rowView(later, id)),
    },
  };
}

/** The plain fields of a row, where none of them can be the beginning of a longer text. */
function allShown(view: RawView): Readonly<Record<string, unknown>> | undefined {
  const fields = Object.entries(rowIn(view.content.json) ?? {}).filter(([, value]) => typeof value !== 'object');
  const isCut = fields.some(
    ([, value]) => typeof value === 'string' && (value.length > 120 || /(…|\.\.\.)$/.test(value)),
  );
  return isCut ? undefined : Object.fromEntries(fields);
}
