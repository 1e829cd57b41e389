import type { IdentityName } from '../../../model/identity.ts';
import { isReplayable, type Operation, type SlotValue } from '../operations/operation-map.ts';
import { exchangeContent } from './answer-text.ts';
import { isAtomLike } from './atoms.ts';
import type { CrossCandidate } from './cross-candidate.ts';
import { knownTo } from './known-references.ts';
import { metAnyway } from './met-anyway.ts';
import type { PlainRequest } from './replay.ts';
import { requestOf, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';

const queriesEach = 3;

/**
 * What the query options of OData reach besides (OData 4.01 URL conventions, §5.1.1 and §5.1.3): a collection filtered for the
 * owner's key behind an `or`, where the condition that keeps tenants apart is written in front of the asker's own; and a collection
 * that all share with the owner's one expanded below it, where only the addressed collection is kept apart.
 */
export async function odataQueries(
  setting: Setting,
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly CrossCandidate[]> {
  const operations = setting.map.operations.filter((one) => isReplayable(one) && one.method === 'GET');
  const found = [...(await filtered(setting, operations, owner, asker)), ...expanded(operations, owner)];
  const telling: CrossCandidate[] = [];
  for (const one of found) {
    // An answer without anything of the owner's is of another record, or of none: it settles nothing, and is no question.
    const told = (await setting.ask(one.askerRequest, asker)).content.leaves.map(({ value }) => value);
    const theirs = exchangeContent(one.ownerRequest.like).leaves.filter(
      (leaf) => isAtomLike(leaf) && !setting.knows(asker, leaf.value),
    );
    if (theirs.some(({ value }) => told.includes(value))) telling.push(one);
  }
  return telling;
}

async function filtered(
  setting: Setting,
  operations: readonly Operation[],
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly CrossCandidate[]> {
  const others = setting.exchanges.filter((one) => one.identity === asker || one.identity === 'anonymous');
  const known = knownTo(setting.map, asker, others);
  const found: CrossCandidate[] = [];
  for (const operation of operations) {
    const [, collection, quote] = /^(.*\/\w+)\(('?)\{id\}'?\)$/.exec(operation.template) ?? [];
    if (collection === undefined || found.length >= queriesEach) continue;
    for (const { exchange, slots } of operation.by.get(owner) ?? []) {
      const slot = slots.findLast((one) => one.place === 'path');
      if (!slot || exchange.status >= 300 || known(slot, operation)) continue;
      const key = keyOf(exchangeContent(exchange).json, slot.value);
      if (key === undefined || (await metAnyway(setting, slot.value, owner, asker))) continue;
      const literal = (value: string) => `${quote}${value}${quote}`;
      const wanted = `${key} eq ${literal('0')} or ${key} eq ${literal(slot.value)}`;
      const url = new URL(exchange.url);
      url.pathname = url.pathname.replace(/\([^/]*\)$|%28[^/]*$/i, '');
      url.search = '';
      found.push(candidate(operation, collection, { ...requestOf(exchange), url: url.href }, '$filter', wanted));
      break;
    }
  }
  return found;
}

function expanded(operations: readonly Operation[], owner: IdentityName): readonly CrossCandidate[] {
  const collections = operations.filter((one) => /\/\w+$/.test(one.template) && one.answers === 'api');
  return collections
    .flatMap((below) =>
      (below.by.get(owner) ?? []).flatMap(({ exchange }) => {
        const expand = new URL(exchange.url).searchParams.get('$expand') ?? '';
        return expand
          .replace(/\([^()]*\)/g, '')
          .split(',')
          .flatMap((nav) => {
            const above = collections.find(
              (one) => one !== below && one.host === below.host && isNamed(nameOf(one), nav.trim()),
            );
            const like = above?.by.get(owner)?.[0]?.exchange;
            if (!above || !like || exchange.status >= 300) return [];
            const url = new URL(like.url);
            url.search = '';
            const asked = { ...requestOf(like), url: url.href };
            // It is the rows below that are asked for, by way of the ones above.
            const one = candidate(above, below.template, asked, '$expand', `${nameOf(below)}($top=100)`);
            const slot = { ...one.slot, name: `$expand below ${nameOf(above)}`, at: ['$expand'] };
            return [{ ...one, slot, ownerRequest: requestOf(exchange) }];
          });
      }),
    )
    .filter((one, at, all) => all.findIndex((other) => other.askerRequest.url === one.askerRequest.url) === at)
    .slice(0, queriesEach);
}

const nameOf = ({ template }: Operation): string => template.split('/').at(-1) ?? '';
const isNamed = (collection: string, nav: string): boolean =>
  nav !== '' && [nav, `${nav}s`, `${nav}es`, nav.replace(/y$/, 'ies')].includes(collection);

/** The field of a record that holds its key. */
function keyOf(json: unknown, value: string): string | undefined {
  const fields = json !== null && typeof json === 'object' ? Object.entries(json) : [];
  return fields.find(([name, one]) => /^[A-Za-z]\w*$/.test(name) && String(one) === value)?.[0];
}

function candidate(
  operation: Operation,
  template: string,
  request: PlainRequest,
  name: string,
  value: string,
): CrossCandidate {
  const url = new URL(request.url);
  url.searchParams.set(name, value);
  const asked = { ...request, url: url.href };
  const slot: SlotValue = { place: 'query', name, value };
  return {
    operation: { ...operation, template, by: new Map() },
    ownerRequest: asked,
    askerRequest: asked,
    slot,
    origin: 'swapped',
    sent: sentValues(asked),
    names: 'object',
  };
}
