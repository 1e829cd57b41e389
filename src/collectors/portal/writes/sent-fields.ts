import type { IdentityName } from '../../../model/identity.ts';
import { graphqlParts } from '../operations/graphql-request.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { holds } from '../tenancy/atoms.ts';
import { requestOf } from '../tenancy/requests.ts';
import type { Setting } from '../tenancy/setting.ts';
import type { RawView } from '../tenancy/view.ts';
import { hasFurtherEffect, mayNotWrite } from './bench.ts';
import type { FieldForm } from './field-form.ts';
import { withLocks } from './locks.ts';
import { foreignOwnerIn } from './owner-value.ts';
import type { OwnRecord } from './own-fields.ts';
import { privilegedIn, type SeenValues } from './privileged.ts';
import { type SentWrite, sentOf, writtenAs } from './sent-change.ts';
import { headersOf } from './sent-target.ts';
import { isRecord } from './text-field.ts';

type Json = Readonly<Record<string, unknown>>;

/** Records of the account's own that the request of a page changes, as rehearsed: the same with a further field beside the text. */
export function sentRecords(setting: Setting, asker: IdentityName, seen: SeenValues): readonly OwnRecord[] {
  const answers = setting.exchanges.filter(
    (one) => one.identity === asker && one.afterSignIn && one.status < 300 && exchangeContent(one).kind === 'json',
  );
  const self = setting.session(asker)?.self ?? [];
  return (setting.session(asker)?.recorder.held ?? []).flatMap((held): OwnRecord[] => {
    const sent = sentOf(held);
    const typed = sent?.mark === undefined ? undefined : typedIn(sent.body, sent.mark);
    if (!sent || !typed) return [];
    const { pathname, host } = new URL(sent.url);
    const mutations = graphqlParts(sent.method, sent.url, sent.body)?.flatMap(({ fields }) => fields);
    const template = mutations?.join(' + ') ?? writtenAs(sent);
    const method = mutations ? 'mutation' : sent.method;
    if (hasFurtherEffect(template) || mayNotWrite(setting, method, mutations ? template : pathname)) return [];
    const shown = answers
      .flatMap((one) => {
        const found = recordWith(exchangeContent(one).json, typed.key, typed.former);
        const fit = sent.matches === true && one.responseHeaders.etag !== undefined ? 1000 : 0;
        return found ? [{ one, found, size: fit + Object.keys(found.record).length }] : [];
      })
      .sort((one, other) => other.size - one.size)[0];
    // No page asked for it: what is changed at an address is mostly read there too.
    const like =
      shown?.one ?? (/^(PATCH|PUT)$/.test(sent.method) && !mutations ? nearest(answers, sent.url) : undefined);
    if (!like) return [];
    const isAccount = (record: Json) => {
      const text = JSON.stringify(record).toLowerCase();
      return self.some((name) => holds(text, name.toLowerCase()));
    };
    return [
      {
        method,
        template,
        host,
        ofPage: true,
        read: shown ? requestOf(shown.one) : { method: 'GET', url: sent.url, like },
        fieldsOf: (view) => {
          const now = recordWith(view.content.json, typed.key, typed.former);
          const owner = now && isAccount(now.record) ? foreignOwnerIn(setting, asker, now.record) : [];
          return now && sentFields(sent, typed, now.at, [...owner, ...privilegedIn(now.record, seen)]);
        },
      },
    ];
  });
}

/** The answer whose address begins most like this one: it was asked for with the same keys. */
function nearest(answers: readonly Exchange[], url: string): Exchange | undefined {
  const { host, pathname } = new URL(url);
  const parts = pathname.split('/');
  const alike = (one: Exchange) => {
    const others = new URL(one.url).pathname.split('/');
    const differs = parts.findIndex((part, at) => part !== others[at]);
    return differs < 0 ? parts.length : differs;
  };
  const there = answers.filter((one) => one.method === 'GET' && new URL(one.url).host === host && alike(one) > 1);
  return there.sort((one, other) => alike(other) - alike(one))[0];
}

interface Typed {
  /** Keys that lead to it in the body. */
  readonly at: readonly string[];
  readonly key: string;
  readonly former: string;
}

/** Where in a body of JSON the text stands that was typed. */
function typedIn(body: string, mark: string): Typed | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const find = (value: unknown, at: readonly string[]): Typed | undefined => {
    if (typeof value === 'string' && value.endsWith(` ${mark}`) && at.at(-1) !== 'query')
      return { at, key: at.at(-1) ?? '', former: value.slice(0, -mark.length - 1) };
    if (value === null || typeof value !== 'object') return undefined;
    return Object.entries(value)
      .map(([key, one]) => find(one, [...at, key]))
      .find((one) => one !== undefined);
  };
  return find(json, []);
}

/** The object of an answer that has this text at this key, and the keys that lead to it. */
function recordWith(
  json: unknown,
  key: string,
  text: string,
  at: readonly string[] = [],
): { readonly at: readonly string[]; readonly record: Json } | undefined {
  if (json === null || typeof json !== 'object') return undefined;
  if (isRecord(json) && json[key] === text) return { at, record: json };
  return Object.entries(json)
    .map(([name, one]) => recordWith(one, key, text, [...at, name]))
    .find((one) => one !== undefined);
}

function sentFields(
  sent: SentWrite,
  { at, key, former }: Typed,
  shownAt: readonly string[],
  candidates: FieldForm['candidates'],
): FieldForm {
  const recordIn = (view: RawView | undefined) => valueIn(view?.content.json, shownAt);
  return {
    place: {
      name: key,
      former,
      now: (view) => {
        const value = valueIn(view.content.json, [...shownAt, key]);
        return typeof value === 'string' ? value : value === undefined ? undefined : '';
      },
      isAsBefore: (view) => valueIn(view.content.json, [...shownAt, key]) === former,
    },
    form: async (text, _as, extra, now) => {
      const typed = put(JSON.parse(sent.body), at, text);
      const body = JSON.stringify(extra ? put(typed, [...at.slice(0, -1), ...extra.keys], extra.value) : typed);
      const record = recordIn(now);
      return {
        method: sent.method,
        url: sent.url,
        contentType: sent.contentType,
        body: isRecord(record) ? withLocks(body, record) : body,
        ...headersOf(sent, now?.etag),
        locked: true,
      };
    },
    shown: (later, { keys }) => valueIn(later.content.json, [...shownAt, ...keys]),
    candidates,
    open: true,
  };
}

const valueIn = (json: unknown, keys: readonly string[]): unknown =>
  keys.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? (value as Json)[key] : undefined),
    json,
  );

/** A copy with the value at these keys; objects on the way are made where there are none. */
function put(json: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(json)) return json.map((one, at) => (String(at) === key ? put(one, rest, value) : one));
  const object = isRecord(json) ? json : {};
  return { ...object, [key]: put(object[key], rest, value) };
}
