import type { pressAsPerson } from '../boxes/press-as-person.ts';

export type Press = typeof pressAsPerson;

/** Runs inside the page: nothing to read and hardly anything to press. */
export function isBare(): boolean {
  const shown = [...document.querySelectorAll('a, button, input, [role=button]')].filter(
    (one) => one.getBoundingClientRect().width > 0,
  );
  return shown.length < 3 && (document.body?.innerText ?? '').trim().length < 20;
}

/** Runs inside the page. */
export async function pressSignOut(
  press: Press,
  { source, hidden }: { source: string; hidden: boolean },
): Promise<boolean> {
  const words = new RegExp(source, 'iu');
  const roots: (Document | ShadowRoot)[] = [document];
  for (const root of roots)
    for (const one of root.querySelectorAll('*')) if (one.shadowRoot) roots.push(one.shadowRoot);
  const native = 'a, button, [role=menuitem], [role=button], input[type=submit]';
  // Any element can be drawn as something to press.
  const drawn = (one: Element) =>
    (one.textContent ?? '').trim().length < 40 &&
    words.test(one.textContent ?? '') &&
    getComputedStyle(one).cursor === 'pointer' &&
    one.querySelector(native) === null;
  const controls = [
    ...roots.flatMap((root) => [...root.querySelectorAll(native)]),
    ...roots.flatMap((root) => [...root.querySelectorAll('div, span, li, p')].filter(drawn)),
  ];
  const fits = (one: Element) => {
    const text = (
      (one as HTMLElement).innerText ||
      one.textContent ||
      one.getAttribute('aria-label') ||
      one.getAttribute('title') ||
      one.getAttribute('value') ||
      ''
    ).trim();
    const leads = `${one.getAttribute('href') ?? ''} ${one.closest('form')?.getAttribute('action') ?? ''}`;
    const where =
      /\/(log|sign)[-_]?(out|off)\b/i.test(leads) && !one.closest('form')?.querySelector('input[type=password]');
    // A picture of a door: what its makers call it.
    const pictured = [one, ...one.querySelectorAll('i, svg, use, span, img')].some((part) =>
      ['id', 'class', 'data-icon', 'data-lucide', 'data-testid', 'href', 'xlink:href', 'alt'].some((name) =>
        /(^|[^a-z])(log|sign)[-_]?out([^a-z]|$)/i.test(part.getAttribute(name) ?? ''),
      ),
    );
    return (text.length < 40 && words.test(text)) || where || (pictured && text.length < 20);
  };
  const dialog = document.querySelector('dialog[open], [role=dialog], [role=alertdialog]');
  const found =
    controls.find((one) => dialog?.contains(one) && fits(one)) ??
    controls.find(
      (one) => fits(one) && !one.hasAttribute('data-lr-pressed') && (hidden || one.getBoundingClientRect().width > 0),
    );
  found?.setAttribute('data-lr-pressed', '');
  const isShown = found !== undefined && found.getBoundingClientRect().width > 0;
  if (found instanceof HTMLElement) await (isShown ? press(found) : found.click());
  return found !== undefined;
}

/** Runs inside the page: opens the account menu; the likeliest one first. */
export async function openMenu(press: Press, which: number): Promise<boolean> {
  const likely = /account|profile|user|avatar|menu|konto|profil|compte|cuenta|perfil|settings/i;
  const drawn = [...document.querySelectorAll('div, span, img, li')].filter(
    (one) =>
      /account|profile|user|avatar|konto|profil|compte|cuenta|perfil/i.test(
        `${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('class') ?? ''} ${one.id}`,
      ) &&
      one.getBoundingClientRect().width < 320 &&
      one.getBoundingClientRect().height < 160 &&
      getComputedStyle(one).cursor === 'pointer',
  );
  const native = [...document.querySelectorAll('button, [role=button], summary, a[href="#"], [aria-haspopup]')];
  const found = [...native, ...drawn]
    .filter((one) => one.getBoundingClientRect().width > 0)
    .map((one) => ({
      one,
      rank:
        (one.hasAttribute('aria-haspopup') ? 2 : 0) +
        (likely.test(
          `${one.getAttribute('aria-label') ?? ''} ${one.getAttribute('class') ?? ''} ${one.id} ${one.textContent ?? ''}`,
        )
          ? 3
          : 0),
    }))
    .filter(({ rank }) => rank > 0)
    .sort((one, other) => other.rank - one.rank)[which];
  if (found) await press(found.one as HTMLElement);
  return found !== undefined;
}

/** Runs inside the page: opens what a picture without a name at the top may hold; not what is known to stand for something else. */
export async function openBarMenu(press: Press, which: number): Promise<boolean> {
  const other =
    /(^|[^a-z])(bell|notifications?|cart|basket|search|magnify|help|brightness|theme|moon|sun|trash|delete|plus|add|play|mail|star|heart|home|back)([^a-z]|$)/i;
  const bar = 'header, [role=banner], [class*=toolbar i], [class*=app-bar i], [class*=appbar i], [class*=topbar i]';
  const found = [...document.querySelectorAll('button, [role=button]')].filter((one) => {
    const box = one.getBoundingClientRect();
    const inBar = one.closest(bar) !== null && box.top < 120;
    const pictures = [...one.querySelectorAll('i, svg, use, img')].flatMap((part) =>
      ['class', 'data-icon', 'data-testid', 'href', 'alt'].map((name) => part.getAttribute(name) ?? ''),
    );
    const named = [one.getAttribute('aria-label') ?? '', one.getAttribute('title') ?? '', ...pictures]
      .join(' ')
      .replace(/theme--\w+/g, '');
    const text = ((one as HTMLElement).innerText ?? '').trim();
    return inBar && box.width > 8 && box.width < 80 && text === '' && !other.test(named) && !one.closest('form');
  });
  const at = found.length - 1 - which;
  if (found[at]) await press(found[at] as HTMLElement);
  return found[at] !== undefined;
}

/** Runs inside the page: the middle of a part of the page that stands for the account, the likeliest first. */
export function accountPlace(which: number): { x: number; y: number } | undefined {
  const likely = [/avatar/i, /account|profile|konto|profil|compte|cuenta|perfil/i, /user/i];
  const found = [...document.querySelectorAll('a, button, div, span, img, summary')]
    .map((one) => {
      const named = `${one.getAttribute('class') ?? ''} ${one.id} ${one.getAttribute('aria-label') ?? ''}`;
      return { box: one.getBoundingClientRect(), rank: likely.findIndex((sign) => sign.test(named)) };
    })
    .filter(({ box, rank }) => rank >= 0 && box.width > 8 && box.width < 320 && box.height > 8 && box.height < 160)
    .sort((one, other) => one.rank - other.rank || other.box.width * other.box.height - one.box.width * one.box.height)
    .map(({ box }) => ({ x: Math.round(box.left + box.width / 2), y: Math.round(box.top + box.height / 2) }));
  return found.filter(
    (one, at) => found.findIndex((other) => Math.abs(other.x - one.x) < 8 && Math.abs(other.y - one.y) < 8) === at,
  )[which];
}

/** Runs inside the page: where the page links to the account's own. */
export function accountPage(): string | undefined {
  const likely = /account|profile|settings|konto|profil|einstellungen|compte|cuenta|perfil|conta|アカウント|账户|帳戶/i;
  return [...document.links].find(
    (one) =>
      one instanceof HTMLAnchorElement &&
      one.origin === location.origin &&
      (likely.test(one.pathname) ||
        (likely.test(`${one.textContent} ${one.getAttribute('aria-label')}`) && (one.textContent ?? '').length < 40)),
  )?.href;
}

/** Runs inside the page: a box that asks about signing out, and says yes in a word of its own. */
export async function pressYes(press: Press, source: string): Promise<boolean> {
  const words = new RegExp(source, 'iu');
  const yes =
    /^(ok|okay|yes|confirm|continue|proceed|sure|ja|oui|sí|si|sim|tak|confirmer|confirmar|conferma|bestätigen|はい|确定|確定|是)(?![\p{L}])/iu;
  const box = [...document.querySelectorAll('dialog[open], [role=dialog], [role=alertdialog]')].findLast((one) =>
    words.test(one.textContent ?? ''),
  );
  const buttons = [...(box?.querySelectorAll<HTMLElement>('button, [role=button], a, input[type=submit]') ?? [])];
  const text = (one: HTMLElement) => (one.innerText || one.getAttribute('value') || '').trim();
  // The control that names what it does is the surer one.
  if (buttons.some((one) => words.test(text(one)))) return false;
  const found = buttons.find((one) => text(one).length < 20 && yes.test(text(one)));
  if (found) await press(found);
  return found !== undefined;
}

/** Runs inside the page: whether the press led to a question rather than out, in a box that says what it is or in any other. */
export function isAsked(source: string): boolean {
  if (document.querySelector('dialog[open], [role=dialog], [role=alertdialog]')) return true;
  if (!document.querySelector('[data-lr-pressed]')) return false;
  const words = new RegExp(source, 'iu');
  return [...document.querySelectorAll('a, button, [role=button], input[type=submit]')].some((one) => {
    const text = ((one as HTMLElement).innerText || one.getAttribute('value') || '').trim();
    return !one.hasAttribute('data-lr-pressed') && one.getBoundingClientRect().width > 0 && words.test(text);
  });
}
