import type { AskedFor } from '../crawl/ask-for-named.ts';
import type { PlainValues } from '../../../parse/named-paths.ts';
import { isActName, isStateName, isStatePart, spacedName } from './act-names.ts';

/** Something that a script or a description names and that moves a record into another state. */
export interface NamedAct {
  readonly method: string;
  /** The address, `{x}` where something is put in. */
  readonly template: string;
  /** `archive`, `status`. */
  readonly label: string;
  /** Where the record is named: by a part of the address, by a field of the body, in a list of ids in the body. */
  readonly names: 'path' | 'field' | 'list';
  /** Names of what the body holds, as far as they are known. */
  readonly fields: readonly string[];
  /** Plain values that scripts write into it. */
  readonly says: readonly PlainValues[];
  /** The field whose value is the state, where the address does not say what is done. */
  readonly state?: string;
  /** Put together from parts of a script: what cannot be shown of it is no gap. */
  readonly maybe?: true;
}

/** `ids`, `orderIds`, `selected`. */
export const isListName = (name: string): boolean =>
  /^(?:ids|uuids|\w+_ids|\w+Ids|selected|selection|items|records)$/.test(name);

const bulkWord = /^(?:bulk|batch|mass|multi|multiple|many|selected)$/i;
const deletesMany = /^(?:delete|remove|destroy|discard|trash)$/i;
const changing = /^(?:POST|PATCH|PUT)$/;

/** Acts among what is named for the portal; never what pays, sends, invites or ends an account. */
export function namedActs(named: readonly AskedFor[]): readonly NamedAct[] {
  const found = new Map<string, NamedAct>();
  for (const one of named) {
    if (!changing.test(one.method) || !URL.canParse(one.template)) continue;
    const act = asAct(one);
    const key = `${one.method} ${one.template.replace(/\{[^}]*\}/g, '{}')}`;
    const known = found.get(key);
    if (act && (!known || (known.maybe && !act.maybe))) found.set(key, act);
  }
  return [...found.values()];
}

function asAct({ method, template, body: fields = [], says = [], maybe }: AskedFor): NamedAct | undefined {
  const parts = template.replace(/[/?#]+$/, '').split('/');
  const last = parts.at(-1) ?? '';
  const isPut = (part: string | undefined) => /^\{[^}]*\}$/.test(part ?? '');
  const base = { method, template, fields, says, ...(maybe ? { maybe } : {}) };
  const state = fields.find(isStateName);
  if (isPut(last)) {
    const isOpen = method !== 'POST' && fields.length === 0;
    return state !== undefined || isOpen
      ? { ...base, label: state ?? 'status', names: 'path', state: state ?? 'status' }
      : undefined;
  }
  if (isPut(parts.at(-2))) {
    if (isStatePart(last)) return { ...base, label: last, names: 'path', state: state ?? last };
    return isActName(last)
      ? { ...base, label: spacedName(last), names: 'path', ...(state ? { state } : {}) }
      : undefined;
  }
  // Behind the name of a collection: the record is named in the body, and it is known that one is.
  const path = parts.slice(4).flatMap((part) => spacedName(part).split(' '));
  const isMany = fields.some(isListName);
  const words = spacedName(last);
  const act = isActName(last) || (isMany && bulkWord.test(last));
  const deletes =
    isMany &&
    spacedName(last)
      .split(' ')
      .some((one) => deletesMany.test(one));
  const isBulk = isMany && (act || deletes || path.some((one) => bulkWord.test(one)));
  if (isBulk) return { ...base, label: words, names: 'list', ...(state ? { state } : {}) };
  return isActName(last) && fields.some(isIdName)
    ? { ...base, label: words, names: 'field', ...(state ? { state } : {}) }
    : undefined;
}

/** `id`, `orderId`, `order_id`. */
export const isIdName = (name: string): boolean => /^(?:_?id|uuid|\w+_id|\w+Id)$/.test(name);
