/** What can be pressed: both functions below count the same ones, so they are given it. */
export const pressable =
  'button, input[type=submit], input[type=button], [role=button], [role=menuitem], a:not([href]), a[href="#"]';

/** A control that does something to the record. */
export interface ActionOffer {
  readonly text: string;
  /** Its place among the page's controls. */
  readonly at: number;
}
/** What a page shows of a record that is known by a mark in it. */
export interface RecordShown {
  readonly present: boolean;
  /** In a row of a list, where other rows are about other records. */
  readonly inRow: boolean;
  /** What its row says, or the page where it is all about it: small letters, no numbers, none of its controls. */
  readonly words: readonly string[];
  /** What its controls are called, all of them. */
  readonly buttons: readonly string[];
  readonly actions: readonly ActionOffer[];
  /** Where the row leads. */
  readonly links: readonly string[];
  /** Addresses and keys in the row's own markup: what may name the record. */
  readonly named: readonly string[];
}
export interface RecordWanted {
  readonly proof: string;
  readonly acts: string;
  readonly never: string;
  readonly pressable: string;
  /** What a control has on it that opened a menu before the look. */
  readonly opened: string;
  /** The record's row was ticked: what stands outside of all rows is about it. */
  readonly ticked?: boolean;
}

/** Runs inside the page: must not refer to anything outside itself. */
export function recordOnPage({ proof, acts, never, pressable, opened, ticked }: RecordWanted): RecordShown {
  const rows = 'tr, li, [role=row], [role=listitem]';
  const isShown = (one: Element) => {
    const box = one.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(one).visibility !== 'hidden';
  };
  const textOf = (one: Element) =>
    (
      (one as HTMLElement).innerText ||
      one.getAttribute('value') ||
      one.getAttribute('aria-label') ||
      one.getAttribute('title') ||
      ''
    ).trim();
  const controls = [...document.querySelectorAll(pressable)];
  const buttons = controls.filter((one) => isShown(one) && textOf(one) !== '');
  const isAction = (one: Element) =>
    new RegExp(acts, 'iu').test(textOf(one)) &&
    !new RegExp(never, 'iu').test(textOf(one)) &&
    textOf(one).length <= 40 &&
    !one.matches(':disabled, [aria-disabled=true]');
  const holders = [...document.querySelectorAll('body *')].filter((one) => {
    if (one.matches('script, style, template, noscript, option, title')) return false;
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.includes(proof));
    const value = (one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement) && one.value.includes(proof);
    return (own || value) && isShown(one);
  });
  const nothing = { words: [], buttons: [], actions: [], links: [], named: [] };
  if (holders.length === 0) return { present: false, inRow: false, ...nothing };
  const offersOf = (all: readonly Element[]) =>
    all.filter(isAction).map((one) => ({ text: textOf(one), at: controls.indexOf(one) }));
  const isOnce = (all: readonly { readonly text: string }[]) =>
    new Set(all.map(({ text }) => text)).size === all.length;
  const wordsOf = (part: Element, besides: readonly Element[]) => {
    let text = (part as HTMLElement).innerText;
    for (const one of besides) text = text.replace(textOf(one), ' ');
    return [...new Set(text.toLowerCase().match(/\p{L}{2,}/gu) ?? [])];
  };
  // A menu that was opened for the record is drawn elsewhere.
  const entries = buttons.filter((one) => one.matches('[role=menuitem]') && one.closest('[role=menu]') !== null);
  const withMenu = (part: Element, inside: readonly Element[]) =>
    part.querySelector(`[${opened}]`) === null ? inside : [...new Set([...inside, ...entries])];
  const row = holders.map((one) => one.closest(rows)).find((one) => one !== null);
  if (row) {
    const inside = withMenu(
      row,
      buttons.filter((one) => row.contains(one)),
    );
    const beside = ticked ? buttons.filter((one) => one.closest(`${rows}, nav`) === null) : [];
    const offers = offersOf([...inside, ...beside]);
    const links = [...row.querySelectorAll<HTMLAnchorElement>('a[href]')].map((one) => one.href);
    const named = [row, ...row.querySelectorAll('*')]
      .flatMap((one) => [...one.attributes])
      .filter(({ name, value }) => !/^(class|style)$/.test(name) && value.length < 300)
      .map(({ value }) => value);
    return {
      present: true,
      inRow: true,
      words: wordsOf(row, inside),
      buttons: inside.map(textOf),
      actions: isOnce(offers) ? offers : [],
      links: [...new Set(links)].slice(0, 3),
      named: named.slice(0, 200),
    };
  }
  // No row: the smallest part of the page around it with controls of its own that no other record's stand in.
  const open = document.querySelector('dialog[open], [role=dialog], [aria-modal=true]');
  const main =
    (open?.contains(holders[0] ?? null) ? open : document.querySelector('main, [role=main]')) ?? document.body;
  let offers: ActionOffer[] = [];
  for (let part = holders[0]?.parentElement; part; part = part.parentElement) {
    const own = part;
    offers = offersOf(
      withMenu(
        own,
        buttons.filter((one) => own.contains(one) && one.closest(rows) === null),
      ),
    );
    if (offers.length > 0 || part === document.body) break;
  }
  const inside = withMenu(
    main,
    buttons.filter((one) => main.contains(one) && one.closest(rows) === null),
  );
  return {
    present: true,
    inRow: false,
    words: wordsOf(main, inside),
    buttons: inside.map(textOf),
    actions: isOnce(offers) ? offers : [],
    links: [],
    named: [],
  };
}

/** Runs inside the page: presses the control at this place of `recordOnPage`; false where it is another one by now. */
export function pressAction({ at, text, pressable }: ActionOffer & Pick<RecordWanted, 'pressable'>): boolean {
  const one = document.querySelectorAll<HTMLElement>(pressable)[at];
  const said = (
    one?.innerText ||
    one?.getAttribute('value') ||
    one?.getAttribute('aria-label') ||
    one?.getAttribute('title') ||
    ''
  ).trim();
  if (!one || said !== text) return false;
  one.click();
  return true;
}

/** Runs inside the page: says yes to the window that asks whether it is meant, by its words or those that were pressed. */
export function sayMeant({ meant, text }: { readonly meant: string; readonly text: string }): boolean {
  const windows = [...document.querySelectorAll('dialog[open], [role=dialog], [role=alertdialog], [aria-modal=true]')];
  const textOf = (one: HTMLElement) => (one.innerText || one.getAttribute('value') || '').trim();
  const buttons = windows
    .flatMap((one) => [...one.querySelectorAll<HTMLElement>('button, input[type=submit], [role=button]')])
    .filter((one) => one.getBoundingClientRect().width > 3 && !one.matches(':disabled'));
  const yes =
    buttons.find((one) => textOf(one) === text) ?? buttons.find((one) => new RegExp(meant, 'iu').test(textOf(one)));
  yes?.click();
  return yes !== undefined;
}

/** Runs inside the page: opens what the record's row or name opens. */
export function openRecord(proof: string): boolean {
  const holders = [...document.querySelectorAll<HTMLElement>('body *')].filter(
    (one) =>
      !one.matches('script, style, option, title, input, textarea') &&
      [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.includes(proof)) &&
      one.getBoundingClientRect().width > 3,
  );
  const [holder] = holders;
  holder?.click();
  return holder !== undefined;
}
