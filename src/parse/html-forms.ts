import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

export interface FormField {
  readonly name: string;
  /** `text`, `textarea`, `select`, `hidden`, `checkbox`, `radio`, `password`, `file` or another input type. */
  readonly kind: string;
  readonly value: string;
  /** A browser sends it: it has a name, is not disabled, and is ticked where it can be. */
  readonly sent: boolean;
  /** A person may change it in the page. */
  readonly editable: boolean;
  /** Values that a select offers. */
  readonly options: readonly string[];
  /** What stands there for each of them. */
  readonly labels?: readonly string[];
  /** One of them is marked as chosen; a browser shows the first one otherwise, whatever is stored. */
  readonly chosen?: true;
}
export interface HtmlForm {
  /** Upper case. */
  readonly method: string;
  /** Absolute. */
  readonly action: string;
  readonly multipart: boolean;
  readonly fields: readonly FormField[];
  readonly buttons: readonly FormButton[];
}
/** A button that sends the form; its words tell what that does. */
export interface FormButton {
  readonly name: string;
  readonly value: string;
  readonly words: string;
}

const maxSource = 1024 * 1024;
const formLimit = 60;
const fieldLimit = 300;

/** The forms of a page as a browser would send them (HTML Living Standard, 4.10.21), without running anything. Never throws. */
export function formsIn(source: string, address: string): readonly HtmlForm[] {
  const elements: { readonly element: Element; readonly form: Element | undefined }[] = [];
  const pending: { node: Node; form: Element | undefined }[] = [
    { node: parse(source.slice(0, maxSource)), form: undefined },
  ];
  while (pending.length > 0) {
    const next = pending.pop();
    if (!next) break;
    const { node } = next;
    const isForm = node.nodeName === 'form';
    const form = isForm ? (node as Element) : next.form;
    if ('attrs' in node) elements.push({ element: node, form });
    if ('childNodes' in node) for (const child of [...node.childNodes].reverse()) pending.push({ node: child, form });
  }
  const forms = elements.filter(({ element }) => element.nodeName === 'form').map(({ element }) => element);
  const base = attr(elements.find(({ element }) => element.nodeName === 'base')?.element, 'href') ?? '';
  const root = URL.parse(base, address)?.href ?? address;
  return forms.slice(0, formLimit).flatMap((form): HtmlForm[] => {
    const id = attr(form, 'id');
    const sent = sentByAttribute(form);
    const target = sent?.action ?? attr(form, 'action');
    const action = URL.parse(target ?? '', target ? root : address)?.href;
    if (action === undefined) return [];
    const own = elements.filter(({ element, form: around }) => {
      const named = attr(element, 'form');
      return named === undefined ? around === form : named === id;
    });
    const fields = own.flatMap(({ element }) => fieldOf(element)).slice(0, fieldLimit);
    return [
      {
        method: (sent?.method ?? attr(form, 'method') ?? 'get').toUpperCase(),
        action,
        multipart: /multipart/i.test(attr(form, 'enctype') ?? ''),
        fields,
        buttons: own
          .filter(({ element }) => isSubmit(element))
          .map(({ element }) => {
            const value = attr(element, 'value') ?? '';
            return { name: attr(element, 'name') ?? '', value, words: (textOf(element).trim() || value).slice(0, 80) };
          }),
      },
    ];
  });
}

/** Verb and address of a form that a library sends in the page's place, as htmx has it: `hx-put="/orders/7"`. */
function sentByAttribute(form: Element): { readonly method: string; readonly action: string } | undefined {
  for (const method of ['post', 'put', 'patch'])
    for (const prefix of ['hx-', 'data-hx-']) {
      const action = attr(form, prefix + method);
      if (action !== undefined) return { method, action };
    }
  return undefined;
}

/** A control of a page by its id, else by its name, in a form or not; undefined where none or several are called so. */
export function controlIn(source: string, { id, name }: { id: string; name: string }): FormField | undefined {
  if (id === '' && name === '') return undefined;
  const found: FormField[] = [];
  const pending: Node[] = [parse(source.slice(0, maxSource))];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if ('attrs' in node && (id === '' ? attr(node, 'name') === name : attr(node, 'id') === id))
      found.push(...fieldOf(node, name || id));
    if ('childNodes' in node) for (const child of node.childNodes) pending.push(child);
  }
  return found.length === 1 ? found[0] : undefined;
}

function fieldOf(element: Element, name = attr(element, 'name') ?? ''): FormField[] {
  if (name === '' || isSubmit(element) || !/^(input|textarea|select)$/.test(element.nodeName)) return [];
  const disabled = attr(element, 'disabled') !== undefined;
  const fixed = disabled || attr(element, 'readonly') !== undefined;
  const make = (kind: string, value: string, sent: boolean, options: readonly string[] = []): FormField[] => [
    { name, kind, value, sent: sent && !disabled, editable: !fixed && kind !== 'hidden', options },
  ];
  if (element.nodeName === 'textarea') return make('textarea', textOf(element).replace(/^\r?\n/, ''), true);
  if (element.nodeName === 'select') {
    const options = optionsOf(element);
    const chosen = options.find((one) => one.selected) ?? options[0];
    return make(
      'select',
      chosen?.value ?? '',
      chosen !== undefined,
      options.map((one) => one.value),
    ).map((field) => ({
      ...field,
      labels: options.map((one) => one.label),
      ...(options.some((one) => one.selected) ? { chosen: true as const } : {}),
    }));
  }
  const kind = (attr(element, 'type') ?? 'text').toLowerCase();
  if (kind === 'checkbox' || kind === 'radio')
    return make(kind, attr(element, 'value') ?? 'on', attr(element, 'checked') !== undefined);
  if (kind === 'button' || kind === 'reset') return [];
  return make(kind, attr(element, 'value') ?? '', true);
}

function optionsOf(
  select: Element,
): readonly { readonly value: string; readonly label: string; readonly selected: boolean }[] {
  const found: { value: string; label: string; selected: boolean }[] = [];
  const pending: Node[] = [select];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.nodeName === 'option') {
      const option = node as Element;
      found.push({
        value: attr(option, 'value') ?? textOf(option).trim(),
        label: textOf(option).replace(/\s+/g, ' ').trim(),
        selected: attr(option, 'selected') !== undefined,
      });
    } else if ('childNodes' in node) for (const child of [...node.childNodes].reverse()) pending.push(child);
  }
  return found.slice(0, fieldLimit);
}

function isSubmit(element: Element): boolean {
  const type = (attr(element, 'type') ?? (element.nodeName === 'button' ? 'submit' : '')).toLowerCase();
  return (element.nodeName === 'button' || element.nodeName === 'input') && /^(submit|image)$/.test(type);
}

function attr(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((one) => one.name === name)?.value;
}

function textOf(element: Element): string {
  const texts: string[] = [];
  const pending: Node[] = [element];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.nodeName === '#text') texts.push((node as DefaultTreeAdapterTypes.TextNode).value);
    if ('childNodes' in node) for (const child of [...node.childNodes].reverse()) pending.push(child);
  }
  return texts.join('');
}

/** The body that a browser would send for these names and values, in order. `boundary` is used for multipart only. */
export function formBody(
  entries: readonly (readonly [name: string, value: string])[],
  multipart: boolean,
  boundary: string,
): { readonly body: string; readonly contentType: string } {
  if (!multipart)
    return {
      body: new URLSearchParams(entries.map(([name, value]) => [name, value])).toString(),
      contentType: 'application/x-www-form-urlencoded',
    };
  const quoted = (name: string) => name.replace(/"/g, '%22').replace(/[\r\n]+/g, ' ');
  const parts = entries.map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`,
  );
  return { body: `${parts.join('')}--${boundary}--\r\n`, contentType: `multipart/form-data; boundary=${boundary}` };
}
