import { formBody, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import { deleteWords, signOutWords } from '../words.ts';
import type { WriteForm } from './write-target.ts';

/** Nothing to type: such a form only asks whether it is meant. */
const isBare = ({ method, fields }: HtmlForm) => method === 'POST' && !fields.some(({ editable }) => editable);

/** What it does is said by its method, its button or its address. */
export const deletes = ({ action, fields, buttons }: HtmlForm) =>
  /^delete$/i.test(fields.find(({ name }) => name === '_method')?.value ?? '') ||
  /[?&]_method=delete\b/i.test(action) ||
  buttons.some(({ words }) => deleteWords.test(words)) ||
  deleteWords.test(new URL(action).pathname.replace(/[/_.-]+/g, ' '));

/** Forms that delete what this page is about: they name it, and are not about the account. */
export function deletingForms(source: string | undefined, page: string): readonly HtmlForm[] {
  const id = idIn(page);
  return formsIn(source ?? '', page)
    .filter((one) => isBare(one) && deletes(one))
    .filter(({ action, fields }) => id !== undefined && `${action} ${fields.map(({ value }) => value)}`.includes(id));
}

/** Links of the page to the deletion of what it is about. */
export function deletingLinks(source: string | undefined, page: string): readonly string[] {
  const id = idIn(page);
  return [...(source ?? '').matchAll(/<a\s[^>]*href="([^"]+)"[^>]*>([^<]{0,60})/gi)]
    .filter(([, href = '', text = '']) => deleteWords.test(`${text} ${href.replace(/[/_.?&=-]+/g, ' ')}`))
    .flatMap(([, href = '']) => URL.parse(href.replaceAll('&amp;', '&'), page)?.href ?? [])
    .filter((href) => new URL(href).host === new URL(page).host && id !== undefined && href.includes(id))
    .slice(0, 1);
}

/** Forms with which a page asks whether it is meant: sent to the same place, or said to delete. Never the one that signs out. */
export function confirmingForms(source: string | undefined, asked: string): readonly HtmlForm[] {
  const path = new URL(asked).pathname;
  return formsIn(source ?? '', asked).filter(
    (one) =>
      isBare(one) &&
      (new URL(one.action).pathname === path || deletes(one)) &&
      !one.buttons.some(({ words }) => signOutWords.test(words)),
  );
}

/** The last part of an address that looks like an id. */
function idIn(address: string): string | undefined {
  const { pathname, searchParams } = new URL(address);
  return [...pathname.split('/'), ...searchParams.values()].findLast((part) => /\d/.test(part));
}

/** The form as its page would send it, with these values in place of its own. */
export function sentForm(form: HtmlForm, fresh: ReadonlyMap<string, string> = new Map()): WriteForm {
  const [button] = form.buttons;
  const fields = form.fields.filter(({ sent }) => sent);
  const { body, contentType } = formBody(
    [
      ...fields.map(({ name, value }): readonly [string, string] => [name, fresh.get(name) ?? value]),
      ...(button && button.name !== '' ? [[button.name, button.value] as const] : []),
    ],
    form.multipart,
    '----lr-delete',
  );
  const method = /^(PUT|PATCH)$/.test(form.method) ? form.method : 'POST';
  return { method, url: form.action, body, contentType };
}
