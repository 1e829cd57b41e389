import { cancelWords, changeWords, dangerWords, saveWords } from '../words.ts';

/** What `keepBeside` presses, and what it never does. */
export const keeping = {
  save: `${saveWords.source}|${changeWords.source}`,
  no: `${dangerWords.source}|${cancelWords.source}`,
};

/** Runs inside the page: presses what keeps the choice: what says so, or the one button beside it that drops nothing. */
export function keepBeside({ at, save, no }: { at: number; save: string; no: string }): boolean {
  const box = document.querySelectorAll('[role=combobox], [aria-haspopup=listbox]')[at];
  const shown = (one: Element) =>
    one.getBoundingClientRect().width > 3 && !one.matches(':disabled, [aria-disabled=true]');
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || (one as HTMLInputElement).value || one.getAttribute('aria-label') || '').trim();
  const isBox = '[role=combobox], [aria-haspopup], [role=combobox] *';
  for (let part = box?.parentElement; part && part !== document.documentElement; part = part.parentElement) {
    const buttons = [...part.querySelectorAll('button, input[type=submit], [role=button]')].filter(
      (one) => shown(one) && !one.matches(isBox) && textOf(one) !== '',
    );
    const meant = buttons.filter((one) => !new RegExp(no, 'iu').test(textOf(one)));
    const isWhole = part.matches('form, dialog, [role=dialog]');
    const button =
      meant.find((one) => new RegExp(save, 'iu').test(textOf(one))) ??
      meant.find((one) => (one as HTMLButtonElement).type === 'submit' && one.closest('form') === part) ??
      (buttons.length === 1 || (isWhole && meant.length === 1) ? meant[0] : undefined);
    if (button instanceof HTMLElement) {
      button.click();
      return true;
    }
    if (part.matches('[role=dialog], dialog') || buttons.length > 3) return false;
  }
  return false;
}
