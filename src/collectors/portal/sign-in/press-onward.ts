import type { ElementHandle, Page } from 'playwright-core';
import { signInWords, signOutWords } from '../words.ts';

const onward =
  /^(continue|proceed|confirm|verify|yes|go to|open|enter|weiter|fortfahren|bestätigen|ja|continuer|confirmer|valider|oui|continuar|confirmar|sí|continua|conferma|prosegui|sim|doorgaan|bevestigen|verder|kontynuuj|dalej|potwierdź|続行|続ける|確認|はい|继续|確定|确认|繼續)/iu;

/**
 * Presses the one button of a page that a link from a mail leads to and that asks for nothing else. False where the page asks for
 * more, offers several, or is behind the sign-in already.
 */
export async function pressOnward(page: Page): Promise<boolean> {
  const found = await page
    .evaluateHandle(onlyButton, { onward: onward.source, signIn: signInWords.source, signOut: signOutWords.source })
    .catch(() => undefined);
  const button = found?.asElement() as ElementHandle<HTMLElement> | null | undefined;
  if (!button) return false;
  return await button.click({ timeout: 4000 }).then(
    () => true,
    () => false,
  );
}

/** Runs inside the page. */
function onlyButton(given: { onward: string; signIn: string; signOut: string }): Element | null {
  const [onward, signIn, signOut] = [given.onward, given.signIn, given.signOut].map((one) => new RegExp(one, 'iu'));
  const visible = (one: Element) => one.getBoundingClientRect().width > 3 && one.getBoundingClientRect().height > 3;
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || one.getAttribute('value') || one.getAttribute('aria-label') || '').trim();
  const fields = [...document.querySelectorAll('input, textarea, select')].filter(
    (one) => visible(one) && !/^(submit|button|image|checkbox)$/.test((one as HTMLInputElement).type),
  );
  const controls = [...document.querySelectorAll('button, input[type=submit], [role=button], a[href]')].filter(visible);
  if (fields.length > 0 || controls.some((one) => signOut?.test(textOf(one)))) return null;
  const buttons = controls.filter((one) => !one.matches('a[href]') && !one.closest('nav, header, footer'));
  const meant = buttons.filter((one) => onward?.test(textOf(one)) || signIn?.test(textOf(one)));
  return meant.length === 1 ? (meant[0] ?? null) : null;
}
