import type { ElementHandle, Page } from 'playwright-core';
import { userWords } from '../portal/sign-in/sign-in-words.ts';

type Handle = ElementHandle<HTMLElement>;

/** A form as a person would see it, by what has to be typed where. Handles are found anew at every look. */
export interface Fields {
  readonly email?: Handle;
  readonly passwords: readonly Handle[];
  /** Other text fields with what they ask for, in words. */
  readonly texts: readonly { readonly field: Handle; readonly asks: string }[];
  /** Boxes that have to be ticked. */
  readonly boxes: readonly Handle[];
  readonly choices: readonly Handle[];
  readonly submit?: Handle;
  readonly captcha: boolean;
}

/** A link or button whose text, or whose address, says where it leads; the shortest text first. */
export async function findWay(page: Page, words: RegExp, paths: RegExp): Promise<Handle | undefined> {
  const found = await page.evaluateHandle(lookForWay, { words: words.source, paths: paths.source });
  const element = found.asElement() as Handle | null;
  return element ?? undefined;
}

/** The form that asks for this; undefined where the page has none. */
export async function findFields(page: Page, wanted: 'email' | 'password' | 'button'): Promise<Fields | undefined> {
  const found = await page.evaluateHandle(lookForFields, { wanted, user: userWords.source });
  try {
    const properties = await found.getProperties();
    if ((await properties.get('found')?.jsonValue()) !== true) return undefined;
    const one = (name: string) => (properties.get(name)?.asElement() as Handle | null | undefined) ?? undefined;
    const list = async (name: string) => {
      const items = (await properties.get(name)?.getProperties()) ?? new Map();
      return [...items.values()].flatMap((item) => (item.asElement() as Handle | null) ?? []);
    };
    const asks = ((await properties.get('asks')?.jsonValue()) ?? []) as string[];
    const email = one('email');
    const submit = one('submit');
    return {
      ...(email ? { email } : {}),
      ...(submit ? { submit } : {}),
      passwords: await list('passwords'),
      texts: (await list('texts')).map((field, at) => ({ field, asks: asks[at] ?? '' })),
      boxes: await list('boxes'),
      choices: await list('choices'),
      captcha: ((await properties.get('captcha')?.jsonValue()) as boolean) ?? false,
    };
  } finally {
    await found.dispose();
  }
}

/** Runs inside the page. */
function lookForWay(given: { words: string; paths: string }): Element | null {
  const words = new RegExp(given.words, 'iu');
  const paths = new RegExp(given.paths, 'i');
  const all: Element[] = [];
  const native = 'a[href], button, [role=button], [role=link], summary';
  // Any element can be drawn as something to press.
  const drawn = (one: Element) =>
    one.matches('div, span, p, li, a') &&
    (one.textContent ?? '').trim().length < 40 &&
    words.test(one.textContent ?? '') &&
    getComputedStyle(one).cursor === 'pointer' &&
    one.closest(native) === null &&
    one.querySelector(`${native}, input`) === null;
  const walk = (root: Document | ShadowRoot | Element) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches(native) || drawn(element)) all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const offers = all.flatMap((element) => {
    const box = element.getBoundingClientRect();
    const text = ((element as HTMLElement).innerText || element.getAttribute('aria-label') || '').trim();
    if (box.width < 3 || box.height < 3 || text.length > 80) return [];
    const href = element.getAttribute('href') ?? '';
    if (/^(mailto|tel|javascript):/i.test(href)) return [];
    const points = (words.test(text) ? 2 : 0) + (href !== '' && paths.test(href) ? 2 : 0);
    return points > 0 ? [{ element, points, length: text.length }] : [];
  });
  offers.sort((one, other) => other.points - one.points || one.length - other.length);
  return offers[0]?.element ?? null;
}

/** Runs inside the page: must not refer to anything outside itself. */
function lookForFields(given: { wanted: string; user: string }) {
  const userWords = new RegExp(given.user, 'iu');
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot | Element) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    return box.width > 3 && box.height > 3 && style.visibility !== 'hidden' && Number(style.opacity || '1') > 0.05;
  };
  const usable = all.filter(
    (one): one is HTMLInputElement | HTMLSelectElement =>
      (one instanceof HTMLInputElement || one instanceof HTMLSelectElement) &&
      !one.disabled &&
      !(one as HTMLInputElement).readOnly,
  );
  const labelOf = (one: HTMLInputElement | HTMLSelectElement) =>
    [
      ...(one.labels ? [...one.labels].map((label) => label.innerText) : []),
      one.getAttribute('placeholder') ?? '',
      one.getAttribute('aria-label') ?? '',
      one.name,
      one.id,
      one.getAttribute('autocomplete') ?? '',
    ].join(' ');
  const inputs = usable.filter((one): one is HTMLInputElement => one instanceof HTMLInputElement);
  const isText = (one: HTMLInputElement) => ['text', 'email', 'tel', 'url', '', 'search'].includes(one.type);
  const isMail = (one: HTMLInputElement) =>
    one.type === 'email' || /email|username/i.test(one.autocomplete) || userWords.test(labelOf(one));
  const rootOf = (one: Element) =>
    (one as HTMLInputElement).form ?? one.closest('dialog, [role=dialog], main, body') ?? document.body;
  const buttons = all.filter(
    (one): one is HTMLElement =>
      (one instanceof HTMLButtonElement ||
        (one instanceof HTMLInputElement && /^(submit|button|image)$/.test(one.type)) ||
        one.getAttribute('role') === 'button') &&
      visible(one) &&
      !(one as HTMLButtonElement).disabled,
  );
  const anchors = inputs.filter(visible).filter((one) => {
    const about = `${labelOf(one)} ${one.form?.id ?? ''} ${one.form?.className ?? ''} ${one.form?.getAttribute('action') ?? ''}`;
    if (/search|newsletter|subscribe|coupon|query|suche/i.test(about) || one.type === 'search') return false;
    return given.wanted === 'password'
      ? one.type === 'password'
      : given.wanted === 'email' && isText(one) && isMail(one);
  });
  // A form that asks for more is the one that is meant: a newsletter box has one field.
  anchors.sort((one, other) => weight(other) - weight(one));
  function weight(one: HTMLInputElement): number {
    const inside = inputs.filter((input) => visible(input) && rootOf(input) === rootOf(one)).length;
    return Math.min(inside, 6) + (one.type === 'email' ? 1 : 0) + (one.closest('footer, header, nav') ? -8 : 0);
  }
  const anchor: Element | undefined =
    given.wanted === 'button' ? (document.querySelector('main') ?? document.body) : anchors[0];
  const captcha = all.some(
    (one) =>
      one instanceof HTMLIFrameElement &&
      /captcha|turnstile|arkose/i.test(one.src) &&
      visible(one) &&
      one.getBoundingClientRect().height > 40,
  );
  if (!anchor) return { found: false, captcha };
  const root = given.wanted === 'button' ? anchor : rootOf(anchor);
  const mine = usable.filter(
    (one) => visible(one) && (given.wanted === 'button' ? root.contains(one) : rootOf(one) === root),
  );
  const mineInputs = mine.filter((one): one is HTMLInputElement => one instanceof HTMLInputElement);
  const email = mineInputs.find((one) => one.type === 'email') ?? mineInputs.find((one) => isText(one) && isMail(one));
  const texts = mineInputs.filter((one) => isText(one) && one !== email);
  const other =
    /google|microsoft|github|facebook|apple|linkedin|sso|saml|passkey|show|hide|cancel|back|anzeigen|abbrechen|zurück|afficher|annuler|retour|mostrar|cancelar|annulla|indietro|tonen|annuleren|pokaż|anuluj|表示|キャンセル|戻る|取消|返回/i;
  const near = buttons.filter(
    (one) =>
      root.contains(one) &&
      !other.test(one.innerText || one.getAttribute('value') || one.getAttribute('aria-label') || ''),
  );
  const submit = near.find((one) => (one as HTMLButtonElement).type === 'submit') ?? near.at(-1);
  return {
    found: true,
    email,
    passwords: mineInputs.filter((one) => one.type === 'password'),
    texts,
    asks: texts.map(labelOf),
    // A styled box is often invisible itself: required or not, its label is what is seen.
    boxes: usable.filter(
      (one) =>
        one instanceof HTMLInputElement &&
        one.type === 'checkbox' &&
        !one.checked &&
        rootOf(one) === root &&
        (one.required ||
          /terms|agree|accept|privacy|condition|agb|datenschutz|nutzungs|conditions|términos|condizioni|termos|voorwaarden|regulamin|利用規約|条款|同意/i.test(
            labelOf(one),
          )),
    ),
    choices: mine.filter((one) => one instanceof HTMLSelectElement && one.value === ''),
    submit,
    captcha,
  };
}
