/** Something that a page lets an account do for the whole customer, as the page shows it. */
export interface Offer {
  /** `role`: of the colleague; `invitation`: of somebody new; `change`: of a text that stands there. */
  readonly kind: 'role' | 'invitation' | 'change';
  /** The same for the same control on a colleague's page. */
  readonly key: string;
  /** Its place among the page's inputs; of a `box` among the lists that are no `<select>`. */
  readonly at: number;
  readonly box?: true;
  /** A button for the other one, of a role: what it offers is not what stands there. */
  readonly toggles?: true;
  readonly field: string;
  /** What stands in it. */
  readonly value: string;
  readonly options: readonly string[];
  /** What is called what among them. */
  readonly labels?: readonly string[];
  /** Of a role: what its row says besides the control. */
  readonly row?: string;
  readonly area: boolean;
}
export interface PageOffers {
  readonly offers: readonly Offer[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly text: string;
  /** What may be done to records there that cannot be put back, as its controls are called. */
  readonly actions: readonly string[];
  /** What can be chosen in its lists of choices: it stands in the text as well, shown or not. */
  readonly choices: readonly string[];
  readonly buttons: readonly string[];
}
export interface Wanted {
  /** The colleague's e-mail address, in small letters. */
  readonly colleague: string;
  readonly roles: string;
  readonly invites: string;
  readonly paths: string;
  readonly acts: string;
  readonly never: string;
}

/** Runs inside the page: must not refer to anything outside itself. */
export function listOffers({ colleague, roles, invites, paths, acts, never }: Wanted): PageOffers {
  const addresses = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;
  const inputs = [
    ...document.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>('input, select, textarea'),
  ];
  const isShown = (one: Element) => {
    const box = one.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(one).visibility !== 'hidden';
  };
  const usable = (one: Element) => !one.matches(':disabled, [readonly], [type=hidden]') && isShown(one);
  const named = (one: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement) => {
    const label =
      one.labels?.[0]?.textContent ?? one.getAttribute('aria-label') ?? one.getAttribute('placeholder') ?? '';
    return (one.name !== '' ? one.name : label.trim()).slice(0, 60);
  };
  const rootOf = (one: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement): Element =>
    one.form ?? one.closest('dialog, [role=dialog], fieldset, section, main') ?? document.body;
  const buttonsIn = (root: Element) =>
    [...root.querySelectorAll<HTMLElement>('button, input[type=submit], [role=button]')]
      .filter(isShown)
      .map((one) => (one.innerText || one.getAttribute('value') || '').trim());
  /** The smallest part of the page around it that names one address and no other. */
  const rowOf = (one: Element) => {
    let part = one.parentElement;
    for (let up = 0; part && part !== document.body && up < 8; up++, part = part.parentElement) {
      const found = new Set((part as HTMLElement).innerText.toLowerCase().match(addresses) ?? []);
      if (found.size > 0) return found.size === 1 ? { part, address: [...found][0] } : undefined;
    }
    return undefined;
  };
  const offers: Offer[] = [];
  inputs.forEach((one, at) => {
    if (!usable(one)) return;
    const field = named(one);
    const base = { at, field, value: one.value, area: one instanceof HTMLTextAreaElement };
    if (one instanceof HTMLSelectElement) {
      const options = [...one.options].filter((option) => !option.disabled && option.value !== '');
      const isRole = options.some((option) => new RegExp(roles, 'iu').test(`${option.value} ${option.text}`));
      const row = rowOf(one);
      if (options.length < 2 || !isRole || row?.address !== colleague) return;
      const bare = row.part.cloneNode(true) as HTMLElement;
      for (const control of bare.querySelectorAll('select, button')) control.remove();
      offers.push({
        ...base,
        kind: 'role',
        key: 'role',
        options: options.map((option) => option.value),
        labels: options.map((option) => option.text),
        row: bare.textContent ?? '',
      });
      return;
    }
    const root = rootOf(one);
    const isSearch = one.matches('[type=search], [role=search] *, [role=combobox], [name=q]');
    if (isSearch || root.querySelector('input[type=password]')) return;
    const isMail = one instanceof HTMLInputElement && (one.type === 'email' || /e-?mail/i.test(field));
    const buttons = buttonsIn(root);
    const action = one.form?.getAttribute('action') ?? '';
    const about = `${one.form ? root.textContent : ''} ${buttons.join(' ')}`;
    if (isMail && one.value === '') {
      const invites_ =
        new RegExp(invites, 'iu').test(about) || new RegExp(paths, 'i').test(`${action} ${location.href}`);
      if (invites_) offers.push({ ...base, kind: 'invitation', key: 'invitation', options: [] });
      return;
    }
    const isText = one instanceof HTMLTextAreaElement || ['text', ''].includes(one.type);
    if (!isText || one.value.trim().length < 3 || buttons.length === 0) return;
    const names = inputs.filter((other) => usable(other) && rootOf(other) === root).map(named);
    const key = `change ${[...new Set(names)].sort().join(' ')} ${one.form ? buttons.join(' ') : ''}`;
    offers.push({ ...base, kind: 'change', key: key.slice(0, 300), options: [] });
  });
  const links = [...document.links].slice(0, 400).map((one) => ({
    href: one.href,
    text: (one.textContent ?? '').trim().slice(0, 80),
  }));
  const actions = buttonsIn(document.body).filter(
    (one) => one.length <= 40 && new RegExp(acts, 'iu').test(one) && !new RegExp(never, 'iu').test(one),
  );
  const choices = [...document.querySelectorAll('option')].slice(0, 2000).map((one) => one.text.trim());
  return {
    offers,
    links,
    choices,
    buttons: buttonsIn(document.body).slice(0, 400),
    text: (document.body?.innerText ?? '').slice(0, 200_000),
    actions: [...new Set(actions)],
  };
}

/** Runs inside the page: puts a value there, as a framework hears it. */
export function putValue({ at, value }: { readonly at: number; readonly value: string }): void {
  const one = document.querySelectorAll<HTMLInputElement>('input, select, textarea')[at];
  if (!one) return;
  const kind =
    one instanceof HTMLTextAreaElement
      ? HTMLTextAreaElement.prototype
      : (one as Element) instanceof HTMLSelectElement
        ? HTMLSelectElement.prototype
        : HTMLInputElement.prototype;
  one.focus();
  Object.getOwnPropertyDescriptor(kind, 'value')?.set?.call(one, value);
  one.dispatchEvent(new Event('input', { bubbles: true }));
  one.dispatchEvent(new Event('change', { bubbles: true }));
}

/**
 * Runs inside the page: writes into the empty fields for text beside the input, in its form or dialog. An invitation that lacks a name
 * is refused by many portals whoever sends it, and that says nothing of a role.
 */
export function fillBeside({ at, text }: { readonly at: number; readonly text: string }): void {
  const input = document.querySelectorAll<HTMLInputElement>('input, select, textarea')[at];
  const root = input?.form ?? input?.closest('dialog, [role=dialog], fieldset');
  for (const one of root?.querySelectorAll<HTMLInputElement>('input') ?? []) {
    const isText = one !== input && ['text', ''].includes(one.type) && one.value === '';
    if (!isText || one.matches(':disabled, [readonly]') || one.getBoundingClientRect().width <= 3) continue;
    one.focus();
    const fits = one.maxLength > 0 ? text.slice(0, one.maxLength) : text;
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(one, fits);
    one.dispatchEvent(new Event('input', { bubbles: true }));
    one.dispatchEvent(new Event('change', { bubbles: true }));
  }
}

/** Runs inside the page: presses the button that keeps it, the nearest to the input; false where there is none. */
export function pressNearest({ at, no }: { readonly at: number; readonly no: string }): boolean {
  const input = document.querySelectorAll<HTMLInputElement>('input, select, textarea')[at];
  const textOf = (one: HTMLElement) => (one.innerText || one.getAttribute('value') || '').trim();
  for (let part = input?.parentElement; part; part = part.parentElement) {
    const buttons = [...part.querySelectorAll<HTMLElement>('button, input[type=submit], [role=button]')].filter(
      (one) => one.getBoundingClientRect().width > 3 && !one.matches(':disabled'),
    );
    const meant = buttons.filter((one) => no === '' || !new RegExp(no, 'iu').test(textOf(one)));
    const button = meant.find((one) => (one as HTMLButtonElement).type === 'submit') ?? meant[0];
    if (button) {
      button.click();
      return true;
    }
    if (part === document.body || part.nodeName === 'FORM') break;
  }
  return false;
}
