import type { IdentityName } from '../../../model/identity.ts';
import type { RawView } from '../tenancy/view.ts';
import { isRecord, marked, recordIn, type TextField, textFieldOf, valueAt } from './text-field.ts';

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

/** One way of writing: the request that puts the value there, as this identity; undefined where it has no token for it. */
export interface Way {
  readonly way: string;
  readonly form: (value: string, as: IdentityName) => Promise<WriteForm | undefined>;
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
}

export const changedValue = ({ former, changed }: Place, mark: string) => changed ?? marked(former, mark);

/** The single record behind an address: changed by PATCH, inside its wrapper, or whole by PUT. */
export function recordTarget(url: string, view: RawView): WriteTarget | undefined {
  const field = textFieldOf(view.content);
  if (!field) return undefined;
  return { place: recordPlace(field), ways: recordWays(url, field), more: overridden };
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

const volatile =
  /updated|modified|changed|version|revision|etag|last_?(seen|used|edit)|_at$|At$|On$|nonce|meta|token|history|audit|activity/i;

function restIsAsBefore(view: RawView, { record }: TextField): boolean {
  const now = recordIn(view.content)?.record ?? {};
  return Object.keys(record).every(
    (key) => volatile.test(key) || isRecord(record[key]) || JSON.stringify(record[key]) === JSON.stringify(now[key]),
  );
}

function recordWays(url: string, { keys, record, wrapper }: TextField): readonly Way[] {
  const name = keys.at(-1) ?? '';
  const wrap = wrapper !== undefined && !/^(data|item|result|record|attributes)$/i.test(wrapper);
  return [
    jsonWay('PATCH', url, (value) => ({ [name]: value })),
    ...(wrap ? [jsonWay('PATCH', url, (value) => ({ [wrapper]: { [name]: value } }), `PATCH in "${wrapper}"`)] : []),
    jsonWay('PUT', url, (value) => ({ ...record, [name]: value })),
  ];
}

/** A change by JSON at an address. PUT sends the whole record. */
export function jsonWay(
  method: 'PATCH' | 'PUT',
  url: string,
  body: (value: string) => unknown,
  way: string = method,
): Way {
  return {
    way,
    ...(method === 'PUT' ? { whole: true } : {}),
    form: async (value) => ({ method, url, body: JSON.stringify(body(value)), contentType: 'application/json' }),
  };
}

/** The same change by a POST that says in headers and in its address what it is meant to be. Never in its body, which some keep. */
export function overridden({ way, form }: Way): readonly Way[] {
  const verb = /^[A-Z]+/.exec(way)?.[0] ?? 'PATCH';
  if (verb === 'POST') return [];
  return [
    {
      way: `POST that says it is a ${verb} (${way})`,
      form: async (value, as) => {
        const write = await form(value, as);
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
