/** Runs inside the page: the one control of these words that belongs to what holds the mark; null where there is none, or several. */
export function controlOfOwn(given: {
  words: string;
  never: string;
  mark: string;
  ours: readonly string[];
}): Element | null {
  const words = new RegExp(given.words, 'iu');
  const never = new RegExp(given.never, 'iu');
  const all: Element[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element.matches('button, [role=button], [role=menuitem], input[type=submit]')) all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || one.getAttribute('value') || one.getAttribute('aria-label') || '').trim();
  const meant = all.filter((one) => {
    const text = textOf(one);
    const box = one.getBoundingClientRect();
    const off = (one as HTMLButtonElement).disabled || one.getAttribute('aria-disabled') === 'true';
    return box.width > 3 && !off && text !== '' && text.length <= 60 && words.test(text) && !never.test(text);
  });
  const holds = (element: Element) =>
    (element.textContent ?? '').includes(given.mark) ||
    [...element.querySelectorAll('input, textarea')].some((one) =>
      (one as HTMLInputElement).value.includes(given.mark),
    );
  const above = (one: Element): Element | null =>
    one.parentElement ?? (one.getRootNode() instanceof ShadowRoot ? (one.getRootNode() as ShadowRoot).host : null);
  const own = meant.filter((control) => {
    let block: Element | null = control;
    while (block && !holds(block)) block = above(block);
    if (!block || meant.some((other) => other !== control && block?.contains(other))) return false;
    // What it names besides us would get the mail; what can be chosen is looked at when it is.
    const said = (block === document.body ? (block.querySelector('main') ?? block) : block).cloneNode(true) as Element;
    for (const one of said.querySelectorAll('select, datalist, dialog, [role=listbox], script, style')) one.remove();
    const named = (said.textContent ?? '').match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [];
    return named.every((address) => given.ours.includes(address.toLowerCase()));
  });
  return own.length === 1 ? (own[0] ?? null) : null;
}

/** Runs inside the page: the link, else the shortest text, that leads to what holds the mark. */
export function wayToOwn(mark: string): Element | null {
  const holding = [...document.querySelectorAll('body *')].filter(
    (one) => (one.textContent ?? '').includes(mark) && one.getBoundingClientRect().width > 3,
  );
  const smallest = holding.at(-1);
  const row = smallest?.closest('a[href], tr, li, article, [role=row], [role=listitem]') ?? smallest;
  if (!row || row.matches('input, textarea')) return null;
  const links = [row, ...row.querySelectorAll('a[href]')].filter((one) => one.matches('a[href]'));
  const away = /delete|remove|approve|reject|logout|mailto:|tel:/i;
  return (
    links.find((one) => !away.test(one.getAttribute('href') ?? '')) ?? (links.length > 0 ? null : (smallest ?? null))
  );
}

/**
 * Runs inside the page: fills what the form of the control asks, or the dialog that it opened, before the request is sent. The
 * approver is one of ours, or nobody is chosen: then `why` says so and there is no button.
 */
export function fillApproval(given: {
  control: Element | null;
  ours: readonly string[];
  words: string;
  never: string;
  note: string;
}): {
  button: Element | null;
  chosen: boolean;
  why: string;
} {
  const words = new RegExp(given.words, 'iu');
  const never = new RegExp(given.never, 'iu');
  const asksWhom =
    /approver|reviewer|manager|supervisor|assign|recipient|send to|notify|genehmiger|prüfer|freigeber|vorgesetzt|empfänger|approbateur|valideur|responsable|aprobador|revisor|approvatore|aprovador|goedkeurder|leidinggevende|zatwierdzając|akceptując|przełożon|承認者|上司|审批人|批准人|審批人/i;
  const visible = (one: Element) => one.getBoundingClientRect().width > 3 && one.getBoundingClientRect().height > 3;
  const none = (why: string) => ({ button: null, chosen: false, why });
  const textOf = (one: Element) =>
    ((one as HTMLElement).innerText || one.getAttribute('value') || one.getAttribute('aria-label') || '').trim();
  const sends = (root: Element) =>
    [...root.querySelectorAll('button, input[type=submit], [role=button]')].filter((one) => {
      const text = textOf(one);
      return visible(one) && text !== '' && text.length <= 60 && words.test(text) && !never.test(text);
    });
  const roots = [...document.querySelectorAll('dialog, [role=dialog], [role=alertdialog], .modal, form')].filter(
    visible,
  );
  const form = given.control?.closest('form, dialog, [role=dialog]');
  if (given.control && (!form || ![...form.querySelectorAll('select, input, textarea')].some(visible)))
    return { button: given.control, chosen: false, why: '' };
  const root = form ?? roots.findLast((one) => sends(one).length > 0);
  const button = root && (given.control ?? sends(root).at(-1));
  if (!root || !button) return none('nothing was sent, and no dialog asks for more');
  const labelOf = (one: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement) =>
    [...(one.labels ?? [])].map((label) => label.innerText).join(' ') +
    ` ${one.name} ${one.id} ${one.getAttribute('aria-label') ?? ''}`;
  const put = (one: HTMLElement, kind: { prototype: object }, value: string) => {
    Object.getOwnPropertyDescriptor(kind.prototype, 'value')?.set?.call(one, value);
    for (const name of ['input', 'change']) one.dispatchEvent(new Event(name, { bubbles: true }));
  };
  const isOurs = (text: string) => given.ours.some((one) => text.toLowerCase().includes(one.toLowerCase()));
  let chosen = false;
  for (const one of [...root.querySelectorAll('select')].filter(visible)) {
    const ours = [...one.options].find((option) => isOurs(`${option.text} ${option.value}`));
    if (ours) {
      put(one, HTMLSelectElement, ours.value);
      chosen = true;
    } else if (asksWhom.test(labelOf(one)) || one.value === '')
      return none('none of the test accounts can be chosen as the approver');
  }
  const radios = [...root.querySelectorAll<HTMLInputElement>('input[type=radio], input[type=checkbox]')];
  const mine = radios.find((one) => isOurs(labelOf(one)));
  if (mine && !mine.checked) mine.click();
  chosen ||= mine !== undefined;
  if (radios.some((one) => one.checked && one !== mine && asksWhom.test(labelOf(one))))
    return none('somebody else is chosen as the approver');
  if (root.querySelector('[role=combobox]:not(select)') && !chosen)
    return none('the approver is chosen from a list that could not be read');
  for (const one of [...root.querySelectorAll('input')].filter(visible)) {
    if (one.type === 'email' || (one.type === 'text' && asksWhom.test(labelOf(one)))) {
      put(one, HTMLInputElement, given.ours[0] ?? '');
      chosen = true;
    } else if (one.type === 'text' && one.value === '') put(one, HTMLInputElement, given.note);
  }
  for (const one of [...root.querySelectorAll('textarea')].filter(visible))
    if (one.value === '') put(one, HTMLTextAreaElement, given.note);
  return { button, chosen, why: '' };
}

/** Runs inside the page: what opens a form for a new object. A link is its own page; a button stands on this one. */
export function creatorsOn(given: { words: string; never: string }): { page: string; text: string }[] {
  const words = new RegExp(given.words, 'iu');
  const never = new RegExp(given.never, 'iu');
  return [...document.querySelectorAll('a[href], button, [role=button]')].flatMap((one) => {
    const text = (one as HTMLElement).innerText.replace(/\s+/g, ' ').trim();
    const href = one instanceof HTMLAnchorElement ? one.href : '';
    if (!words.test(text) || text.length > 40 || never.test(`${text} ${href}`) || one.closest('form')) return [];
    return [href.startsWith('http') ? { page: href, text: '' } : { page: location.href, text }];
  });
}
