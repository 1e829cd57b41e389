/** A text that stands in an input of a page, as the rehearsal sees it. */
export interface FilledInput {
  readonly at: number;
  readonly value: string;
  /** Name, id and label: what it is called. */
  readonly words: string;
  readonly area: boolean;
}

/** Runs inside the page: its visible inputs with a text in them. */
export function filledInputs(): FilledInput[] {
  return [...document.querySelectorAll<HTMLInputElement>('textarea, input:not([type]), input[type=text]')].flatMap(
    (one, at) => {
      const box = one.getBoundingClientRect();
      const shown = box.width > 3 && box.height > 3 && getComputedStyle(one).visibility !== 'hidden';
      const skipped =
        ':disabled, [readonly], [role=combobox], [type=search], form[method=post i] *, [role=search] *, [name=q]';
      if (!shown || one.matches(skipped) || one.value.trim().length < 3) return [];
      const label = one.closest('label') ?? document.querySelector(`label[for="${CSS.escape(one.id || '-')}"]`);
      const words = [one.name, one.id, one.getAttribute('aria-label'), one.placeholder, label?.textContent];
      return [{ at, value: one.value, words: words.join(' ').slice(0, 200), area: one.tagName === 'TEXTAREA' }];
    },
  );
}

/** Runs inside the page: types into the input, as a framework hears it. */
export function typeInto({ at, text }: { at: number; text: string }): void {
  const one = document.querySelectorAll<HTMLInputElement>('textarea, input:not([type]), input[type=text]')[at];
  if (!one) return;
  const kind = one instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  one.focus();
  Object.getOwnPropertyDescriptor(kind, 'value')?.set?.call(one, text);
  one.dispatchEvent(new Event('input', { bubbles: true }));
  one.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Runs inside the page: presses what keeps the change, the nearest to the input; false where there is nothing of the kind. */
export function pressSave({ at, save, no }: { at: number; save: string; no: string }): boolean {
  const input = document.querySelectorAll('textarea, input:not([type]), input[type=text]')[at];
  const shown = (one: Element) => one.getBoundingClientRect().width > 3 && !one.matches(':disabled');
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || (one as HTMLInputElement).value || one.getAttribute('aria-label') || '').trim();
  for (let part = input?.parentElement; part; part = part.parentElement) {
    const buttons = [...part.querySelectorAll('button, input[type=submit], [role=button]')].filter(shown);
    const meant = buttons.filter((one) => !new RegExp(no, 'iu').test(textOf(one)));
    const button =
      meant.find((one) => new RegExp(save, 'iu').test(textOf(one))) ??
      meant.find((one) => (one as HTMLButtonElement).type === 'submit' && one.closest('form') !== null);
    if (button instanceof HTMLElement) {
      button.click();
      return true;
    }
    if (part === document.body) break;
  }
  return false;
}
