import { policyFor } from '../policy.ts';
import type { AnswerContent } from '../tenancy/answer-text.ts';
import type { CrossCandidate } from '../tenancy/cross-candidate.ts';
import type { PlainRequest } from '../tenancy/replay.ts';
import type { Setting } from '../tenancy/setting.ts';
import { mayNotWrite } from './bench.ts';
import type { Parties, WriteCandidate } from './candidate.ts';
import { type GraphqlSchema, introspection, mutationsFor, named, readSchema } from './graphql-mutations.ts';
import { objectPlace } from './object-place.ts';
import { isRecord, textFieldOf } from './text-field.ts';
import type { Way } from './write-target.ts';

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
  { owner }: Parties,
): Promise<readonly WriteCandidate[]> {
  const schemas = new Map<string, GraphqlSchema | undefined>();
  const found: WriteCandidate[] = [];
  for (const { operation, slot, origin, ownerRequest } of candidates) {
    if (operation.method !== 'query' || slot.place !== 'graphql' || origin !== 'observed') continue;
    const { pathname, host } = new URL(ownerRequest.url);
    const key = `${host}${pathname}`;
    if (!schemas.has(key)) schemas.set(key, await schemaOf(setting, ownerRequest, owner));
    const schema = schemas.get(key);
    const record = recordOfData((await setting.ask(ownerRequest, owner)).content, slot.value);
    if (!schema || !record) continue;
    const typeName = typeOf(schema, record.root, record.value);
    const mutations = mutationsFor(schema, typeName, record.key, record.value).filter(
      ({ name }) =>
        !mayNotWrite(setting, 'mutation', name) &&
        policyFor(setting.context.target.config.policy, 'mutation', name)?.scope !== 'shared',
    );
    const [first] = mutations;
    if (!first || found.some((one) => one.template === first.name)) continue;
    const id = record.id;
    const ways = mutations.map(
      (mutation): Way => ({
        way: `mutation ${mutation.name}`,
        form: async (value) => ({
          method: 'POST',
          url: `${new URL(ownerRequest.url).origin}${pathname}`,
          body: JSON.stringify({ query: mutation.source(id, value) }),
          contentType: 'application/json',
        }),
      }),
    );
    found.push({
      host: operation.host,
      method: 'mutation',
      template: first.name,
      read: ownerRequest,
      reference: slot.value,
      targetOf: (view) => {
        const place = objectPlace(view, id, record.key);
        return place && { place, ways, more: () => [] };
      },
      sample: () => JSON.stringify({ query: first.source(id, 'CHANGED') }),
    });
  }
  return found;
}

interface Found {
  readonly root: string;
  readonly id: string;
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The record that a query answers with: an object below a root field, with an id and a text that may be changed. */
export function recordOfData({ json }: AnswerContent, reference: string): Found | undefined {
  const data = isRecord(json) && isRecord(json.data) ? json.data : undefined;
  for (const [root, value] of Object.entries(data ?? {})) {
    if (!isRecord(value)) continue;
    const text = textFieldOf({ kind: 'json', leaves: [], text: '', json: value });
    const id = [value.id, value._id, value.uuid, value.nodeId].find((one) => one !== undefined && one !== null);
    const own = id ?? Object.values(value).find((one) => String(one) === reference);
    const key = text?.keys.at(-1);
    if (text && key !== undefined && text.keys.length === 1 && own !== undefined)
      return { root, id: String(own), key, value };
  }
  return undefined;
}

export function typeOf(schema: GraphqlSchema, root: string, value: Readonly<Record<string, unknown>>): string {
  if (typeof value.__typename === 'string') return value.__typename;
  const query = schema.queries.find(({ name }) => name === root);
  return named(query?.type ?? { kind: 'OBJECT', name: root }).name ?? root;
}
