import { formBody, formsIn, type HtmlForm } from '../../../parse/html-forms.ts';
import { deleteWords, signOutWords } from '../words.ts';
import type { WriteForm } from './write-target.ts';

/** Nothing to type: such a form only asks whether it is meant. */
const isBare = ({ method, fields }: HtmlForm) => method === 'POST' && !fields.some(({ editable }) => editable);

/** Fields in which forms of one address say what is to be done there. */
const deedNames = /^_?(method|action|intent|op|operation|do|cmd|command|task|verb)$/i;

/** What it does is said by its method, by a field, its button or its address. */
export const deletes = ({ action, fields, buttons }: HtmlForm) =>
  fields.some(({ name, value, editable }) => !editable && deedNames.test(name) && deleteWords.test(value)) ||
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

/** Links of the page to where what it is about is set up or edited: below its own address, up to its id. */
export function settingLinks(source: string | undefined, page: string): readonly string[] {
  const id = idIn(page);
  const own = id === undefined ? -1 : new URL(page).pathname.split('/').lastIndexOf(id);
  if (own < 0) return [];
  const base = `${new URL(page).pathname.split('/', own + 1).join('/')}/`;
  const links = [...(source ?? '').matchAll(/<a\s[^>]*href="([^"#]+)"/gi)]
    .flatMap(([, href = '']) => URL.parse(href.replaceAll('&amp;', '&'), page) ?? [])
    .filter(({ host, pathname, search }) => host === new URL(page).host && pathname.startsWith(base) && search === '')
    .filter(({ pathname }) => settingPath.test(pathname.slice(base.length)));
  return [...new Set(links.map(({ href }) => href))].slice(0, 2);
}

const settingPath =
  /^(edit|settings?|manage|general|advanced|admin|options|bearbeiten|einstellungen|verwalten|modifier|param[eè]tres|editar|ajustes|modifica|impostazioni|configura[^/]*|bewerken|instellingen|edytuj|ustawienia)\/?$/i;

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
