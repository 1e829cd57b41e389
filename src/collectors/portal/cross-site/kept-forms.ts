import { type FormField, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import { plainPath } from '../crawl/page-key.ts';
import { accountPaths } from '../password-change/change-words.ts';
import type { Exchange } from '../recorder.ts';
import { exchangeContent } from '../tenancy/answer-text.ts';
import { dangerWords, sessionNames } from '../words.ts';
import { saveButton } from '../writes/form-target.ts';
import { harmlessness, isPlainText } from '../writes/text-field.ts';
import { formBodyOf, formTypeOf } from './form-bodies.ts';

/** A form that shows what is kept of the customer, and the page that it stood on. */
export interface KeptForm {
  readonly page: string;
  readonly action: string;
  /** In parts where the form may take a file along; none is sent. */
  readonly contentType: string;
  readonly like: Exchange;
}

const mostForms = 5;

/**
 * Pages of the account's own and pages that edit: a form elsewhere may be filled beforehand and make something each time.
 */
const keepsThere = /(^|[/_-])(edit|bearbeiten|aendern|modifier|editar|modifica|bewerken|wijzigen|edytuj)(?=[/_-]|$)/i;
const makes =
  /(^|[/_-])(new|add|create|neu|anlegen|nouveau|nuevo|nueva|nuovo|nuova|novo|nova|nieuw|nowy|nowa)(?=[/_-]|$)/i;
const isOwn = ({ kind, value }: FormField) =>
  value !== '' && (/^(email|tel|url|textarea)$/.test(kind) || /^\S+@\S+\.\S+$|^\+?[\d\s()/-]{7,}$/.test(value));
const wordsOf = (path: string) => path.replace(/[/_.-]+/g, ' ');

/** Of each address one; those with an e-mail address first: what they change could not be tried otherwise. */
export function keptForms(exchanges: readonly Exchange[], mayNot: (path: string) => boolean): readonly KeptForm[] {
  const found = new Map<string, KeptForm & { readonly rank: number }>();
  for (const one of exchanges) {
    const at = URL.parse(one.url)?.pathname ?? '';
    if (makes.test(at) || !(accountPaths.test(at) || keepsThere.test(at))) continue;
    if (!one.afterSignIn || one.method !== 'GET' || one.status >= 300 || exchangeContent(one).kind !== 'html') continue;
    for (const form of formsIn(one.body.toString('utf8'), one.url)) {
      const { host, pathname } = new URL(form.action);
      const key = plainPath(pathname);
      const other =
        host !== new URL(one.url).host || sessionNames.test(pathname) || dangerWords.test(wordsOf(pathname));
      // A name alone may be a suggestion for something that is made, a key say.
      const isKept = keepsThere.test(at) || form.fields.some(isOwn);
      if (other || !isKept || found.has(key) || mayNot(pathname) || !keeps(form)) continue;
      const rank = form.fields.some(({ kind }) => kind === 'email') ? 0 : 1;
      const contentType = formTypeOf(form.multipart);
      found.set(key, { page: one.url, action: form.action, contentType, like: one, rank });
    }
  }
  return [...found.values()].sort((one, other) => one.rank - other.rank).slice(0, mostForms);
}

/** The body that a browser would send of this form as the page shows it now; undefined where it is not there any more. */
export function bodyNow(source: string, { page, action }: KeptForm): string | undefined {
  const form = formsIn(source, page).find((one) => one.action === action && keeps(one));
  if (!form) return undefined;
  const filled = form.fields.filter(({ sent, kind }) => sent && kind !== 'file');
  const fields = filled.map(({ name, value }) => [name, value] as [string, string]);
  const button = saveButton(form);
  if (button && button.name !== '') fields.push([button.name, button.value]);
  return formBodyOf(fields, form.multipart);
}

/** A text of the form that may be changed and put back, the most harmless one: no address, no number, nothing that signs in. */
export function textNow(source: string, { page, action }: KeptForm): { name: string; value: string } | undefined {
  const form = formsIn(source, page).find((one) => one.action === action && keeps(one));
  const texts = (form?.fields ?? []).filter(
    ({ name, kind, value, sent, editable }) =>
      sent &&
      editable &&
      /^text(area)?$/.test(kind) &&
      isPlainText(value) &&
      /^\D*\p{L}{3}\D*$/u.test(value) &&
      !signsIn.test(name),
  );
  const [text] = texts.sort((one, other) => (harmlessness(one.name) ?? 9) - (harmlessness(other.name) ?? 9));
  return text && { name: text.name, value: text.value };
}
const signsIn = /user|login|log_?in|account_?name|handle|slug|domain|host/i;

/** What a field of the form holds as the page shows it now. */
export function valueNow(source: string, { page, action }: KeptForm, name: string): string | undefined {
  const form = formsIn(source, page).find((one) => one.action === action && keeps(one));
  return form?.fields.find((one) => one.name === name)?.value;
}

/** A text stands there, nothing has to be uploaded, no password is asked for, and its button does nothing but save. */
function keeps(form: HtmlForm): boolean {
  const isText = /^(text|email|tel|url|textarea)$/;
  const texts = form.fields.filter(({ kind, editable, sent }) => sent && editable && isText.test(kind));
  return (
    form.method === 'POST' &&
    texts.some(({ value }) => value.trim().length >= 3) &&
    !form.fields.some(({ kind }) => kind === 'password') &&
    saveButton(form) !== undefined
  );
}
