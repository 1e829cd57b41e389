/** Sources of the words that the look at a page is given: it runs inside the page and can import nothing. */
export type LookWords = Readonly<
  Record<
    | 'signIn'
    | 'next'
    | 'user'
    | 'password'
    | 'workspace'
    | 'code'
    | 'foreign'
    | 'lost'
    | 'register'
    | 'area'
    | 'passwordWay'
    | 'provider'
    | 'language',
    string
  >
>;
export type PageTools = ReturnType<typeof pageTools>;

/** Runs inside the page: what the looks for fields and for controls share. Must not refer to anything outside itself. */
export function pageTools(sources: LookWords) {
  const words = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [name, new RegExp(source, 'iu')]),
  ) as Record<keyof LookWords, RegExp>;
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const above = (one: Node): Element | null => {
    const { parentNode } = one;
    return parentNode instanceof ShadowRoot ? parentNode.host : parentNode instanceof Element ? parentNode : null;
  };
  /** Shadow roots included. */
  const within = (box: Element, one: Element) => {
    for (let near: Element | null = one; near; near = above(near)) if (near === box) return true;
    return false;
  };
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    if (box.width < 4 || box.height < 4) return false;
    // Laid beside the page, or taken from people's reach: a trap for robots, or a field for password managers.
    if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0) return false;
    if (element.getAttribute('tabindex') === '-1' && element.closest('[aria-hidden=true]') !== null) return false;
    if (element.checkVisibility?.({ checkOpacity: true }) === false) return false;
    // Folded away by what stands around it, to be opened later.
    for (let near = above(element); near && near !== document.body; near = above(near)) {
      if (!(near instanceof HTMLElement) || (near.clientWidth > 3 && near.clientHeight > 3)) continue;
      if (/hidden|clip/.test(getComputedStyle(near).overflow)) return false;
    }
    const style = getComputedStyle(element);
    return style.visibility !== 'hidden' && style.display !== 'none' && Number(style.opacity || '1') > 0.05;
  };
  const texts = new Map<Element, string>();
  /** What a control says; asked for once, for it makes the browser lay out the page. */
  const textOf = (element: Element) => {
    const known = texts.get(element);
    if (known !== undefined) return known;
    const text = [
      element.getAttribute('aria-label'),
      element instanceof HTMLInputElement ? element.value : undefined,
      element.getAttribute('title'),
      element instanceof HTMLInputElement ? element.alt : undefined,
      (element as HTMLElement).innerText,
    ]
      .filter(Boolean)
      .join(' ')
      .replace(/\s+/g, ' ')
      // Libraries set a blank between the two letters of a button.
      .replace(/(?<=[\u3040-\u30ff\u4e00-\u9fff]) (?=[\u3040-\u30ff\u4e00-\u9fff])/g, '')
      .trim()
      .slice(0, 120);
    texts.set(element, text);
    return text;
  };
  const shownIn = (one: Element | null | undefined) => (one instanceof HTMLElement ? one.innerText : '');
  const byId = (input: Element, id: string) => (input.getRootNode() as Document | ShadowRoot).getElementById?.(id);
  /** Words that stand beside a field and belong to no field of their own. */
  const beside = (input: Element) => {
    const before = input.previousElementSibling ?? above(input)?.previousElementSibling;
    const text =
      (before?.textContent?.length ?? 999) < 200 && before?.querySelector('input, select, textarea, button') === null
        ? shownIn(before)
        : '';
    return before instanceof HTMLInputElement || text.length > 40 ? '' : text;
  };
  const labelOf = (input: HTMLInputElement | HTMLSelectElement) => {
    const host = input.getRootNode() instanceof ShadowRoot ? (input.getRootNode() as ShadowRoot).host : undefined;
    const own = [
      ...(input.labels ? [...input.labels].map((label) => label.innerText) : []),
      input.getAttribute('placeholder') ?? '',
      input.getAttribute('aria-label') ?? '',
      ...(input.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => (id ? shownIn(byId(input, id)) : '')),
      input.title,
      ...['label', 'aria-label', 'placeholder', 'name'].map((name) => host?.getAttribute(name) ?? ''),
    ].join(' ');
    return `${own.trim() === '' ? beside(input) : own} ${input.id}`;
  };
  const isButton = (one: Element) =>
    one instanceof HTMLButtonElement ||
    (one instanceof HTMLInputElement && /^(submit|button|image)$/.test(one.type)) ||
    one.getAttribute('role') === 'button' ||
    (one.tagName.includes('-') && /button|btn/i.test(one.tagName));
  const usable = (one: Element) => visible(one) && !(one as HTMLButtonElement).disabled;
  const follows = (one: Element, other: Element) =>
    (other.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  return {
    words,
    all,
    above,
    within,
    visible,
    usable,
    follows,
    textOf,
    labelOf,
    isButton,
    buttons: all.filter((one) => isButton(one) && usable(one)),
    formOf: (one: Element): Element | null =>
      (one as HTMLInputElement).form ?? one.closest('form, dialog, [role=dialog]'),
  };
}
