import type { ScriptOperation } from '../../../parse/graphql-in-script.ts';
import { crawlsSlot } from '../crawl/collector.ts';
import type { Operation } from '../operations/operation-map.ts';
import { policyFor } from '../policy.ts';
import { type AnswerContent, exchangeContent } from '../tenancy/answer-text.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { CrossCandidate } from '../tenancy/cross-candidate.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { benchAt, mayNotWrite } from './bench.ts';
import type { Parties, WriteCandidate } from './candidate.ts';
import { type GraphqlSchema, introspection, mutationsFor, named, readSchema } from './graphql-mutations.ts';
import { type ScriptMutation, scriptMutations } from './script-mutations.ts';
import { lookAfterOwn, type OwnObject } from './sent-target.ts';
import { objectPlace } from './object-place.ts';
import { isRecord, textFieldOf } from './text-field.ts';
import type { Way, WriteForm } from './write-target.ts';

/** What an endpoint says about itself, asked once as the owner; undefined where it says nothing. */
export async function schemaOf(
  setting: Setting,
  like: PlainRequest,
  as: Parties['owner'],
): Promise<GraphqlSchema | undefined> {
  const { like: recorded } = like;
  const url = new URL(like.url);
  url.search = '';
  const request: PlainRequest = {
    method: 'POST',
    url: url.href,
    like: recorded,
    body: JSON.stringify({ query: introspection }),
    extra: [['content-type', 'application/json']],
  };
  const view = await setting.ask(request, as);
  return readSchema(view.content.json);
}

/** Records of the owner's that a GraphQL query reads, and the mutations that the schema has for them. */
export async function graphqlCandidates(
  setting: Setting,
  candidates: readonly CrossCandidate[],
  { owner, asker }: Parties,
): Promise<readonly WriteCandidate[]> {
  const documents = [...(setting.context.live.get(crawlsSlot)?.values() ?? [])].flatMap((one) => one.documents ?? []);
  const schemas = new Map<string, GraphqlSchema | undefined>();
  const found: WriteCandidate[] = [];
  for (const { operation, slot, origin, ownerRequest } of candidates) {
    if (operation.method !== 'query' || slot.place !== 'graphql' || origin !== 'observed') continue;
    const { pathname, host } = new URL(ownerRequest.url);
    const key = `${host}${pathname}`;
    if (!schemas.has(key)) schemas.set(key, await schemaOf(setting, ownerRequest, owner));
    const schema = schemas.get(key);
    const record = recordOfData((await setting.ask(ownerRequest, owner)).content, slot.value);
    if (!record) continue;
    const mutations = sendable(schema, documents, record).filter(
      ({ name }) =>
        !mayNotWrite(setting, 'mutation', name) &&
        policyFor(setting.context.target.config.policy, 'mutation', name)?.scope !== 'shared',
    );
    const [first] = mutations;
    if (!first || found.some((one) => one.template === first.name)) continue;
    const id = record.id;
    const url = `${new URL(ownerRequest.url).origin}${pathname}`;
    const form = (body: string): WriteForm => ({ method: 'POST', url, body, contentType: 'application/json' });
    const ways = mutations.map(
      ({ name, body }): Way => ({ way: `mutation ${name}`, form: async (value) => form(body([id], value)) }),
    );
    const mine = ownObject(setting, operation, asker);
    const behindOwn = mutations.flatMap(({ name, many, body }): readonly Way[] =>
      many && mine
        ? [
            {
              way: `mutation ${name}, the owner’s id behind its own one`,
              form: async (value) => form(body([mine.id, id], value)),
              aside: () => lookAfterOwn(mine, record.key, (text) => form(body([mine.id], text))),
            },
          ]
        : [],
    );
    found.push({
      host: operation.host,
      method: 'mutation',
      template: first.name,
      read: ownerRequest,
      reference: slot.value,
      targetOf: (view) => {
        const place = objectPlace(view, id, record.key);
        return place && { place, ways, more: () => behindOwn };
      },
      sample: () => first.body([id], 'CHANGED'),
    });
  }
  return found;
}

/** The mutations that can be sent for a record: those of the schema, where there is none those of the portal's scripts. */
function sendable(
  schema: GraphqlSchema | undefined,
  documents: readonly ScriptOperation[],
  { root, value, key }: Found,
): readonly ScriptMutation[] {
  if (!schema) return scriptMutations(documents, typeNamed(root, value), key, value);
  return mutationsFor(schema, typeOf(schema, root, value), key, value).map(({ name, many, source }) => ({
    name,
    many,
    body: (ids: readonly string[], text: string) => JSON.stringify({ query: source(ids, text) }),
  }));
}

/** `Tm90ZTo3` says Note:7, and `gid://shop/Note/7` says so openly (Relay, global object identification). */
function typeInId(id: unknown): string | undefined {
  if (typeof id !== 'string') return undefined;
  const plain = /^gid:\/\/[^/]+\/(\w+)\//.exec(id)?.[1];
  return plain ?? /^([A-Z]\w{1,40})[:|_]/.exec(Buffer.from(id, 'base64').toString('latin1'))?.[1];
}

/** What a root field answers with, by its name alone: `getNote`, `note_by_pk` and `noteById` with a note. */
function typeNamed(root: string, value: Readonly<Record<string, unknown>>): string {
  if (typeof value.__typename === 'string') return value.__typename;
  const told = typeInId(value.id);
  if (told !== undefined) return told;
  const plain = root.replace(/^_?(get|fetch|find|load|read|show|my|current)_?(?=[A-Z_])/, '');
  return plain.replace(/(_?by_?(pk|id)|_?details?)$/i, '').replace(/^_+|_+$/g, '');
}

/** A record of the asker's own that the same query read. */
function ownObject(setting: Setting, operation: Operation, asker: Parties['asker']): OwnObject | undefined {
  const seen = operation.by.get(asker)?.find(({ exchange }) => exchange.status < 300)?.exchange;
  const own = seen && recordOfData(exchangeContent(seen), '');
  return seen && own && { id: own.id, asker, bench: benchAt(setting, requestOf(seen), asker) };
}

interface Found {
  readonly root: string;
  readonly id: string;
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The record that a query answers with: an object below a root field, with an id and a text that may be changed. */
export function recordOfData({ json }: AnswerContent, reference: string): Found | undefined {
  // Several requests in one are answered by a list.
  const answers = (Array.isArray(json) ? json : [json]).flatMap((one: unknown) =>
    isRecord(one) && isRecord(one.data) ? Object.entries(one.data) : [],
  );
  for (const [root, value] of answers) {
    const own = isRecord(value) ? recordAt(root, value, reference) : undefined;
    if (own) return own;
    // `viewer { note { … } }`, and payloads that wrap what they hold.
    for (const [name, inner] of Object.entries(isRecord(value) ? value : {})) {
      const below = isRecord(inner) ? recordAt(name, inner, reference) : undefined;
      if (below) return below;
    }
  }
  return undefined;
}

function recordAt(root: string, value: Readonly<Record<string, unknown>>, reference: string): Found | undefined {
  const text = textFieldOf({ kind: 'json', leaves: [], text: '', json: value });
  const id = [value.id, value._id, value.uuid, value.nodeId].find((one) => one !== undefined && one !== null);
  const own = id ?? Object.values(value).find((one) => String(one) === reference);
  const key = text?.keys.at(-1);
  return text && key !== undefined && text.keys.length === 1 && own !== undefined
    ? { root, id: String(own), key, value }
    : undefined;
}

export function typeOf(schema: GraphqlSchema, root: string, value: Readonly<Record<string, unknown>>): string {
  if (typeof value.__typename === 'string') return value.__typename;
  const told = typeInId(value.id);
  if (told !== undefined && /^(node|entity|object)$/i.test(root)) return told;
  const query = schema.queries.find(({ name }) => name === root);
  return named(query?.type ?? { kind: 'OBJECT', name: root }).name ?? root;
}
