import type { Frame, Page } from 'playwright-core';
import { dismissWords } from '../words.ts';

/**
 * Clicks away what lies over the page: cookie banners, welcome dialogs. Only controls outside the sign-in form: a
 * sign-in dialog has a Close of its own, and closing it would look like success. Returns how many were clicked.
 */
export async function dismissOverlays(page: Page): Promise<number> {
  let clicked = await dismissIn(page.mainFrame());
  // Some cookie dialogs stand in a frame of their own, laid over the page.
  for (const frame of page.frames().slice(1, 6))
    if (/consent|cookie|privacy|cmp|gdpr/i.test(frame.url())) clicked += await dismissIn(frame).catch(() => 0);
  return clicked;
}

async function dismissIn(frame: Frame): Promise<number> {
  const handle = await frame.evaluateHandle(overlayControls, {
    source: dismissWords.source,
    isOverlay: frame.parentFrame() !== null,
  });
  const count = (await (await handle.getProperty('length')).jsonValue()) as number;
  let clicked = 0;
  for (let at = 0; at < Math.min(count, 3); at++) {
    const control = (await handle.getProperty(String(at))).asElement();
    if (!control) continue;
    const done = await control
      .click({ timeout: 1000 })
      .then(() => true)
      .catch(() => false);
    if (done) clicked += 1;
  }
  await handle.dispose();
  return clicked;
}

/** Runs inside the page. A control counts when it stands in something laid over the page. */
function overlayControls({ source, isOverlay }: { source: string; isOverlay: boolean }): Element[] {
  const words = new RegExp(source, 'iu');
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const forms = all
    .filter((one) => one.matches('input[type=password], input[type=email], input[autocomplete=username]'))
    .map((one) => one.closest('dialog, [role=dialog]') ?? one.closest('form'));
  const above = (one: Element): Element | null => {
    const root = one.getRootNode();
    return one.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
  };
  const laidOver = (element: Element) => {
    if (isOverlay) return true;
    for (let near: Element | null = element; near && near !== document.body; near = above(near)) {
      const style = getComputedStyle(near);
      if (near.matches('dialog, [role=dialog], [role=alertdialog], [aria-modal=true]')) return true;
      if (style.position === 'fixed' || style.position === 'sticky') return true;
      if (style.position === 'absolute' && Number(style.zIndex) >= 10) return true;
      if (
        /cookie|consent|gdpr|onboarding|welcome|overlay|modal|banner|popup/i.test(
          `${near.id} ${near.getAttribute('class') ?? ''}`,
        )
      )
        return true;
    }
    return false;
  };
  const found: Element[] = [];
  for (const element of all) {
    if (!element.matches('button, [role=button], input[type=button], input[type=submit], a')) continue;
    const text = (
      (element as HTMLElement).innerText ||
      element.getAttribute('aria-label') ||
      element.getAttribute('value') ||
      ''
    ).trim();
    const box = element.getBoundingClientRect();
    if (box.width < 4 || box.height < 4 || text.length > 40 || !words.test(text)) continue;
    if (forms.some((form) => form?.contains(element))) continue;
    if (element instanceof HTMLAnchorElement && /^https?:/.test(element.getAttribute('href') ?? '')) continue;
    if (laidOver(element)) found.push(element);
  }
  return found;
}
