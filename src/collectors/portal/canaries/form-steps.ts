import type { Page } from 'playwright-core';
import type { Clock } from '../../../world/world.ts';
import { formGroups } from '../boxes/open-box.ts';
import { sideEffectWords } from '../words.ts';
import { keepToOwner } from './audience.ts';
import { fillBoxes } from './fill-boxes.ts';
import { fillForm, formOffers } from './fill-form.ts';

const mostSteps = 4;
const stepMs = 600;

interface Given {
  readonly value: string;
  readonly today: string;
}

/** Fills the form at this place and presses what sends it. */
export async function fillAndSend(page: Page, index: number, given: Given): Promise<void> {
  await page.evaluate(fillForm, { index, ...given });
  await fillBoxes(page, index);
  await keepToOwner(page, index);
  await submitForm(page, index);
}

/**
 * A form that shows its next step in place of being sent is filled on, until it is: what was typed before it keeps. A step that may
 * reach other people or cost money is not taken.
 */
export async function furtherSteps(
  page: Page,
  index: number,
  given: Given,
  clock: Clock,
  isSent: () => boolean,
): Promise<void> {
  let shown = '';
  for (let step = 0; step < mostSteps; step++) {
    for (let look = 0; look < stepMs / 50 && !isSent(); look++) await clock.wait(50);
    if (isSent()) return;
    const { fields = '', words = '' } = await page.evaluate(stepShown, {
      groups: formGroups,
      index,
      value: given.value,
    });
    if (fields === '' || fields === shown) return;
    shown = fields;
    const offer = (await page.evaluate(formOffers)).find((one) => one.index === index);
    if (offer && (offer.unfit !== '' || offer.person !== undefined)) return;
    if (sideEffectWords.test(words)) return;
    await fillAndSend(page, index, given);
  }
}

/** Runs inside the page: what the fields of the form are called where none of them holds what was typed, and what it says. */
function stepShown({ groups, index, value }: { groups: string; index: number; value: string }): {
  readonly fields?: string;
  readonly words?: string;
} {
  const form = document.querySelectorAll<HTMLElement>(groups)[index];
  const shown = (one: HTMLElement) => one.getBoundingClientRect().width > 3;
  const kinds = 'input, textarea, select, [role=combobox]';
  const fields = [...(form?.querySelectorAll<HTMLInputElement>(kinds) ?? [])].filter(shown);
  if (fields.some((one) => (one.value ?? '').includes(value))) return {};
  const said = [...(form?.querySelectorAll<HTMLElement>('h1, h2, h3, legend, button') ?? [])].filter(shown);
  return {
    fields: fields.map((one) => one.name || one.id || one.placeholder || one.tagName).join(' '),
    words: said.map((one) => one.innerText).join(' '),
  };
}

export async function submitForm(page: Page, index: number): Promise<void> {
  const handle = await page.evaluateHandle((at) => {
    const form = document.querySelectorAll('form, dialog, [role=dialog], [data-input-group]')[at];
    const buttons = [
      ...(form?.querySelectorAll('button, input[type=submit], [role=button]') ?? []),
    ] as HTMLButtonElement[];
    return (
      buttons.find((one) => one.type === 'submit' && !one.disabled) ??
      buttons.filter((one) => !one.disabled).at(-1) ??
      null
    );
  }, index);
  const button = handle.asElement();
  if (button)
    await (button as import('playwright-core').ElementHandle<HTMLElement>)
      .click({ timeout: 3000 })
      .catch(() => undefined);
  else await page.keyboard.press('Enter');
}
