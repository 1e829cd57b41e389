/** What a page offers: places to go, controls to press, forms that send. Runs inside the page. */
export interface PageOffers {
  readonly links: readonly PageLink[];
  readonly controls: readonly PageControl[];
  /** Forms that send something: method and address only. */
  readonly forms: readonly { readonly method: string; readonly action: string }[];
  readonly scripts: readonly string[];
  /** Searches that send themselves by GET, without what is searched for. */
  readonly searches: readonly { readonly href: string; readonly name: string }[];
  /** A word of the page's own records, to search for. */
  readonly word?: string;
  /** Texts that stand in inputs of the page's own script: it lets people change something. */
  readonly filled: number;
}
export interface PageLink {
  readonly href: string;
  readonly text: string;
  readonly file: boolean;
  /** Stands in a menu or a frame that other pages have as well. */
  readonly menu: boolean;
}
export interface PageControl {
  readonly text: string;
  readonly at: number;
  readonly inForm: boolean;
  /** A link by its looks, whose address is a script. */
  readonly link?: true;
  /** Shows another part of the page: a tab, what unfolds. */
  readonly tab: boolean;
  /** Rows, cards and list entries of one kind share it; undefined for a control of its own. */
  readonly row?: string;
}

/** Runs inside the page: must not refer to anything outside itself. `at` counts the controls of the same text. */
export function pageOffers(): PageOffers {
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
  const textOf = (element: Element) =>
    ((element as HTMLElement).innerText || element.getAttribute('aria-label') || element.getAttribute('title') || '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80);
  // A script turns these into a POST or DELETE, or asks first: following the address is not what a click does.
  const sendsOtherwise = (one: Element) =>
    one.matches('[data-confirm], [data-turbo-confirm], [hx-post], [hx-put], [hx-patch], [hx-delete], [hx-confirm]') ||
    /^(post|put|patch|delete)$/i.test(one.getAttribute('data-method') ?? one.getAttribute('data-turbo-method') ?? '');
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
    const path = one.getAttribute('hx-get') ?? one.getAttribute('data-href') ?? one.getAttribute('data-url') ?? '';
    return path !== '' && URL.canParse(path, location.href)
      ? [{ href: new URL(path, location.href).href, text: textOf(one), file: false, menu: false }]
      : [];
  });
  // A place further down this page, not a page.
  const leadsDown = (one: Element) => {
    const href = one.getAttribute('href') ?? '';
    return is(one, 'A') && /^#[^/!]/.test(href) && document.getElementById(href.slice(1)) !== null;
  };
  const word = all
    .filter((one) => /^(TD|LI|DD|H2|H3)$/.test(one.tagName) && one.closest('nav, header, footer') === null)
    .map((one) => /\p{L}{4,}/u.exec(one.textContent?.slice(0, 200) ?? '')?.[0])
    .find((one) => one !== undefined);
  // A search that sends itself by GET is a place to go to.
  const searches = all
    .filter(
      (one): one is HTMLFormElement => is(one, 'FORM') && !/^(post|dialog)$/i.test(one.getAttribute('method') ?? ''),
    )
    .flatMap((form) => {
      const texts = [...form.elements].filter(
        (one): one is HTMLInputElement => is(one, 'INPUT') && /^(text|search)$/.test((one as HTMLInputElement).type),
      );
      const [field] = texts.filter(
        (one) =>
          /^(q|s|kw|term)$|search|query|keyword|such|recherch|busca|buscar|cerca|ricerca|pesquisa|zoek|szuk|検索|搜索|查找|搜尋/iu.test(
            `${one.name}`,
          ) ||
          /search|such|recherch|busca|cerca|ricerca|pesquisa|zoek|szuk|検索|搜索|查找|搜尋/iu.test(
            `${one.type} ${one.placeholder} ${one.getAttribute('aria-label')} ${form.getAttribute('role')} ${textOf(form)}`,
          ),
      );
      const action = new URL(form.getAttribute('action') ?? '', location.href);
      const others = [...form.elements].some((one) =>
        /^(password|email|file|tel)$/.test((one as HTMLInputElement).type),
      );
      if (!field || field.name === '' || others || texts.length > 2 || action.origin !== location.origin) return [];
      const sent = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === 'string') sent.append(name, value);
      sent.delete(field.name);
      return [{ href: `${action.origin}${action.pathname}?${sent}`, name: field.name }];
    })
    .slice(0, 3);
  const drawnPressable = (one: Element) =>
    getComputedStyle(one).cursor === 'pointer' &&
    one.parentElement !== null &&
    getComputedStyle(one.parentElement).cursor !== 'pointer' &&
    !is(one, 'LABEL');
  const pressable = all.filter((one) => {
    if (sendsOtherwise(one) || leadsDown(one) || is(one, 'INPUT') || is(one, 'SELECT')) return false;
    const href = one.getAttribute('href') ?? '';
    if (is(one, 'A') && href !== '' && !/^(#|javascript:)/.test(href)) return false;
    const native = is(one, 'BUTTON') || is(one, 'SUMMARY') || (is(one, 'A') && one.getAttribute('href') !== null);
    const role = /^(button|tab|menuitem|link|treeitem|option|row)$/.test(one.getAttribute('role') ?? '');
    return (native || role || drawnPressable(one)) && visible(one);
  });
  const rowOf = (one: Element): string | undefined => {
    const kind = `${one.tagName} ${one.getAttribute('role') ?? ''} ${(one.getAttribute('class') ?? '').split(/\s+/)[0]}`;
    const listed =
      /^(TR|LI|ARTICLE)$/.test(one.tagName) || /^(row|option|listitem|treeitem)$/.test(one.getAttribute('role') ?? '');
    const alike = [...(one.parentElement?.children ?? [])].filter((other) => other.tagName === one.tagName).length;
    return listed || (alike >= 3 && !is(one, 'BUTTON') && !is(one, 'A')) ? kind : undefined;
  };
  const scripted = (one: Element) => is(one, 'A') && /^\s*javascript:/i.test(one.getAttribute('href') ?? '');
  const counts = new Map<string, number>();
  const controls = pressable.slice(0, 120).map((one) => {
    const text = textOf(one);
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
      tab: one.getAttribute('role') === 'tab' || is(one, 'SUMMARY') || one.hasAttribute('aria-expanded'),
      ...(row === undefined ? {} : { row }),
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
  ).length;
  return {
    links: [...hrefs, ...partial],
    controls,
    forms,
    scripts: [...new Set(scripts)].slice(0, 60),
    searches,
    filled,
    ...(word === undefined ? {} : { word }),
  };
}

/** Runs inside the page: presses the control with the given text, at its place or wherever it is now. */
export function pressControl({ text, at }: { text: string; at: number }): boolean {
  const textOf = (element: Element) =>
    ((element as HTMLElement).innerText || element.getAttribute('aria-label') || element.getAttribute('title') || '')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, 80);
  // What an element shows is dear to ask for: first whether it could show this at all.
  const bare = (words: string) => words.replace(/\s+/g, '').toLowerCase();
  const start = bare(text).slice(0, 12);
  const mayRead = (element: Element) =>
    element.getElementsByTagName('*').length <= 80 &&
    bare(`${element.textContent}${element.getAttribute('aria-label')}${element.getAttribute('title')}`).includes(start);
  const found: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (mayRead(element) && textOf(element) === text && element.getBoundingClientRect().width > 3)
        found.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const native = found.filter((one) => one.matches('button, a, summary, [role]'));
  const drawn = found.filter((one) => getComputedStyle(one).cursor === 'pointer');
  const pool = native.length > 0 ? native : drawn.length > 0 ? drawn : found;
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
