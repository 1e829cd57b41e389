/** A form on the page as the planter sees it. */
export interface FormOffer {
  readonly index: number;
  readonly texts: number;
  readonly words: string;
  /** Who the form asks about, where it asks for an address to write to: its labels and choices; a person with a role may be invited. */
  readonly person?: string;
  /** Why no canary may be planted here; empty when it may. */
  readonly unfit: string;
}

/** Runs inside the page: the visible forms and dialogs, the one opened last first. */
export function formOffers(): FormOffer[] {
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  // Fields and their button that stand in no form: the smallest part of the page that holds both is one.
  for (const field of document.querySelectorAll(
    'textarea, input[type=text], input:not([type]), [contenteditable=true]',
  )) {
    if (field.closest('form, dialog, [role=dialog], [data-input-group]') || !visible(field)) continue;
    let part = field.parentElement;
    for (let up = 0; part && up < 4 && !part.querySelector('button, [role=button]'); up++) part = part.parentElement;
    if (part && part !== document.body && part.querySelector('button, [role=button]'))
      part.setAttribute('data-input-group', '');
  }
  const all = document.querySelectorAll('form, dialog, [role=dialog], [data-input-group]');
  const offers = [...all].map((form, index) => {
    const inputs = [...form.querySelectorAll('input, textarea, [contenteditable=true]')].filter(
      visible,
    ) as HTMLInputElement[];
    const texts = inputs.filter(
      (one) =>
        one.closest('[role=combobox], [aria-haspopup]') === null &&
        (one.tagName === 'TEXTAREA' || one.isContentEditable || ['text', ''].includes(one.type ?? '')),
    );
    const search =
      form.getAttribute('role') === 'search' ||
      inputs.some((one) => one.type === 'search' && one.getAttribute('role') !== 'combobox') ||
      ((form as HTMLFormElement).method === 'get' && form.querySelector('[name=q], [name=search]') !== null);
    const unfit = inputs.some((one) => one.type === 'password')
      ? 'the form asks for a password'
      : inputs.some((one) => one.type === 'file' && one.required)
        ? 'the form asks for a file'
        : inputs.some((one) => /cc-|card/.test(one.autocomplete ?? ''))
          ? 'the form asks for a card'
          : '';
    const heading = form.querySelector('h1, h2, h3, legend')?.textContent ?? '';
    const buttons = [...form.querySelectorAll('button')].map((one) => one.innerText).join(' ');
    return {
      index,
      texts: search || !visible(form) ? 0 : texts.length,
      words: `${heading} ${buttons} ${form.getAttribute('action') ?? ''} ${form.id}`.slice(0, 300),
      unfit,
      ...(inputs.some((one) => one.type === 'email') ? { person: (form.textContent ?? '').slice(0, 600) } : {}),
    };
  });
  return offers.filter((one) => one.texts > 0).reverse();
}

/** Runs inside the page: fills every visible field, the canary into all text fields, through the framework's own setters. */
export function fillForm({ index, value, today }: { index: number; value: string; today: string }): void {
  const form = document.querySelectorAll('form, dialog, [role=dialog], [data-input-group]')[index];
  if (!form) return;
  const set = (element: HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement, text: string) => {
    const prototype =
      element instanceof HTMLTextAreaElement
        ? HTMLTextAreaElement.prototype
        : element instanceof HTMLSelectElement
          ? HTMLSelectElement.prototype
          : HTMLInputElement.prototype;
    Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(element, text);
    element.dispatchEvent(new Event('input', { bubbles: true }));
    element.dispatchEvent(new Event('change', { bubbles: true }));
    element.dispatchEvent(new Event('blur', { bubbles: true }));
  };
  const ofPhones =
    /(?<!\p{L})(?:(?:tele|mobile|cell|smart|work|home|office)?[-_ ]?phone|t[eé]l[eé](?:ph|f)oo?n[eo]?|tel|mobile|mobiel|mobil|handy|fax|m[oó]vil|celular|cellulare|telem[oó]vel|kom[oó]rk\p{L}*)(?!\p{L})|rufnummer|電話|携帯|电话|手机/iu;
  // Addresses and numbers that belong to nobody (RFC 2606, the 555-01 numbers).
  const reserved = (one: HTMLInputElement): string | undefined => {
    const { type, name, id, inputMode, autocomplete } = one;
    const labels = [...(one.labels ?? [])].map((label) => label.textContent);
    const called = [name, id, one.getAttribute('aria-label'), one.placeholder, ...labels].join(' ').slice(0, 120);
    if (
      type === 'email' ||
      inputMode === 'email' ||
      autocomplete === 'email' ||
      /e[-_]?mail|courriel|correo|メール|邮箱|郵箱/i.test(called)
    )
      return `${value.split(' ').at(-1)?.toLowerCase() ?? 'nobody'}@example.com`;
    const isNumber = type === 'tel' || inputMode === 'tel' || /^tel/.test(autocomplete) || ofPhones.test(called);
    return isNumber ? '+12025550143' : undefined;
  };
  const mask = /^[dtjgmyar]{1,4}([./ -]{1,3})[dtjgmyar]{1,4}\1[dtjgmyar]{1,4}\.?$/i;
  const isDay = (element: Element) =>
    mask.test(element.getAttribute('placeholder') ?? '') || element.matches('[class*=picker i] input:not([type=date])');
  for (const element of form.querySelectorAll('input, textarea, select, [contenteditable=true]')) {
    const box = element.getBoundingClientRect();
    if (box.width < 3 || box.height < 3) continue;
    // A list is chosen from, and a day is no text.
    if (element.closest('[role=combobox], [aria-haspopup]') || isDay(element)) continue;
    if (element instanceof HTMLTextAreaElement) set(element, value);
    else if (element instanceof HTMLSelectElement) {
      const option = [...element.options].find((one) => one.value !== '' && !one.disabled);
      if (element.value === '' && option) set(element, option.value);
    } else if (element instanceof HTMLInputElement) {
      if (element.readOnly || element.disabled) continue;
      const kept = /^(text|email|tel|)$/.test(element.type) ? reserved(element) : undefined;
      if (kept !== undefined) set(element, kept);
      else if (element.type === 'text' || element.type === '')
        set(
          element,
          element.maxLength > 0 && element.maxLength < value.length ? value.slice(-element.maxLength) : value,
        );
      else if (element.type === 'number' || element.type === 'range') set(element, element.min || '1');
      else if (element.type === 'date') set(element, today);
      else if (element.type === 'datetime-local') set(element, `${today}T12:00`);
      else if (element.type === 'month') set(element, today.slice(0, 7));
      else if (element.type === 'time') set(element, '12:00');
      else if (element.type === 'url') set(element, 'https://example.com/');
      else if (element.type === 'checkbox' && element.required && !element.checked) element.click();
      else if (
        element.type === 'radio' &&
        element.required &&
        !form.querySelector(`input[name="${element.name}"]:checked`)
      )
        element.click();
    } else if (element instanceof HTMLElement) {
      element.focus();
      document.execCommand('insertText', false, value);
    }
  }
}
