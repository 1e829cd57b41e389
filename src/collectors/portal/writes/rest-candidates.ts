import { isItem } from '../../../parse/item-address.ts';
import { policyFor } from '../policy.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import type { CrossCandidate } from '../tenancy/cross-candidate.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import type { Parties, WriteCandidate } from './candidate.ts';
import { isNamedChange } from './named-changes.ts';
import { atOwnParent, belowItsOwn } from './own-parent.ts';
import { isIdKey, isRecord, recordIn, textFieldOf, valueAt } from './text-field.ts';
import { recordTarget, type Way } from './write-target.ts';

/** Records of the owner's that an address of the API names: changed at that address, or at the asker's own with the owner's id in the body. */
export function restCandidates(
  setting: Setting,
  candidates: readonly CrossCandidate[],
  { asker }: Parties,
): readonly WriteCandidate[] {
  const seen = new Set<string>();
  return candidates.flatMap(({ operation, slot, origin, ownerRequest }): WriteCandidate[] => {
    const key = `${operation.host}${operation.template}`;
    const isRecordAddress =
      operation.method === 'GET' && operation.answers === 'api' && slot.place === 'path' && origin === 'observed';
    // A part of a record (`/sites/7/access`) is changed by itself where something names that.
    const isChanged = isItem(operation.template) || isNamedChange(setting, ownerRequest.url);
    if (!isRecordAddress || seen.has(key) || !isChanged) return [];
    if (mayNotWrite(setting, 'PATCH', new URL(ownerRequest.url).pathname)) return [];
    if (policyFor(setting.context.target.config.policy, 'PATCH', operation.template)?.scope === 'shared') return [];
    seen.add(key);
    const url = withoutQuery(ownerRequest.url);
    const own = operation.by.get(asker)?.find(({ exchange }) => exchange.status < 300)?.exchange;
    const below = candidates.find(
      (one) =>
        one.operation.host === operation.host &&
        one.operation.template === operation.template &&
        one.slot.value === slot.value &&
        one.slot.name.endsWith('(own parent)'),
    );
    const belowOwn = below && withoutQuery(below.askerRequest.url);
    return [
      {
        host: operation.host,
        method: 'PATCH',
        template: operation.template,
        read: { ...ownerRequest, url },
        reference: slot.value,
        targetOf: (view) => {
          const target = recordTarget(url, view);
          const record = recordIn(view.content)?.record ?? {};
          const idKey = Object.keys(record).find((name) => isIdKey(name) && String(record[name]) === slot.value);
          if (!target) return undefined;
          const more = (way: Way) => [...target.more(way), ...(belowOwn ? [atOwnParent(way, belowOwn)] : [])];
          if (!own || idKey === undefined) return { ...target, more };
          const aside = atOwnAddress(setting, withoutQuery(own.url), own, idKey, slot.value, asker);
          // Only a part is sent there: a whole record of the owner's would replace the asker's own.
          return { ...target, more: (way) => [...more(way), ...(way.way === 'PATCH' ? [aside(way)] : [])] };
        },
        ...(belowOwn ? { addressOf: (way: string) => (way.endsWith(belowItsOwn) ? belowOwn : undefined) } : {}),
        ...(own
          ? {
              askersOwn: {
                read: { method: 'GET', url: withoutQuery(own.url), like: own },
                targetOf: (view: RawView) => recordTarget(withoutQuery(own.url), view),
              },
            }
          : {}),
        sample: (field) => JSON.stringify(sampleOf(ownerRequest, field)),
      },
    ];
  });
}

/** The body of such a change, in the manner of the portal: JSON:API names the resource. */
function sampleOf({ like }: CrossCandidate['ownerRequest'], field: string): unknown {
  const resource = textFieldOf(exchangeContent(like))?.resource;
  const change = { [field]: 'CHANGED' };
  return resource ? { data: { type: resource.type, id: 'THE ID', attributes: change } } : change;
}

/** The asker's own address, and the owner's id in the body: some servers believe the body. The asker's own text is put back. */
function atOwnAddress(
  setting: Setting,
  url: string,
  like: WriteCandidate['read']['like'],
  idKey: string,
  id: string,
  asker: Parties['asker'],
): (way: Way) => Way {
  const bench = benchAt(setting, { method: 'GET', url, like }, asker);
  return (way) => ({
    way: `${way.way} at its own address, with the owner’s id in the body`,
    async form(value, as) {
      const write = await way.form(value, as);
      const body: unknown = JSON.parse(write?.body ?? 'null');
      const typed = /^\d{1,15}$/.test(id) ? Number(id) : id;
      if (!write || !isRecord(body)) return undefined;
      // JSON:API names the resource inside `data`.
      const named = isRecord(body.data) ? { ...body, data: { ...body.data, id } } : { ...body, [idKey]: typed };
      return { ...write, url, body: JSON.stringify(named) };
    },
    async aside(mark) {
      const before = await bench.read();
      const field = textFieldOf(before.content);
      const target = recordTarget(url, before);
      if (!field || !target) return async () => true;
      const undo = await target.ways[0]?.form(field.value, asker);
      if (!undo) return async () => true;
      const entry = await bench.journal.plan({
        identity: asker,
        method: 'PATCH',
        url,
        what: `${asker} sends its own record with another id`,
        undo: { ...undo, as: asker, look: { url, mark } },
      });
      return async () => {
        const now = await bench.read();
        if (valueAt(now.content, field.keys) === field.value) {
          await bench.journal.settle(entry, { state: 'undone', detail: 'its own record is as it was' });
          return true;
        }
        await bench.write(asker, undo);
        const back = valueAt((await bench.read()).content, field.keys) === field.value;
        const detail = back ? 'the former value was read again' : 'the former value did not come back';
        await bench.journal.settle(entry, { state: back ? 'undone' : 'cannot-undo', detail });
        return back;
      };
    },
  });
}

function withoutQuery(address: string): string {
  const url = new URL(address);
  url.search = '';
  return url.href;
}
