import type { ScriptOperation } from '../../../parse/graphql-in-script.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { dangerWords, sessionNames } from '../words.ts';

/** A read by GraphQL that no page sent, as a request. */
export interface DocumentAsk {
  readonly url: string;
  readonly body: string;
  /** A recorded request to the same endpoint, for the headers that the pages add. */
  readonly like: Exchange;
}

const perQuery = 2;

/**
 * The queries of the portal's scripts that no page was seen to send, where nothing has to be put in, or one reference that an
 * answer gave for such an object. Mutations are never among them.
 */
export function documentAsks(
  documents: readonly ScriptOperation[],
  exchanges: readonly Exchange[],
): readonly DocumentAsk[] {
  const sent = exchanges.flatMap((one) => {
    const parts = graphqlParts(one.method, one.url, one.requestBody);
    return parts && one.status < 400 ? [{ one, fields: parts.flatMap(({ fields }) => fields) }] : [];
  });
  const like = sent.findLast(({ one }) => one.method === 'POST' && one.afterSignIn)?.one;
  if (!like) return [];
  const known = new Set(sent.flatMap(({ fields }) => fields));
  const answers = sent.map(({ one }) => one);
  return documents.flatMap(({ kind, name, fields, source, variables }) => {
    if (kind !== 'query' || source === undefined || fields.every((one) => known.has(one))) return [];
    const words = [name, ...fields].map((one) => one.replace(/([a-z])([A-Z])/g, '$1 $2'));
    if (words.some((one) => dangerWords.test(one)) || fields.some((one) => sessionNames.test(one))) return [];
    const needed = variables.filter(({ type }) => type.endsWith('!'));
    const [only] = needed;
    const ids = only && isReference(only) ? idsFor(fields[0] ?? '', answers) : [];
    const given: readonly object[] = !only ? [{}] : needed.length > 1 ? [] : ids.map((id) => ({ [only.name]: id }));
    return given.slice(0, perQuery).map((values) => ({
      url: like.url,
      body: JSON.stringify({ operationName: name, query: source, variables: values }),
      like,
    }));
  });
}

const isReference = ({ name, type }: { readonly name: string; readonly type: string }) =>
  /^(ID|String|Int|uuid|UUID|bigint)!$/.test(type) && /(^|[a-z_])(id|uuid|slug|number|key|handle)$/i.test(name);

/** Ids that lists answered below a field of the same name: of `order` those in `orders`. */
function idsFor(field: string, answers: readonly Exchange[]): readonly string[] {
  const stem = field.replace(/(ById|_by_pk|Detail|Details)$/i, '').toLowerCase();
  const found = answers.flatMap((one) =>
    exchangeContent(one).leaves.filter(
      ({ path, value }) =>
        /\[\d+\](\.node)?\.(_?id|uuid|slug|number|key|handle)$/i.test(path) &&
        path.toLowerCase().includes(stem.replace(/y$/, '')) &&
        value.length <= 200,
    ),
  );
  return [...new Set(found.map(({ value }) => value))];
}
