/** Runs inside the page. */
export function lookForChangeForm(given: { current: string; confirm: string }) {
  const isCurrent = new RegExp(given.current, 'iu');
  const isConfirm = new RegExp(given.confirm, 'iu');
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
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  const fields = all.filter(
    (one): one is HTMLInputElement =>
      one instanceof HTMLInputElement && one.type === 'password' && !one.disabled && !one.readOnly && visible(one),
  );
  const rootOf = (one: HTMLInputElement) =>
    one.form ?? one.closest('form, dialog, [role=dialog], section, fieldset, main, body') ?? document.body;
  const about = (one: HTMLInputElement) =>
    [
      ...(one.labels ? [...one.labels].map((label) => label.innerText) : []),
      one.placeholder,
      one.getAttribute('aria-label') ?? '',
      one.name.replace(/[_\-[\]]+/g, ' '),
      one.id.replace(/[_-]+/g, ' '),
    ].join(' ');
  const groups = new Map<Element, HTMLInputElement[]>();
  for (const one of fields) groups.set(rootOf(one), [...(groups.get(rootOf(one)) ?? []), one]);
  for (const [root, group] of groups) {
    const asksNew = group.some((one) => /new-password/.test(one.autocomplete));
    // One field alone asks who is there, unless it says that it takes a new password and nobody is asked for besides.
    const asksUser = root.querySelector('input[type=email], input[autocomplete~=username]') !== null;
    if (group.length < 2 && !(asksNew && !asksUser)) continue;
    const kindOf = (one: HTMLInputElement) =>
      /current-password/.test(one.autocomplete) ||
      (!/new-password/.test(one.autocomplete) && isCurrent.test(about(one)))
        ? 'current'
        : isConfirm.test(about(one))
          ? 'confirm'
          : 'fresh';
    const kinds = group.map(kindOf);
    const [first, second, third] = group;
    let current = group[kinds.indexOf('current')];
    const rest = group.filter((one) => one !== current);
    let confirm = rest.find((one) => kindOf(one) === 'confirm');
    let fresh = rest.find((one) => one !== confirm);
    if (group.length >= 3 && !current) [current, fresh, confirm] = [first, second, third];
    else if (group.length >= 3 && !confirm) confirm = rest.find((one) => one !== fresh);
    else if (group.length === 2 && !current && !confirm) [current, fresh] = [first, second];
    if (!fresh) [fresh, confirm] = [confirm, undefined];
    if (!fresh) continue;
    const buttons = all.filter(
      (one): one is HTMLElement =>
        (one instanceof HTMLButtonElement || (one instanceof HTMLInputElement && /^(submit|button)$/.test(one.type))) &&
        root.contains(one) &&
        visible(one),
    );
    const aside =
      /show|hide|cancel|back|generate|close|toggle|anzeigen|abbrechen|afficher|annuler|mostrar|cancelar|annulla|tonen|annuleren|pokaż|anuluj|表示|キャンセル|取消/i;
    const near = buttons.filter(
      (one) => !aside.test(one.innerText || one.getAttribute('value') || one.getAttribute('aria-label') || ''),
    );
    const submit = near.find((one) => (one as HTMLButtonElement).type === 'submit') ?? near.at(-1);
    return { current, fresh, confirm, submit };
  }
  return {};
}

/** Runs inside the page: addresses that may lead to the form, the likeliest first. */
export function lookForWays(given: { words: string; change: string; paths: string; danger: string }): string[] {
  const words = new RegExp(given.words, 'iu');
  const change = new RegExp(given.change, 'iu');
  const paths = new RegExp(given.paths, 'i');
  const danger = new RegExp(given.danger, 'iu');
  const all: HTMLAnchorElement[] = [];
  const walk = (root: Document | ShadowRoot) => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLAnchorElement) all.push(element);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return all
    .flatMap((one) => {
      const text = (one.innerText || one.getAttribute('aria-label') || one.title || '').trim();
      if (!/^https?:/.test(one.href) || text.length > 60) return [];
      const path = new URL(one.href).pathname;
      const speaks = change.test(text);
      if (!speaks && danger.test(`${text} ${path.replace(/[/_-]+/g, ' ')}`)) return [];
      const points =
        (speaks ? 6 : 0) + (/passw/i.test(path) ? 5 : 0) + (words.test(text) ? 2 : 0) + (paths.test(path) ? 2 : 0);
      return points > 0 ? [{ href: one.href, points }] : [];
    })
    .sort((one, other) => other.points - one.points)
    .map(({ href }) => href)
    .filter((href, at, list) => list.indexOf(href) === at)
    .slice(0, 8);
}
