import { isIdName, isListName, type NamedAct } from './named-act.ts';
import type { ActRequest, Specimen } from './prove-acts.ts';
import type { ActState } from './state-of.ts';
import { isStateName } from './act-names.ts';

/** What the audit knows of a kind of record besides the one that is acted on. */
export interface KindKnown {
  /** Values that this field has in other records of the kind. */
  readonly others: (field: string, now: unknown) => readonly (string | number)[];
  /** What may be done to the kind, by the words of addresses: `archive`. */
  readonly deeds: readonly string[];
}

type Body = Readonly<Record<string, unknown>>;
const text = 'Checked by Launch Ready';
const textName = /reason|note|comment|remark|text|message|explanation|grund|motif|motivo/i;
const deedName = /^(?:action|op|operation|do|verb|command|type|event)$/i;
const most = 4;

/** The requests by which the act may be done to this record, the likeliest first; none where it is no act of such a record. */
export function actRequests(
  act: NamedAct,
  created: string,
  one: Specimen,
  state: ActState,
  known: KindKnown,
  first?: Specimen,
): readonly ActRequest[] {
  const url = addressFor(act, created);
  if (url === undefined) return [];
  const isNumber = typeof state.record?.id === 'number';
  const idOf = ({ id }: Specimen) => (isNumber && /^\d{1,15}$/.test(id) ? Number(id) : id);
  const bodies = bodiesOf(
    act,
    state.record ?? {},
    { own: idOf(one), all: [...(first ? [first] : []), one].map(idOf) },
    known,
  );
  const { method } = act;
  return bodies.slice(0, most).map((body) => ({ method, url, ...(body ? { body: JSON.stringify(body) } : {}) }));
}

interface Ids {
  readonly own: string | number;
  readonly all: readonly (string | number)[];
}

function bodiesOf(act: NamedAct, record: Body, ids: Ids, known: KindKnown): readonly (Body | undefined)[] {
  const { fields, state, names } = act;
  const changed = state === undefined ? [] : valuesFor(state, record[state], known);
  // What scripts say comes first; a value that stands there already changes nothing.
  const says = act.says.filter((one) => state === undefined || !(state in one) || one[state] !== record[state]);
  const variants: readonly Body[] = [
    ...says,
    ...(state === undefined ? [] : changed.map((value) => ({ [state]: value }))),
  ];
  const filled = (variant: Body): Body => Object.fromEntries(fields.flatMap((name) => given(name, variant)));
  if (fields.length > 0) return distinct((variants.length > 0 ? variants : deeds()).map(filled));
  if (state === undefined) return [undefined, {}];
  // A whole record is sent as it was read, its state aside.
  const rest = act.method === 'PUT' ? record : {};
  return variants.map((one) => ({ ...rest, ...one }));

  function deeds(): readonly Body[] {
    const name = fields.find((one) => deedName.test(one));
    return name === undefined ? [{}] : known.deeds.map((deed) => ({ [name]: deed }));
  }

  function given(name: string, variant: Body): readonly (readonly [string, unknown])[] {
    if (name in variant) return [[name, variant[name]]];
    if (names === 'list' && isListName(name)) return [[name, ids.all]];
    if (names === 'field' && isIdName(name)) return [[name, ids.own]];
    const own = record[name];
    if (own !== undefined && own !== null) return [[name, own]];
    const other = isStateName(name) ? valuesFor(name, own, known)[0] : undefined;
    if (other !== undefined) return [[name, other]];
    return textName.test(name) ? [[name, text]] : [];
  }
}

function valuesFor(field: string, now: unknown, known: KindKnown): readonly (string | number | boolean)[] {
  return typeof now === 'boolean' ? [!now] : known.others(field, now);
}

const distinct = (bodies: readonly Body[]) => [...new Map(bodies.map((one) => [JSON.stringify(one), one])).values()];

/** Where the act is sent for a record that lives at `created`; undefined where it is about something else. */
export function addressFor({ template, names }: NamedAct, created: string): string | undefined {
  const own = partsOf(created);
  const parts = partsOf(template);
  if (own.origin !== parts.origin) return undefined;
  const noun = own.path.at(-2);
  const isPut = (part: string | undefined) => /^\{[^}]*\}$/.test(part ?? '');
  if (names === 'path') {
    const at = parts.path.findLastIndex(isPut);
    const head = parts.path.slice(0, at);
    const rest = parts.path.slice(at + 1);
    const isThere = own.path.length === at + 1 && head.every((part, index) => isPut(part) || part === own.path[index]);
    if (isThere && own.path[at - 1] === parts.path[at - 1]) return joined(own.origin, [...own.path, ...rest]);
    // The same records may be made below another one, and live at an address of their own.
    const isAlone = !head.some(isPut) && head.at(-1) === noun;
    return isAlone ? joined(own.origin, [...head, own.path.at(-1) ?? '', ...rest]) : undefined;
  }
  const at = parts.path.lastIndexOf(noun ?? '');
  if (at === -1) return undefined;
  const filled = parts.path.map((part, index) => (isPut(part) && index < at ? own.path[index] : part));
  if (filled.some((part) => part === undefined || isPut(part))) return undefined;
  return joined(own.origin, filled as readonly string[]);
}

function partsOf(address: string): { readonly origin: string; readonly path: readonly string[] } {
  const [bare = ''] = address.split(/[?#]/);
  const [, origin = '', path = ''] = /^(https?:\/\/[^/]+)(.*)$/.exec(bare) ?? [];
  return { origin, path: path.split('/').filter((one) => one !== '') };
}

const joined = (origin: string, path: readonly string[]) => `${origin}/${path.join('/')}`;
