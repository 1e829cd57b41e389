import type { Page } from 'playwright-core';
import { blankForms } from './blank-forms.ts';
import { boxToolsSource } from '../boxes/open-box.ts';
import type { boxTools } from '../boxes/box-tools.ts';
import { controlName } from './control-name.ts';
import { tellsScript } from './tells-script.ts';
import type { PageOffers } from './page-offers.ts';
import { plainForms as formsLikeLinks } from './plain-forms.ts';
import { searchForms } from './search-forms.ts';

/** What the page offers now. `at` counts the controls of the same name. */
export function pageOffers(page: Page): Promise<PageOffers> {
  return page.evaluate(
    `(${offersInPage})(${controlName}, ${tellsScript}, ${searchForms}, ${formsLikeLinks}, ${blankForms}, ${boxToolsSource})`,
  );
}

/** Runs inside the page: must not refer to anything outside itself. */
function offersInPage(
  textOf: typeof controlName,
  isTold: typeof tellsScript,
  searchesOf: typeof searchForms,
  linksOf: typeof formsLikeLinks,
  blankOf: typeof blankForms,
  boxes: ReturnType<typeof boxTools>,
): PageOffers {
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
      // `contentDocument` is null for frames of another origin.
      const inner = element instanceof HTMLIFrameElement && all.length < 20_000 ? element.contentDocument : null;
      if (inner) walk(inner);
    }
  };
  walk(document);
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  const is = (one: Element, tag: string) => one.tagName === tag;
  // A script turns these into a POST or DELETE, or asks first: following the address is not what a click does.
  const changesOrAsks = (one: Element) =>
    one.matches(
      '[data-confirm], [data-turbo-confirm], :is([hx-put], [hx-patch], [hx-delete], [hx-confirm]), :is([data-hx-put], [data-hx-patch], [data-hx-delete], [data-hx-confirm])',
    ) ||
    /^(post|put|patch|delete)$/i.test(one.getAttribute('data-method') ?? one.getAttribute('data-turbo-method') ?? '');
  const sendsOtherwise = (one: Element) => changesOrAsks(one) || one.matches('[hx-post], [data-hx-post]');
  const hrefs = all
    .filter((one): one is HTMLAnchorElement => is(one, 'A') && (one as HTMLAnchorElement).href !== '')
    .filter((one) => !sendsOtherwise(one))
    .slice(0, 1500)
    .map((one) => ({
      href: one.href,
      text: textOf(one),
      file:
        one.hasAttribute('download') ||
        /\.(pdf|csv|xlsx?|docx?|zip|txt|json|xml|ics)$/i.test(URL.canParse(one.href) ? new URL(one.href).pathname : ''),
      menu: one.closest('nav, header, footer, aside, menu, [role=navigation], [role=banner], [role=menubar]') !== null,
    }));
  const partial = all.flatMap((one) => {
    const named = ['hx-get', 'data-hx-get', 'data-href', 'data-url', 'up-href'].map((name) => one.getAttribute(name));
    const path = named.find((value) => value) ?? (is(one, 'TURBO-FRAME') ? (one.getAttribute('src') ?? '') : '');
    return path !== '' && URL.canParse(path, location.href)
      ? [{ href: new URL(path, location.href).href, text: textOf(one), file: false, menu: false }]
      : [];
  });
  // A place further down this page, not a page; a part that is not shown yet is what a tab opens, and may be asked for only then.
  const placeOf = (one: Element) => {
    const href = one.getAttribute('href') ?? '';
    return is(one, 'A') && /^#[^/!]/.test(href) ? document.getElementById(href.slice(1)) : null;
  };
  const isShown = (place: Element) => place.getClientRects().length > 0;
  const leadsDown = (one: Element) => {
    const place = placeOf(one);
    return place !== null && isShown(place);
  };
  const opensPart = (one: Element) => {
    const place = placeOf(one);
    return place !== null && !isShown(place);
  };
  const word = all
    .filter((one) => /^(TD|LI|DD|H2|H3)$/.test(one.tagName) && one.closest('nav, header, footer') === null)
    .map((one) => /\p{L}{4,}/u.exec(one.textContent?.slice(0, 200) ?? '')?.[0])
    .find((one) => one !== undefined);
  const searches = searchesOf(all, textOf);
  const plainForms = linksOf(all, textOf);
  const drawnPressable = (one: Element) =>
    getComputedStyle(one).cursor === 'pointer' &&
    one.parentElement !== null &&
    getComputedStyle(one.parentElement).cursor !== 'pointer' &&
    !is(one, 'LABEL');
  // A menu that opens when it is pointed at: its entries are there, not yet shown.
  const inClosedMenu = (one: Element) =>
    (one.textContent ?? '').trim() !== '' &&
    one.closest('[role=menu], [class*=menu i], [class*=dropdown i], [class*=popover i], nav li li') !== null;
  const pressable = all.filter((one) => {
    if (changesOrAsks(one) || is(one, 'FORM') || leadsDown(one) || is(one, 'INPUT') || is(one, 'SELECT')) return false;
    // What opens a list of values is chosen from, and shows nothing by itself.
    if (boxes.isBox(one)) return false;
    const href = one.getAttribute('href') ?? '';
    if (is(one, 'A') && href !== '' && !/^(#|javascript:)/.test(href)) return false;
    const native = is(one, 'BUTTON') || is(one, 'SUMMARY') || (is(one, 'A') && one.getAttribute('href') !== null);
    const role = /^(button|tab|menuitem|link|treeitem|option|row)$/.test(one.getAttribute('role') ?? '');
    // What a closed list lets one choose belongs to its field.
    const closed = one.getAttribute('role') === 'option' ? false : inClosedMenu(one);
    return (native || role || drawnPressable(one) || isTold(one)) && (visible(one) || closed);
  });
  const named = pressable.slice(0, 150).map((one) => ({ one, text: textOf(one) }));
  // What is drawn around a control of the same words is pressed with it.
  const wraps = (outer: Element, words: string) =>
    !outer.matches('button, a, summary, [role]') &&
    named.some(({ one, text }) => one !== outer && text === words && outer.contains(one));
  const offered = named.filter(({ one, text }) => !wraps(one, text)).slice(0, 120);
  // In a menu each entry is a place of its own, however alike they look; a list of records beside the page says more.
  const short = (one: Element) => /^[^\d@]{2,30}$/.test(textOf(one));
  // A column at the edge of the window with a few short words below one another is a menu, whatever it is called.
  const atTheEdge = (one: Element) => {
    const box = one.parentElement?.getBoundingClientRect();
    const others = [...(one.parentElement?.children ?? [])].filter((other) => other.tagName === one.tagName);
    return (
      box !== undefined &&
      box.width > 3 &&
      box.width <= Math.min(340, innerWidth / 3) &&
      (box.left <= 24 || box.right >= innerWidth - 24) &&
      others.length >= 3 &&
      others.length <= 30 &&
      others.every(short)
    );
  };
  const menus =
    'nav, [role=navigation], [role=menubar], [class*=sidebar i], [class*=sidenav i], [class*=navbar i], [class*=drawer i]';
  // A drawer that lies over the page shows a record, and what it has stands in front of the rest.
  const inWindow = (one: Element) => one.closest('[role=dialog], [aria-modal=true], dialog[open]') !== null;
  const isMenuEntry = (one: Element) => short(one) && !inWindow(one) && (one.closest(menus) !== null || atTheEdge(one));
  // Which menu it is: what it begins with. Counts beside its entries change.
  const menuOf = (one: Element) =>
    ((one.closest(menus) ?? one.parentElement)?.textContent ?? '').replace(/[\s\d]+/g, ' ').slice(0, 60);
  // Tabs stand side by side as rows do, and each opens something else.
  const isTab = (one: Element) =>
    one.getAttribute('role') === 'tab' ||
    /(^|[\s_-])(tabs?|tablist|pills)($|[\s_-])/i.test(one.parentElement?.getAttribute('class') ?? '') ||
    opensPart(one);
  const rowOf = (one: Element): string | undefined => {
    // An entry of a row's own menu is called by what it does, not by what the row holds.
    if (isTab(one) || isMenuEntry(one) || one.getAttribute('role') === 'menuitem') return undefined;
    const kind = `${one.tagName} ${one.getAttribute('role') ?? ''} ${(one.getAttribute('class') ?? '').split(/\s+/)[0]}`;
    const listed =
      /^(TR|LI|ARTICLE)$/.test(one.tagName) || /^(row|option|listitem|treeitem)$/.test(one.getAttribute('role') ?? '');
    const alike = [...(one.parentElement?.children ?? [])].filter((other) => other.tagName === one.tagName).length;
    return listed || (alike >= 3 && !is(one, 'BUTTON') && !is(one, 'A')) ? kind : undefined;
  };
  // A text area alone with its button takes what somebody has to say, whatever the button is called.
  const saysSomething = (one: Element) => {
    const fields = [...(one.closest('form')?.querySelectorAll('input:not([type=hidden]), textarea, select') ?? [])];
    const [field] = fields.filter(visible);
    return field instanceof HTMLTextAreaElement && field.value.trim() === '' && fields.filter(visible).length === 1;
  };
  const scripted = (one: Element) => is(one, 'A') && /^\s*javascript:/i.test(one.getAttribute('href') ?? '');
  const counts = new Map<string, number>();
  // A control of each row is one of a kind: its place among those of its row.
  const inRowAs = (one: Element): string | undefined => {
    const row = one.parentElement?.closest('tbody tr, [role=row], [role=listitem], li, article');
    if (!row || isTab(one) || isMenuEntry(one) || /^menuitem/.test(one.getAttribute('role') ?? '')) return undefined;
    const others = [...row.querySelectorAll('button, a, [role=button]')];
    return row.closest('nav, [role=menu], [role=tablist]') ? undefined : `${row.tagName} ${others.indexOf(one)}`;
  };
  const sorts = (one: Element) => one.closest('thead, [role=columnheader]') !== null;
  const controls = offered.map(({ one, text }) => {
    const at = counts.get(text) ?? 0;
    counts.set(text, at + 1);
    const row = rowOf(one);
    return {
      text,
      at,
      inForm:
        one.closest('form') !== null &&
        !scripted(one) &&
        (one as HTMLButtonElement).type !== 'button' &&
        row === undefined,
      ...(scripted(one) ? { link: true as const } : {}),
      ...(saysSomething(one) ? { says: true as const } : {}),
      tab: isTab(one) || is(one, 'SUMMARY') || one.hasAttribute('aria-expanded'),
      ...(row === undefined ? {} : { row }),
      ...(row === undefined && inRowAs(one) !== undefined ? { inRow: inRowAs(one) } : {}),
      ...(sorts(one) ? { sorts: true as const } : {}),
      ...(isMenuEntry(one) ? { menu: menuOf(one) } : {}),
      ...(inWindow(one) ? { window: true as const } : {}),
    };
  });
  const forms = all
    .filter((one): one is HTMLFormElement => is(one, 'FORM') && /^post$/i.test(one.getAttribute('method') ?? ''))
    .map((one) => ({
      method: /^(put|patch|delete)$/i.test((one.elements.namedItem('_method') as HTMLInputElement | null)?.value ?? '')
        ? (one.elements.namedItem('_method') as HTMLInputElement).value.toUpperCase()
        : 'POST',
      action: new URL(one.getAttribute('action') ?? '', location.href).href,
    }))
    .slice(0, 60);
  const scripts = [
    ...all.flatMap((one) => (is(one, 'SCRIPT') ? [(one as HTMLScriptElement).src] : [])),
    ...performance.getEntriesByType('resource').flatMap((one) => (/\.m?js($|\?)/.test(one.name) ? [one.name] : [])),
  ].filter((src) => src.startsWith(`${location.origin}/`));
  const filled = all.filter(
    (one) =>
      one.matches('textarea, input:not([type]), input[type=text]') &&
      !one.matches(':disabled, [readonly], [role=combobox], [type=search], form[method=post i] *, [role=search] *') &&
      (one as HTMLInputElement).value.trim().length > 2 &&
      visible(one),
  );
  const choices = all.filter(
    (one) =>
      one.matches('select, input[type=date], input[type=datetime-local], input[type=number]') &&
      !one.matches(':disabled, [readonly], form[method=post i] *, [role=search] *') &&
      (one as HTMLInputElement).value.trim() !== '' &&
      (!is(one, 'SELECT') || (one as HTMLSelectElement).options.length > 1) &&
      visible(one),
  ).length;
  const boxed = boxes.boxes().filter(({ inRow, ofFrame }) => !inRow && !ofFrame);
  const over = '[role=dialog], [role=alertdialog], [aria-modal=true], dialog[open], [role=menu], [role=listbox]';
  return {
    links: [...hrefs, ...partial, ...plainForms],
    controls,
    forms,
    blank: blankOf(all, textOf),
    scripts: [...new Set(scripts)].slice(0, 60),
    searches,
    filled: filled.map((one) => {
      const { name, value } = one as HTMLInputElement;
      return `${name} ${value}`.slice(0, 60);
    }),
    choices: choices + boxed.length,
    lookUps: boxed.filter(({ typed, edits, inWindow }) => typed && (edits || inWindow)).length,
    asking: all
      .filter((one) => changesOrAsks(one) && visible(one))
      .slice(0, 80)
      .map(textOf),
    over: all.filter((one) => one.matches(over) && visible(one)).length,
    ticks: all.filter(
      (one) => one.matches('input[type=checkbox], [role=checkbox]') && one.closest('tbody tr, li, [role=row], article'),
    ).length,
    ...(all.some((one) => one.matches('input[type=file]:not([disabled])')) ? { takesFiles: true as const } : {}),
    read: (document.body?.innerText ?? '').slice(0, 20_000),
    ...(word === undefined ? {} : { word }),
  };
}
