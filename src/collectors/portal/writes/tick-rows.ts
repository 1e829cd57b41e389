import type { Page } from 'playwright-core';
import { dangerWords, saveWords } from '../words.ts';
import { filedWords, finalWords } from './row-choice.ts';

/** What was done for a ticked row: another value was chosen, or a text typed; `pressed`: and what keeps it was pressed. */
export interface TickedChange {
  readonly chosen?: string;
  readonly typed?: true;
}

/**
 * Ticks the first row of a list that a script draws, and does what the page then offers for ticked rows: files them under another
 * value, or types the mark into an empty text. The shield keeps what the page sends. undefined where it offers neither.
 */
export async function tickAndChange(
  page: Page,
  mark: string,
  settle: () => Promise<unknown>,
): Promise<TickedChange | undefined> {
  if (!(await page.evaluate(tickFirstRow))) return undefined;
  await settle();
  const given = {
    mark,
    filed: filedWords.source,
    final: finalWords.source,
    danger: dangerWords.source,
    save: saveWords.source,
  };
  const done = await page.evaluate(changeTicked, given);
  await settle();
  return done ?? undefined;
}

/** Runs inside the page: whether a row had a box to tick. Forms that a browser sends are looked at by themselves. */
function tickFirstRow(): boolean {
  const rows = 'tbody tr, li, [role=row], [role=listitem], article';
  const box = [...document.querySelectorAll<HTMLElement>('input[type=checkbox], [role=checkbox]')].find((one) => {
    const row = one.closest(rows);
    const shown = (row ?? one).getBoundingClientRect();
    return (
      row !== null &&
      shown.width > 3 &&
      !one.matches(':disabled, [aria-disabled=true], form[method=post i] *, :checked, [aria-checked=true]') &&
      (row.parentElement?.querySelectorAll('input[type=checkbox], [role=checkbox]').length ?? 0) > 0 &&
      (row.textContent ?? '').trim().length > 3
    );
  });
  if (!box) return false;
  box.setAttribute('data-lr-ticked', '');
  box.click();
  return true;
}

/** Runs inside the page: chooses or types, and presses the one button beside it that keeps it. */
function changeTicked(given: { mark: string; filed: string; final: string; danger: string; save: string }): {
  chosen?: string;
  typed?: true;
} | null {
  const rows = 'tbody tr, li, [role=row], [role=listitem], article';
  const shown = (one: Element) => one.getBoundingClientRect().width > 3 && !one.matches(':disabled');
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || (one as HTMLInputElement).value || one.getAttribute('aria-label') || '').trim();
  const row = document.querySelector('[data-lr-ticked]')?.closest(rows);
  const says = ` ${(row?.textContent ?? '').toLowerCase()} `;
  const avoid = new RegExp(`${given.final}|${given.danger}`, 'iu');
  const nameOf = (one: HTMLElement) =>
    [one.getAttribute('name'), one.id, one.getAttribute('aria-label'), one.closest('label')?.textContent]
      .concat(document.querySelector(`label[for="${CSS.escape(one.id || '-')}"]`)?.textContent)
      .concat((one as HTMLSelectElement).options?.[0]?.text)
      .join(' ')
      .split(/[^\p{L}_-]+/u);
  const press = (from: Element) => {
    for (let part = from.parentElement; part && part !== document.body; part = part.parentElement) {
      const buttons = [...part.querySelectorAll('button, input[type=submit], [role=button]')].filter(
        (one) => shown(one) && !one.closest(rows) && !new RegExp(given.danger, 'iu').test(textOf(one)),
      );
      const button =
        buttons.find((one) => new RegExp(given.save, 'iu').test(textOf(one))) ??
        (buttons.length === 1 ? buttons[0] : undefined);
      if (button instanceof HTMLElement) return button.click();
      if (buttons.length > 1) return;
    }
  };
  const outside = <One extends HTMLElement>(selector: string) =>
    [...document.querySelectorAll<One>(selector)].filter((one) => shown(one) && !one.closest(rows));
  for (const select of outside<HTMLSelectElement>('select')) {
    if (!nameOf(select).some((one) => new RegExp(given.filed, 'iu').test(one))) continue;
    const option = [...select.options].find(
      (one) =>
        one.value !== '' &&
        one.index > 0 &&
        !avoid.test(`${one.value} ${one.text}`) &&
        !says.includes(one.text.trim().toLowerCase()),
    );
    if (!option) continue;
    Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(select, option.value);
    select.dispatchEvent(new Event('input', { bubbles: true }));
    select.dispatchEvent(new Event('change', { bubbles: true }));
    press(select);
    return { chosen: option.value };
  }
  const texts = 'textarea, input:not([type]), input[type=text]';
  const input = outside<HTMLInputElement>(texts).find(
    (one) => one.value === '' && !one.matches('[role=search] *, [type=search], [role=combobox], [name=q], [readonly]'),
  );
  if (!input || /search|filter|find|such|zoek|busc|cerca|recherch/i.test(`${nameOf(input)} ${input.placeholder}`))
    return null;
  const kind = input instanceof HTMLTextAreaElement ? HTMLTextAreaElement.prototype : HTMLInputElement.prototype;
  input.focus();
  Object.getOwnPropertyDescriptor(kind, 'value')?.set?.call(input, given.mark);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  input.dispatchEvent(new Event('change', { bubbles: true }));
  press(input);
  return { typed: true };
}
