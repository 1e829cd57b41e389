import type { Dossier } from '../model/dossier.ts';
import { escapeJson } from './escape.ts';

/** What the operation map of a dossier says of one operation. */
interface Seen {
  readonly host: string;
  readonly method: string;
  readonly template: string;
  readonly effect: string;
  readonly seenBy: readonly string[];
  readonly slots: readonly { readonly place: string; readonly name: string }[];
  readonly answers: string;
}
type Fields = Record<string, unknown>;

const mediaTypes: Readonly<Record<string, string>> = {
  api: 'application/json',
  page: 'text/html',
  file: 'application/octet-stream',
  stream: 'text/event-stream',
};

/** `openapi.json` (OpenAPI 3.1): the operations that the audit saw, as a starting point for the portal's own description. */
export function renderOpenApi(dossier: Dossier): string | undefined {
  const operations = dossier.evidence.flatMap((one) =>
    one.seen && one.kind === 'portal.operation' ? [one.value as unknown as Seen] : [],
  );
  if (operations.length === 0) return undefined;
  const hosts = [...new Set(operations.map((one) => one.host))].sort();
  const paths: Record<string, Fields> = {};
  const graphql: Fields[] = [];
  for (const operation of [...operations].sort((one, other) => (one.template < other.template ? -1 : 1))) {
    if (!operation.template.startsWith('/')) {
      graphql.push({
        type: operation.method,
        field: operation.template,
        host: operation.host,
        seenBy: operation.seenBy,
      });
      continue;
    }
    const [path = '/', procedure] = operation.template.split('#');
    const item = paths[path] ?? {};
    paths[path] = item;
    const verb = operation.method.toLowerCase();
    const known = item[verb] as Fields | undefined;
    if (!/^(get|put|post|delete|options|head|patch|trace)$/.test(verb)) continue;
    const procedures = [
      ...((known?.['x-procedures'] as string[] | undefined) ?? []),
      ...(procedure ? [procedure] : []),
    ];
    item[verb] = {
      ...known,
      ...described(operation, path, hosts),
      ...(procedures.length > 0 ? { 'x-procedures': procedures } : {}),
    };
  }
  const document = {
    openapi: '3.1.0',
    info: {
      title: `Operations seen at ${dossier.target}`,
      version: dossier.startedAt.slice(0, 10),
      description: 'Learned from recorded use. Names and places only: no values, and nothing that was not seen.',
    },
    servers: hosts.map((host) => ({ url: `https://${host}` })),
    paths,
    ...(graphql.length > 0 ? { 'x-graphql': graphql } : {}),
  };
  return `${escapeJson(JSON.stringify(document, undefined, 2))}\n`;
}

function described(operation: Seen, path: string, hosts: readonly string[]): Fields {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const others = operation.slots
    .filter(({ place }) => place === 'query' || place === 'header' || place === 'cookie')
    .map(({ place, name }) => ({ name, in: place, schema: { type: 'string' } }));
  const body = operation.slots.filter(({ place }) => place === 'body').map(({ name }) => name);
  const properties = Object.fromEntries(body.map((name) => [name, {}]));
  return {
    operationId: `${operation.method.toLowerCase()}${operation.template.replace(/[^A-Za-z0-9]+/g, '_').replace(/_$/, '')}`,
    ...(inPath.length + others.length > 0 ? { parameters: [...inPath, ...unique(others)] } : {}),
    ...(body.length > 0
      ? { requestBody: { content: { 'application/json': { schema: { type: 'object', properties } } } } }
      : {}),
    responses: {
      default: { description: 'As recorded', content: { [mediaTypes[operation.answers] ?? 'application/json']: {} } },
    },
    ...(hosts.length > 1 ? { servers: [{ url: `https://${operation.host}` }] } : {}),
    'x-effect': operation.effect,
    'x-seen-by': operation.seenBy,
  };
}

function unique<T extends { readonly name: string; readonly in: string }>(list: readonly T[]): T[] {
  return [...new Map(list.map((one) => [`${one.in} ${one.name}`, one])).values()];
}
