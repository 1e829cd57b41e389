import type { IdentityName } from '../../../model/identity.ts';
import type { RawView } from '../tenancy/view.ts';
import { type Privileged, privilegedIn, type SeenValues } from './privileged.ts';
import { type TextField, textFieldOf, valueAt } from './text-field.ts';
import { jsonApi, type Place, recordPlace, type WriteForm } from './write-target.ts';

/** A way for an account to change its own record, and to send further fields with the change. */
export interface FieldForm {
  readonly place: Place;
  /** The change of the text, with a further field where one is given. */
  readonly form: (text: string, as: IdentityName, extra?: Sent, now?: RawView) => Promise<WriteForm | undefined>;
  /** What the record shows of the field. */
  readonly shown: (view: RawView, extra: Privileged) => unknown;
  readonly candidates: readonly Privileged[];
  /** The server has no list of what it takes: a field that nobody knows may be sent. */
  readonly open: boolean;
  /** Another way to send the same, where this one is not taken. */
  readonly otherwise?: FieldForm;
}
export type Sent = Pick<Privileged, 'keys'> & { readonly value: unknown };

/** A record of the API, changed by PATCH. */
export function recordFields(
  url: string,
  view: RawView,
  seen: SeenValues,
  owner: readonly Privileged[] = [],
): FieldForm | undefined {
  const text = textFieldOf(view.content);
  if (!text) return undefined;
  const prefix = text.keys.slice(0, -1);
  const name = text.keys.at(-1) ?? '';
  return {
    place: bare(text),
    form: async (value, _as, extra) => ({
      method: 'PATCH',
      url,
      contentType: text.resource && view.contentType === jsonApi ? jsonApi : 'application/json',
      body: JSON.stringify(asSent({ [name]: value, ...(extra ? nested(extra.keys, extra.value) : {}) }, text)),
    }),
    shown: (later, { keys }) => valueAt(later.content, [...prefix, ...keys]),
    candidates: [...owner, ...privilegedIn(text.record, seen)],
    open: true,
  };
}

/** JSON:API takes the attributes of a resource, others the record's fields as they are. */
const asSent = (fields: Readonly<Record<string, unknown>>, { resource }: TextField): unknown =>
  resource ? { data: { ...resource, attributes: fields } } : fields;

/** Of the record only the text is compared: the fields sent along are looked at one by one. */
function bare(text: TextField): Place {
  const place = recordPlace(text);
  return { ...place, isAsBefore: (view) => place.now(view) === text.value };
}

function nested(keys: readonly string[], value: unknown): Record<string, unknown> {
  const [first = '', ...rest] = keys;
  return { [first]: rest.length === 0 ? value : nested(rest, value) };
}
