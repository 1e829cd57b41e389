/** A control of a page with a value in it that may be exchanged for another one. */
export interface Chooser {
  /** Its place among the controls of the page. */
  readonly at: number;
  /** `select` or the input's type. */
  readonly kind: string;
  readonly value: string;
  readonly options: readonly string[];
  readonly labels: readonly string[];
  /** Name, id and label. */
  readonly words: string;
  readonly name: string;
  readonly id: string;
}

/** Runs inside the page: its visible choices, dates and numbers that stand in no form which a browser sends. */
export function choosersIn(): Chooser[] {
  const all = 'select, input[type=date], input[type=datetime-local], input[type=number], input[type=range]';
  return [...document.querySelectorAll<HTMLSelectElement | HTMLInputElement>(all)].flatMap((one, at) => {
    const box = one.getBoundingClientRect();
    const shown = box.width > 3 && box.height > 3 && getComputedStyle(one).visibility !== 'hidden';
    if (!shown || one.value === '' || one.matches(':disabled, [readonly], form[method=post i] *, [role=search] *'))
      return [];
    const label = one.closest('label') ?? document.querySelector(`label[for="${CSS.escape(one.id || '-')}"]`);
    const own = label?.firstChild?.textContent ?? '';
    const words = [one.name, one.id, one.getAttribute('aria-label'), one.getAttribute('data-field'), own];
    const options = one instanceof HTMLSelectElement ? [...one.options] : [];
    return [
      {
        at,
        kind: one instanceof HTMLSelectElement ? 'select' : one.type,
        value: one.value,
        options: options.map(({ value }) => value),
        labels: options.map(({ text }) => text.trim()),
        words: words.join(' ').slice(0, 200),
        name: one.name,
        id: one.id,
      },
    ];
  });
}

/** Runs inside the page: chooses the value, as a framework hears it. */
export function chooseInPage({ at, value }: { at: number; value: string }): void {
  const all = 'select, input[type=date], input[type=datetime-local], input[type=number], input[type=range]';
  const one = document.querySelectorAll<HTMLSelectElement | HTMLInputElement>(all)[at];
  if (!one) return;
  const kind = one instanceof HTMLSelectElement ? HTMLSelectElement.prototype : HTMLInputElement.prototype;
  one.focus();
  Object.getOwnPropertyDescriptor(kind, 'value')?.set?.call(one, value);
  one.dispatchEvent(new Event('input', { bubbles: true }));
  one.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Runs inside the page: presses what keeps the choice: the button that says so, the form's own, or the one that stands beside it. */
export function pressBeside({ at, save, no }: { at: number; save: string; no: string }): boolean {
  const all = 'select, input[type=date], input[type=datetime-local], input[type=number], input[type=range]';
  const control = document.querySelectorAll(all)[at];
  const shown = (one: Element) => one.getBoundingClientRect().width > 3 && !one.matches(':disabled');
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || (one as HTMLInputElement).value || one.getAttribute('aria-label') || '').trim();
  for (let part = control?.parentElement; part && part !== document.documentElement; part = part.parentElement) {
    const buttons = [...part.querySelectorAll('button, input[type=submit], [role=button]')].filter(shown);
    const meant = buttons.filter((one) => !new RegExp(no, 'iu').test(textOf(one)));
    const button =
      meant.find((one) => new RegExp(save, 'iu').test(textOf(one))) ??
      meant.find((one) => (one as HTMLButtonElement).type === 'submit' && one.closest('form') === part) ??
      (buttons.length === 1 ? meant[0] : undefined);
    if (button instanceof HTMLElement) {
      button.click();
      return true;
    }
    if (buttons.length > 3) return false;
  }
  return false;
}
