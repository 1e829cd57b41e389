import { type FormField, formBody, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import type { IdentityName } from '../../../model/identity.ts';
import { isGuardToken } from '../operations/slot-name.ts';
import type { RawView } from '../tenancy/view.ts';
import { beyondUndo, createWords, dangerWords } from '../words.ts';
import { anotherValue, isSameValue } from './another-value.ts';
import { isLock } from './locks.ts';
import { harmlessness, isPlainText } from './text-field.ts';
import type { Place, Way, WriteForm, WriteTarget } from './write-target.ts';

/** A form of a page that changes an existing record: its free text stands in it already. */
export interface EditForm {
  /** Address of the page that holds it. */
  readonly page: string;
  readonly form: HtmlForm;
  /** The field that is changed. */
  readonly text: FormField;
  /** Its other value, where it is no free text: a state, a date, a number. */
  readonly changed?: string;
}

/** The forms of a page with which a record may be changed and put back. */
export function editForms(source: string, page: string): readonly EditForm[] {
  return changingForms(source, page).flatMap((form): EditForm[] => {
    const texts = form.fields
      .filter((one) => one.editable && /^(text|textarea)$/.test(one.kind) && one.value.trim() !== '')
      .filter((one) => isPlainText(one.value))
      .map((text) => ({ text, rank: harmlessness(lastPart(text.name)) ?? (text.kind === 'textarea' ? 9 : undefined) }))
      .filter((one): one is { text: FormField; rank: number } => one.rank !== undefined)
      .sort((one, other) => one.rank - other.rank);
    const [first] = texts;
    return first ? [{ page, form, text: first.text }] : [];
  });
}

/**
 * The forms of a page that change a state, a date or a number and have no text in them. One with an empty text, or with a button that
 * makes something, may add to the record: that could not be put back.
 */
export function valueForms(source: string, page: string): readonly EditForm[] {
  return changingForms(source, page).flatMap((form): EditForm[] => {
    const adds = form.fields.some(
      ({ editable, kind, value }) => editable && (kind === 'file' || (/^(text|textarea)$/.test(kind) && value === '')),
    );
    if (adds || form.buttons.some(({ words }) => createWords.test(words))) return [];
    const found = form.fields
      .filter((one) => one.editable && one.sent)
      .flatMap((text) => {
        const changed = anotherValue({ ...text, words: lastPart(text.name) });
        return changed === undefined ? [] : [{ page, form, text, changed }];
      })
      .sort((one, other) => rankOfValue(one.text) - rankOfValue(other.text));
    return found.slice(0, 1);
  });
}

/** What a record is filed under harms least; a state may be noticed by others. */
const rankOfValue = ({ kind, name }: FormField) =>
  kind !== 'select' ? 1 : /stat|state|stage|phase|zustand|stato|estado/i.test(name) ? 2 : 0;

function changingForms(source: string, page: string): readonly HtmlForm[] {
  return formsIn(source, page).filter((form) => {
    if (!/^(POST|PUT|PATCH)$/.test(form.method) || form.fields.some(({ kind }) => kind === 'password')) return false;
    if (form.buttons.length > 0 && !saveButton(form)) return false;
    if (beyondUndo.test(new URL(form.action).pathname)) return false;
    return !/^delete$/i.test(form.fields.find(({ name }) => name === '_method')?.value ?? '');
  });
}

/** `project[note]`, `Note.Text` and `edit-project.note` end in what the field is called. */
export const lastPart = (name: string) => name.split(/[.[\]]+/).findLast((part) => part !== '') ?? name;

/** The button that keeps the change; one that deletes, sends or publishes is never the one. */
export function saveButton({ buttons }: HtmlForm) {
  return buttons.find(({ words }) => /^(submit|confirm|提交|確定|确认)$/i.test(words) || !dangerWords.test(words));
}

/** Hidden fields that each session gets anew: by their name, or long and without meaning. */
export const isToken = ({ kind, name, value }: FormField) =>
  kind === 'hidden' && (isGuardToken({ name }) || (value.length >= 24 && /^[\w+/=.:-]+$/.test(value)));

/** A number that a page hides in its form says from which state it was drawn, as the number of the last entry of a history. */
const isCounter = ({ kind, value }: FormField) => kind === 'hidden' && /^\d*$/.test(value);

/**
 * Texts that stand empty: whether the record holds an empty one or none, a page does not say, and a change that leaves them
 * out keeps either where a server takes only what it is sent. Rows of fields with one name stay whole.
 */
function emptyTexts({ fields }: HtmlForm, { name: changed }: FormField): ReadonlySet<string> {
  const texts = fields.filter((one) => one.editable && one.sent && one.value === '' && emptyKinds.test(one.kind));
  const isAlone = (name: string) =>
    !/\[\]|\[\d+\]/.test(name) && fields.filter((one) => one.name === name).length === 1;
  return new Set(texts.map(({ name }) => name).filter((name) => name !== changed && isAlone(name)));
}
const emptyKinds = /^(text|textarea|date|time|datetime-local|month|week|number|email|tel|url|search|select)$/;

const plain = (value: string) => value.replace(/\r\n?/g, '\n').trim();
const volatile = /version|revision|updated|modified|timestamp|etag|nonce|token/i;

/** What names the record in a form: address and hidden values, without tokens. */
export function namedBy({ form }: EditForm): readonly string[] {
  const action = new URL(form.action);
  return [
    ...action.pathname.split('/'),
    ...action.searchParams.values(),
    ...form.fields
      .filter((one) => one.kind === 'hidden' && !isToken(one) && one.name !== '_method')
      .map(({ value }) => value),
  ].filter((value) => value !== '');
}

/** A form for another record of the same kind, or for the same. */
export const isSameKind = (one: EditForm, other: EditForm): boolean => isSameBuild(one.form, other.form);

/** Same fields and an address of the same build. */
export function isSameBuild(one: HtmlForm, other: HtmlForm): boolean {
  const names = (form: HtmlForm) => [...new Set(form.fields.map(({ name }) => name))].sort().join(' ');
  const parts = (form: HtmlForm) =>
    new URL(form.action).pathname.split('/').map((part) => (/\d/.test(part) ? '#' : part));
  const [mine, theirs] = [parts(one), parts(other)];
  const differ = mine.filter((part, at) => part !== theirs[at]).length;
  return names(one) === names(other) && mine.length === theirs.length && differ <= 1;
}

/** The same form in another answer of its page. */
export function formIn(source: string | undefined, { page, form, text }: EditForm): HtmlForm | undefined {
  const path = new URL(form.action).pathname;
  return formsIn(source ?? '', page).find(
    (one) => new URL(one.action).pathname === path && one.fields.some(({ name }) => name === text.name),
  );
}

/** Asks for a page as somebody: its answer. */
export type AskPage = (url: string, as: IdentityName) => Promise<RawView>;
/** A page of this identity's own with these hidden fields, whose values are fresh ones of its session. */
export type TokenPage = (as: IdentityName, names: readonly string[]) => string | undefined;

/**
 * The form as a way of writing: the owner sends it from its page, loaded anew; somebody else sends the same with tokens of
 * its own from a page of its own. The owner reads its page again.
 */
export function formTarget(
  edit: EditForm,
  owner: IdentityName,
  ask: AskPage,
  tokenPage: TokenPage,
  boundary: string,
): WriteTarget {
  const { page, form, text } = edit;
  const tokens = form.fields.filter(isToken).map(({ name }) => name);
  const states = form.fields.filter(({ kind, name }) => kind === 'hidden' && isLock(name)).map(({ name }) => name);
  const anew = [...new Set([...tokens, ...states])];
  const place: Place = {
    name: lastPart(text.name),
    former: text.value,
    ...(edit.changed === undefined ? {} : { changed: edit.changed }),
    now: (view) => {
      const value = formIn(view.source, edit)?.fields.find(({ name }) => name === text.name)?.value;
      return value !== undefined && edit.changed !== undefined && isSameValue(value, edit.changed)
        ? edit.changed
        : value;
    },
    isAsBefore: (view) => {
      const now = formIn(view.source, edit);
      return (
        now !== undefined &&
        form.fields.every((one, at) => {
          const same = now.fields[at];
          return (
            volatile.test(one.name) ||
            isToken(one) ||
            isCounter(one) ||
            (same?.name === one.name && plain(same.value) === plain(one.value))
          );
        })
      );
    },
  };
  const empty = emptyTexts(form, text);
  const send = async (
    value: string,
    as: IdentityName,
    verb?: string,
    leftOut: ReadonlySet<string> = new Set(),
  ): Promise<WriteForm | undefined> => {
    let from = form;
    let fresh: ReadonlyMap<string, string> = new Map();
    // The state that a form was drawn from, as it is now: an old one is refused whoever sends it.
    if (as !== owner && states.length > 0) from = formIn((await ask(page, owner)).source, edit) ?? form;
    const source = as === owner ? page : tokens.length > 0 ? tokenPage(as, tokens) : undefined;
    if (tokens.length > 0 && source === undefined) return undefined;
    if (source !== undefined) {
      const view = await ask(source, as);
      if (as === owner) from = formIn(view.source, edit) ?? form;
      const all = as === owner ? from.fields : formsIn(view.source ?? '', source).flatMap(({ fields }) => fields);
      fresh = new Map(all.filter(({ name }) => tokens.includes(name)).map((one) => [one.name, one.value]));
    }
    const entries = from.fields
      .filter((one) => one.sent && (one.name !== '_method' || verb === undefined))
      .filter((one) => !(leftOut.has(one.name) && one.value === ''))
      .map((one): readonly [string, string] => [
        one.name,
        one.name === text.name ? value : (fresh.get(one.name) ?? one.value),
      ]);
    const button = saveButton(from);
    const { body, contentType } = formBody(
      [
        ...entries,
        ...(verb ? [['_method', verb] as const] : []),
        ...(button && button.name !== '' ? [[button.name, button.value] as const] : []),
      ],
      form.multipart,
      boundary,
    );
    return {
      method: form.method,
      url: form.action,
      body,
      contentType,
      ...(anew.length > 0 && source !== undefined ? { fresh: { url: source, fields: anew } } : {}),
    };
  };
  const verb = form.fields.find(({ name }) => name === '_method')?.value.toUpperCase();
  const by = form.method === 'POST' ? '' : ` (${form.method})`;
  const whole: Way = {
    way: verb ? `the form (_method=${verb})` : `the form${by}`,
    form: (value, as) => send(value, as),
  };
  const bare: Way = {
    way: `${whole.way} without its empty fields`,
    form: (value, as) => send(value, as, undefined, empty),
  };
  const other = verb === 'PATCH' ? 'PUT' : verb === 'PUT' ? 'PATCH' : undefined;
  return {
    place,
    ways: empty.size > 0 ? [bare, whole] : [whole],
    // What the owner was shown to have is what the asker sends: the other one would empty what was left out.
    ...(empty.size > 0 ? { only: true as const } : {}),
    more: (own) =>
      other
        ? [
            {
              way: `the form (_method=${other})`,
              form: (value, as) => send(value, as, other, own === bare ? empty : undefined),
            },
          ]
        : [],
  };
}
