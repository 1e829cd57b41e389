import type { Page } from 'playwright-core';

/**
 * Ticks the one box of the record's row: what a list offers for ticked rows stands outside of them, and is often dead until then. False
 * where the record stands in no row, or its row has no box or several.
 */
export const tickRecord = (page: Page, proof: string): Promise<boolean> => page.evaluate(tickRow, proof);

/** Runs inside the page. */
function tickRow(proof: string): boolean {
  const holder = [...document.querySelectorAll('body *')].find(
    (one) =>
      !one.matches('script, style, template, noscript, option, title') &&
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.includes(proof)) &&
      one.getBoundingClientRect().width > 3,
  );
  const row = holder?.closest('tr, li, [role=row], [role=listitem]');
  const native = [...(row?.querySelectorAll<HTMLElement>('input[type=checkbox]') ?? [])];
  // Component libraries hide a box of the browser's behind one of their own.
  const boxes = native.length > 0 ? native : [...(row?.querySelectorAll<HTMLElement>('[role=checkbox]') ?? [])];
  const [box, more] = boxes;
  if (!box || more || box.matches(':disabled, [aria-disabled=true], :checked, [aria-checked=true]')) return false;
  box.click();
  return true;
}
