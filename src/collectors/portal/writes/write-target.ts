import type { IdentityName } from '../../../model/identity.ts';
import type { HeaderList } from '../../../world/world.ts';
import type { RawView } from '../tenancy/view.ts';
import { ifMatch, locksOf } from './locks.ts';
import { isNotedByPortal } from './noted-by-portal.ts';
import {
  comparable,
  isRecord,
  marked,
  recordIn,
  resourceOf,
  type TextField,
  textFieldOf,
  valueAt,
} from './text-field.ts';

/** A change of something, as it goes over the wire. */
export interface WriteForm {
  readonly method: string;
  readonly url: string;
  readonly body?: string;
  readonly contentType?: string;
  /** The verb that a POST says it is meant to be. */
  readonly override?: string;
  /** Fields of the body that each session gets anew from this page: tokens against forged requests. */
  readonly fresh?: { readonly url: string; readonly fields: readonly string[] };
  /** Headers of its own, `If-Match` say. */
  readonly headers?: HeaderList;
  /** It says which state of the record it was made from: whoever repeats it later reads that anew. */
  readonly locked?: boolean;
}

/** Where the owner reads what was written. */
export interface Place {
  readonly name: string;
  readonly former: string;
  /** The other value of a switch, which has room for no mark. */
  readonly changed?: string;
  /** What stands there now; undefined where the answer has no such place. */
  readonly now: (view: RawView) => string | undefined;
  /** All that the owner reads there is as it was, but for what a portal notes of any change. */
  readonly isAsBefore: (view: RawView) => boolean;
}

/**
 * One way of writing: the request that puts the value there, as this identity; undefined where it has no token for it.
 * `now` is what the owner read last: some servers want to be told which state is changed.
 */
export interface Way {
  readonly way: string;
  readonly form: (value: string, as: IdentityName, now?: RawView) => Promise<WriteForm | undefined>;
  /** The whole record is sent: only where a part of it is not taken. */
  readonly whole?: boolean;
  /** What else the asker changes by it, looked after: called before, and its answer afterwards; false: not put back. */
  readonly aside?: (mark: string) => Promise<() => Promise<boolean>>;
}

export interface WriteTarget {
  readonly place: Place;
  /** Ways that the owner itself may have, the likeliest first. */
  readonly ways: readonly Way[];
  /** Further ways for the asker alone, once the owner's is known. */
  readonly more: (own: Way) => readonly Way[];
  /** Of its ways the asker goes only the one that the owner was shown to have. */
  readonly only?: true;
}

export const changedValue = ({ former, changed }: Place, mark: string) => changed ?? marked(former, mark);

/** The single record behind an address: changed by PATCH, inside its wrapper, or whole by PUT. */
export function recordTarget(url: string, view: RawView): WriteTarget | undefined {
  const field = textFieldOf(view.content);
  if (!field) return undefined;
  return { place: recordPlace(field), ways: recordWays(url, field, view), more: overridden };
}

export function recordPlace(field: TextField): Place {
  return {
    name: field.keys.at(-1) ?? '',
    former: field.value,
    now: (view) => {
      const value = valueAt(view.content, field.keys);
      return typeof value === 'string' ? value : value === undefined ? undefined : '';
    },
    isAsBefore: (view) => valueAt(view.content, field.keys) === field.value && restIsAsBefore(view, field),
  };
}

function restIsAsBefore(view: RawView, { record, resource }: TextField): boolean {
  const found = recordIn(view.content)?.record ?? {};
  const now = (resource ? resourceOf(found)?.attributes : found) ?? {};
  return Object.keys(record).every(
    (key) =>
      isNotedByPortal(key, record[key], now[key]) ||
      isRecord(record[key]) ||
      comparable(record[key]) === comparable(now[key]),
  );
}

function recordWays(url: string, { keys, record, wrapper, resource }: TextField, view: RawView): readonly Way[] {
  const { etag } = view;
  const name = keys.at(-1) ?? '';
  if (resource) {
    const way = jsonWay('PATCH', url, (value) => ({ data: { ...resource, attributes: { [name]: value } } }));
    // Servers that speak JSON:API may refuse any other type (415), those that only write like it know no such one.
    const typed = view.contentType === jsonApi ? withType(way, jsonApi) : way;
    return [typed, ...(etag === undefined ? [] : [matching(typed)])];
  }
  const wrap = wrapper !== undefined && !/^(data|item|result|record|attributes)$/i.test(wrapper);
  const locks = locksOf(record);
  const latest = (now?: RawView) => (now && recordIn(now.content)?.record) ?? record;
  const states = (now?: RawView) => Object.fromEntries(locks.map((one) => [one, latest(now)[one]]));
  return [
    jsonWay('PATCH', url, (value) => ({ [name]: value })),
    ...(wrap ? [jsonWay('PATCH', url, (value) => ({ [wrapper]: { [name]: value } }), `PATCH in "${wrapper}"`)] : []),
    ...(etag === undefined ? [] : [matching(jsonWay('PATCH', url, (value) => ({ [name]: value })))]),
    ...(locks.length === 0
      ? []
      : [locked(jsonWay('PATCH', url, (value, now) => ({ [name]: value, ...states(now) }), 'PATCH with its version'))]),
    // Servers that check a change as they check a new record want every field of it.
    locked(jsonWay('PATCH', url, (value, now) => ({ ...plainOf(latest(now)), [name]: value }), patchWithRest)),
    locked(jsonWay('PUT', url, (value, now) => ({ ...latest(now), [name]: value }))),
    ...(etag === undefined
      ? []
      : [{ ...matching(jsonWay('PUT', url, (value, now) => ({ ...latest(now), [name]: value }))), whole: true }]),
  ];
}

export const patchWithRest = 'PATCH with its other fields';

const plainOf = (record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => typeof value !== 'object'));

export const jsonApi = 'application/vnd.api+json';

function withType({ way, form }: Way, contentType: string): Way {
  return {
    way,
    async form(value, as, now) {
      const write = await form(value, as, now);
      return write && { ...write, contentType };
    },
  };
}

/** The same with the state in `If-Match`. */
function matching({ way, form }: Way): Way {
  return locked({
    way: `${way} with If-Match`,
    async form(value, as, now) {
      const write = await form(value, as, now);
      return write && { ...write, headers: ifMatch(now?.etag) };
    },
  });
}

function locked(way: Way): Way {
  return {
    ...way,
    async form(value, as, now) {
      const write = await way.form(value, as, now);
      return write && { ...write, locked: true };
    },
  };
}

/** A change by JSON at an address. PUT sends the whole record. */
export function jsonWay(
  method: 'PATCH' | 'PUT',
  url: string,
  body: (value: string, now?: RawView) => unknown,
  way: string = method,
): Way {
  return {
    way,
    ...(method === 'PUT' ? { whole: true } : {}),
    form: async (value, _as, now) => ({
      method,
      url,
      body: JSON.stringify(body(value, now)),
      contentType: 'application/json',
    }),
  };
}

/** The same change by a POST that says in headers and in its address what it is meant to be. Never in its body, which some keep. */
export function overridden({ way, form }: Way): readonly Way[] {
  const verb = /^[A-Z]+/.exec(way)?.[0] ?? 'PATCH';
  if (verb === 'POST') return [];
  return [
    {
      way: `POST that says it is a ${verb} (${way})`,
      form: async (value, as, now) => {
        const write = await form(value, as, now);
        if (!write || write.method === 'POST') return undefined;
        const url = withParameter(write.url, '_method', write.method);
        return { ...write, method: 'POST', url, override: write.method };
      },
    },
  ];
}

function withParameter(url: string, name: string, value: string): string {
  const parsed = new URL(url);
  parsed.searchParams.set(name, value);
  return parsed.href;
}
