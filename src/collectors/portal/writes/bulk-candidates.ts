import { crawlsSlot } from '../crawl/collector.ts';
import type { CrossCandidate } from '../tenancy/cross-candidate.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { Parties, WriteCandidate } from './candidate.ts';
import { objectPlace } from './object-place.ts';
import { lookAfterOwn, type OwnObject } from './sent-target.ts';
import { recordIn, textFieldOf } from './text-field.ts';
import type { Way, WriteForm } from './write-target.ts';

/** An operation on several records at once that a description or a script names, and no page was seen to use. */
interface BulkPath {
  readonly method: string;
  readonly url: URL;
  /** What a description says its body holds; nothing known where a script names it. */
  readonly body?: readonly string[];
}

const bulkWord =
  /^(bulk|batch|mass|multi|multiple|many)([-_]?(update|edit|change|patch))?$|^(update|edit|patch)[-_]?(bulk|batch|many|all|multiple)$/i;
const changeWord =
  /(^|[/_-])(update|edit|change|modify|patch|set|save)([/_-]|$)|(update|edit|patch)(many|bulk|all)?$|bulk(update|edit|patch)/i;
const idsName = /^(ids|uuids|keys|\w*_ids|\w+Ids)$/;
const innerName = /^(data|changes?|updates?|patch|values?|attributes|set|fields|payload)$/i;
const itemsName = /^(items|records|rows|entries|objects|operations)$/i;

/**
 * Records of the owner's that several-at-once operations may change: as the owner with its own record alone, so that the body is
 * known to work; then the asker with the owner's record, alone and behind one of its own. Only where the path or its description
 * says that it changes what is there: a POST that may make or delete things is never guessed.
 */
export function bulkCandidates(
  setting: Setting,
  candidates: readonly CrossCandidate[],
  { asker }: Parties,
): readonly WriteCandidate[] {
  const found = new Map<string, WriteCandidate>();
  for (const bulk of bulkPaths(setting))
    for (const { operation, slot, origin, ownerRequest } of candidates) {
      const template = bulk.url.pathname;
      const key = `${bulk.method} ${bulk.url.host}${template}`;
      const isRecord = operation.method === 'GET' && operation.answers === 'api' && slot.place === 'path';
      if (found.has(key) || !isRecord || origin !== 'observed' || !isOfKind(bulk.url, operation, ownerRequest.url))
        continue;
      if (mayNotWrite(setting, bulk.method, template) || hasFurtherEffect(template)) continue;
      const own = operation.by.get(asker)?.find(({ exchange }) => exchange.status < 300)?.exchange;
      const mine = own && ownObject(setting, own, asker);
      found.set(key, {
        host: bulk.url.host,
        method: bulk.method,
        template,
        read: ownerRequest,
        reference: slot.value,
        targetOf: (view) => {
          const field = textFieldOf(view.content);
          const record = recordIn(view.content)?.record;
          const id = record && idOf(record);
          const name = field?.keys.at(-1);
          const place = id && name ? objectPlace(view, id.text, name) : undefined;
          if (!id || !name || !place) return undefined;
          const noun = nounOf(operation.template);
          const makings = bodies(bulk, name, noun);
          const form = (body: unknown): WriteForm => ({
            method: bulk.method,
            url: bulk.url.href,
            body: JSON.stringify(body),
            contentType: 'application/json',
          });
          const ways = makings.map(
            ({ what, make }): Way => ({
              way: `${bulk.method} ${what}`,
              form: async (value) => form(make([id.json], value)),
            }),
          );
          const behindOwn = (way: Way): readonly Way[] => {
            const making = makings.find(({ what }) => way.way.endsWith(what));
            return making && mine
              ? [
                  {
                    way: `${way.way}, the owner’s record behind its own one`,
                    form: async (value) => form(making.make([mine.json, id.json], value)),
                    aside: () => lookAfterOwn(mine, name, (text) => form(making.make([mine.json], text))),
                  },
                ]
              : [];
          };
          // What the owner's way has shown to work is what the asker sends; other bodies tell nothing more.
          return { place, ways, more: behindOwn, only: true };
        },
        sample: (name) => JSON.stringify({ ids: ['ID OF B'], [name]: 'CHANGED' }),
      });
    }
  return [...found.values()];
}

function bulkPaths({ context }: Setting): readonly BulkPath[] {
  const named = [...(context.live.get(crawlsSlot)?.values() ?? [])].flatMap((one) => one.named ?? []);
  const paths = named.flatMap(({ method, template, body }): BulkPath[] => {
    if (!/^(POST|PATCH|PUT)$/.test(method) || template.includes('{') || !URL.canParse(template)) return [];
    const url = new URL(template);
    const says = url.pathname.split('/').some((part) => bulkWord.test(part));
    const listed = body?.some((name) => idsName.test(name)) === true;
    const changes = method === 'PATCH' || changeWord.test(url.pathname) || (says && listed && method !== 'PUT');
    return (says || listed) && changes ? [{ method, url, ...(body ? { body } : {}) }] : [];
  });
  return [...new Map(paths.map((one) => [`${one.method} ${one.url.href}`, one])).values()].slice(0, 12);
}

/** `/api/notes/bulk` and `/api/bulk/notes` change what `/api/notes/{id}` shows. */
function isOfKind(bulk: URL, operation: CrossCandidate['operation'], address: string): boolean {
  const noun = nounOf(operation.template);
  const parts = bulk.pathname.toLowerCase().split(/[/_-]/);
  return (
    new URL(address).host === bulk.host &&
    noun.length >= 3 &&
    parts.some((part) => part === noun || `${part}s` === noun)
  );
}

const nounOf = (template: string) => {
  const parts = template.toLowerCase().replace(/\/$/, '').split('/');
  return parts.at(-1)?.startsWith('{') === true ? (parts.at(-2) ?? '') : '';
};

interface Making {
  readonly what: string;
  readonly make: (ids: readonly (string | number)[], value: string) => unknown;
}

/** The bodies that such operations take elsewhere; where a description names the fields, those alone. */
function bodies({ body, method, url }: BulkPath, name: string, noun: string): readonly Making[] {
  const ids = body?.find((one) => idsName.test(one)) ?? 'ids';
  const flat: Making = { what: `{ ${ids}, ${name} }`, make: (all, value) => ({ [ids]: all, [name]: value }) };
  const inside = (key: string): Making => ({
    what: `{ ${ids}, ${key}: { ${name} } }`,
    make: (all, value) => ({ [ids]: all, [key]: { [name]: value } }),
  });
  const list: Making['make'] = (all, value) => all.map((id) => ({ id, [name]: value }));
  const items = (key: string): Making => ({
    what: `{ ${key}: [{ id, ${name} }] }`,
    make: (all, value) => ({ [key]: list(all, value) }),
  });
  if (body?.some((one) => idsName.test(one))) {
    const inner = body.find((one) => innerName.test(one));
    return [...(body.includes(name) ? [flat] : []), ...(inner ? [inside(inner)] : [])];
  }
  const holder = body?.find((one) => itemsName.test(one) || one.toLowerCase() === noun);
  // Items in a PUT or POST might replace or make records: only where the path says that it changes them.
  const mayList = method === 'PATCH' || changeWord.test(url.pathname);
  if (body && body.length > 0) return holder && mayList ? [items(holder)] : [];
  return [
    flat,
    ...['data', 'changes', 'update', 'patch', 'values', 'set', 'fields', 'attributes'].map(inside),
    ...(mayList ? [{ what: `[{ id, ${name} }]`, make: list }, items('items'), items(noun)] : []),
  ];
}

function idOf(record: Readonly<Record<string, unknown>>) {
  const id = [record.id, record._id, record.uuid].find((one) => typeof one === 'string' || typeof one === 'number');
  return typeof id === 'string' || typeof id === 'number' ? { text: String(id), json: id } : undefined;
}

type Mine = OwnObject & { readonly json: string | number };

function ownObject(setting: Setting, seen: Parameters<typeof requestOf>[0], asker: Parties['asker']): Mine | undefined {
  const record = recordIn(exchangeContent(seen))?.record;
  const id = record && idOf(record);
  return id && { id: id.text, json: id.json, asker, bench: benchAt(setting, requestOf(seen), asker) };
}
