import type { PlainRequest } from '../tenancy/replay.ts';
import type { RawView } from '../tenancy/view.ts';
import type { FieldForm } from './field-form.ts';
import { recordOfData, typeOf } from './graphql-candidates.ts';
import { type Extra, type GraphqlSchema, mutationsFor } from './graphql-mutations.ts';
import { objectPlace, objectWith } from './object-place.ts';
import { privilegedIn, type SeenValues } from './privileged.ts';

/** A record of the account's own that a mutation changes, where its input has room for a field that decides something. */
export function graphqlFields(
  schema: GraphqlSchema,
  read: PlainRequest,
  view: RawView,
  seen: SeenValues,
  mayUse: (mutation: string) => boolean,
): (FieldForm & { readonly mutation: string }) | undefined {
  const record = recordOfData(view.content, '');
  if (!record) return undefined;
  const isAccount = /^(me|viewer|self|profile|current_?user|my_?account|whoami)$/i.test(record.root);
  const type = typeOf(schema, record.root, record.value);
  const known = mutationsFor(schema, type, record.key, record.value, isAccount ? 'account' : 'record');
  const mutation = known.find(({ name }) => mayUse(name));
  const place = objectPlace(view, record.id, record.key);
  const candidates = privilegedIn(record.value, seen).filter(
    ({ keys }) => keys.length === 1 && mutation?.takes.has(keys[0] ?? ''),
  );
  if (!mutation || !place || candidates.length === 0) return undefined;
  const url = new URL(read.url);
  return {
    mutation: mutation.name,
    place: { ...place, isAsBefore: (later) => place.now(later) === place.former },
    form: async (text, _as, extra) => {
      const [name = ''] = extra?.keys ?? [];
      const literal = mutation.takes.get(name) === 'ENUM' ? String(extra?.value) : JSON.stringify(extra?.value);
      const more: readonly Extra[] = extra ? [[name, literal]] : [];
      return {
        method: 'POST',
        url: `${url.origin}${url.pathname}`,
        contentType: 'application/json',
        body: JSON.stringify({ query: mutation.source(record.id, text, more) }),
      };
    },
    shown: (later, { keys }) => objectWith(later.content.json, record.id, record.key)?.[keys[0] ?? ''],
    candidates,
    open: false,
  };
}
