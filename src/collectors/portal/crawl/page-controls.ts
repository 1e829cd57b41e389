/** What a page offers: places to go, controls to press. Runs inside the page. */
export interface PageOffers {
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly controls: readonly {
    readonly text: string;
    readonly at: number;
    readonly inForm: boolean;
    readonly box: string;
  }[];
  readonly searchFields: number;
}

/** Runs inside the page: must not refer to anything outside itself. `at` counts in the order of `pageControlAt`. */
export function pageOffers(): PageOffers {
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  const textOf = (element: Element) =>
    ((element as HTMLElement).innerText || element.getAttribute('aria-label') || element.getAttribute('title') || '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80);
  // A script turns these into a POST or DELETE, or asks first: following the address is not what a click does.
  const sendsOtherwise = (one: Element) =>
    one.matches('[data-confirm], [data-turbo-confirm], [hx-post], [hx-put], [hx-patch], [hx-delete], [hx-confirm]') ||
    /^(post|put|patch|delete)$/i.test(one.getAttribute('data-method') ?? one.getAttribute('data-turbo-method') ?? '');
  const links = all
    .filter(
      (one): one is HTMLAnchorElement => one instanceof HTMLAnchorElement && one.href !== '' && !sendsOtherwise(one),
    )
    .slice(0, 1500)
    .map((one) => ({ href: one.href, text: textOf(one) }));
  // A place further down this page, not a page.
  const leadsDown = (one: Element) => {
    const href = one.getAttribute('href') ?? '';
    return one instanceof HTMLAnchorElement && /^#[^/!]/.test(href) && document.getElementById(href.slice(1)) !== null;
  };
  const pressable = all.filter((one) => {
    if (sendsOtherwise(one) || leadsDown(one)) return false;
    if (
      one instanceof HTMLAnchorElement &&
      one.getAttribute('href') &&
      !/^(#|javascript:)/.test(one.getAttribute('href') ?? '')
    )
      return false;
    const role = one.getAttribute('role') ?? '';
    const native =
      one instanceof HTMLButtonElement ||
      one.tagName === 'SUMMARY' ||
      (one instanceof HTMLAnchorElement && one.getAttribute('href') !== null);
    const styled =
      getComputedStyle(one).cursor === 'pointer' &&
      one.parentElement !== null &&
      getComputedStyle(one.parentElement).cursor !== 'pointer' &&
      !(one instanceof HTMLLabelElement);
    return (
      (native || /^(button|tab|menuitem|link|treeitem|option|row)$/.test(role) || styled) &&
      !(one instanceof HTMLInputElement) &&
      visible(one)
    );
  });
  const controls = pressable.slice(0, 80).map((one, at) => ({
    text: textOf(one),
    at,
    inForm: one.closest('form') !== null && (one as HTMLButtonElement).type !== 'button',
    box: `${one.tagName}:${Math.round(one.getBoundingClientRect().top)}`,
  }));
  const searchFields = document.querySelectorAll('input[type=search], [role=search] input').length;
  return { links, controls, searchFields };
}

/** Runs inside the page: presses the control with the given text, at its place or wherever it is now. */
export function pressControl({ text, at }: { text: string; at: number }): boolean {
  const textOf = (element: Element) =>
    ((element as HTMLElement).innerText || element.getAttribute('aria-label') || element.getAttribute('title') || '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80);
  const found: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (textOf(element) === text && element.getBoundingClientRect().width > 3) found.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const native = found.filter((one) => one.matches('button, a, summary, [role]'));
  const pool = native.length > 0 ? native : found;
  const target = pool[Math.min(at, pool.length - 1)] ?? pool[pool.length - 1];
  if (!(target instanceof HTMLElement)) return false;
  target.click();
  return true;
}

/** Runs inside the page: clicks the visible link that leads to exactly this address in this window; false where there is none. */
export function clickLink(url: string): boolean {
  const link = [...document.links].find(
    (one) =>
      one instanceof HTMLAnchorElement &&
      one.href === url &&
      one.origin === location.origin &&
      (one.target === '' || one.target === '_self') &&
      !one.hasAttribute('download') &&
      one.getBoundingClientRect().width > 0,
  );
  if (!(link instanceof HTMLElement)) return false;
  link.click();
  return true;
}
