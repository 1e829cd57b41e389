/**
 * A field that a list is searched or narrowed by: `at` counts all fields of its kind in the page. `box`: a choice that is no `<select>`;
 * `switch`: what is on or off, or one of a few that stand side by side.
 */
export interface PageField {
  readonly kind: 'search' | 'choice' | 'box' | 'switch';
  readonly at: number;
  /** What it is called, the same on every page that has it. */
  readonly name: string;
  /** It asks while one types (`hx-get`), be it a field of a form that sends something: that form is not sent. */
  readonly looksUp?: true;
}

/**
 * Runs inside the page: searches that a script sends, and choices that narrow a list. Must not refer to anything outside
 * itself. Forms that send something or edit a record are left alone, and so is what chooses a language or another tenant.
 */
export function pageFields(searchWords: string): readonly PageField[] {
  const words = new RegExp(searchWords, 'iu');
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  const nameOf = (one: HTMLInputElement | HTMLSelectElement) =>
    [one.name, one.id, one.getAttribute('placeholder'), one.getAttribute('aria-label'), one.labels?.[0]?.textContent]
      .filter((text) => text !== null && text !== undefined && text !== '')
      .join(' ')
      .replace(/\s+/g, ' ')
      .slice(0, 80);
  const edits = (form: HTMLFormElement | null) =>
    form !== null &&
    (/^(post|dialog)$/i.test(form.getAttribute('method') ?? '') ||
      [...form.elements].filter((one) =>
        one.matches(
          'textarea, input:not([type]), input[type=text], input[type=email], input[type=password], input[type=file], input[type=tel]',
        ),
      ).length > 1);
  // A form that is sent may be a search all the same, where the word is all that it asks for.
  const asksOneWord = (form: HTMLFormElement | null) =>
    form !== null &&
    /^post$/i.test(form.getAttribute('method') ?? '') &&
    [...form.elements].filter((one) => !one.matches('button, [type=hidden], [type=submit]')).length === 1;
  const isSearch = (one: HTMLInputElement) =>
    /^(search|text)$/.test(one.type) &&
    // What can only be chosen from is no search, though some libraries call it one.
    !one.readOnly &&
    (one.type === 'search' ||
      one.getAttribute('role') === 'searchbox' ||
      words.test(nameOf(one)) ||
      /^(q|query|kw|term)$/i.test(one.name || one.id) ||
      one.closest('search, [role=search]') !== null);
  const looksUp = (one: Element) =>
    one.matches('input[hx-get], input[data-hx-get]') &&
    /^(search|text)$/.test((one as HTMLInputElement).type) &&
    (one as HTMLInputElement).name !== '' &&
    !(one as HTMLInputElement).readOnly;
  const isChoice = (one: HTMLSelectElement) => {
    const values = [...one.options].map((option) => option.value);
    return (
      !one.multiple &&
      values.length >= 2 &&
      // What is to be done with ticked rows is no filter.
      !/^(bulk[-_]?)?(action|operation|op|task|command)s?\d?$/i.test(one.name) &&
      !values.every((value) => value === '' || /^[a-z]{2}([-_][A-Za-z]{2,4})?$/.test(value)) &&
      !/organi[sz]ation|\borg\b|tenant|workspace|\bteam\b|account|language|locale|theme|time ?zone|currency/i.test(
        nameOf(one),
      )
    );
  };
  const of = <T extends HTMLInputElement | HTMLSelectElement>(
    kind: PageField['kind'],
    all: NodeListOf<T>,
    fits: (one: T) => boolean,
  ): PageField[] =>
    [...all].flatMap((one, at) =>
      !one.disabled && visible(one) && (!edits(one.form) || (kind === 'search' && asksOneWord(one.form))) && fits(one)
        ? [{ kind, at, name: nameOf(one) }]
        : [],
    );
  const lookUps = [...document.querySelectorAll('input')].flatMap((one, at): PageField[] =>
    looksUp(one) && !one.disabled && visible(one) ? [{ kind: 'search', at, name: nameOf(one), looksUp: true }] : [],
  );
  return [
    ...lookUps.slice(0, 2),
    ...of(
      'search',
      document.querySelectorAll<HTMLInputElement>('input'),
      (one) => isSearch(one) && !looksUp(one),
    ).slice(0, 2),
    ...of('choice', document.querySelectorAll<HTMLSelectElement>('select'), isChoice).slice(0, 3),
  ];
}

/** Runs inside the page: types the word as a person would, and says Enter. */
export function typeInto({ at, word }: { at: number; word: string }): boolean {
  const field = document.querySelectorAll<HTMLInputElement>('input')[at];
  if (!field) return false;
  field.focus();
  // Frameworks watch the property itself: only the prototype's setter is believed.
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, word);
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: word, inputType: 'insertText' }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  for (const type of ['keydown', 'keypress', 'keyup'])
    field.dispatchEvent(
      new KeyboardEvent(type, {
        key: 'Enter',
        code: 'Enter',
        keyCode: 13,
        bubbles: true,
        cancelable: true,
      } as KeyboardEventInit),
    );
  return true;
}

/** Runs inside the page: sends the search by its form, or by the button beside the field. */
export function sendSearch({ at, danger }: { at: number; danger: string }): boolean {
  const field = document.querySelectorAll<HTMLInputElement>('input')[at];
  if (!field) return false;
  if (field.form) {
    field.form.requestSubmit();
    return true;
  }
  const beside =
    field.parentElement?.querySelector('button') ?? field.parentElement?.parentElement?.querySelector('button');
  const said = `${beside?.textContent} ${beside?.getAttribute('aria-label')}`;
  if (!(beside instanceof HTMLElement) || new RegExp(danger, 'iu').test(said)) return false;
  beside.click();
  return true;
}

/** Runs inside the page: chooses the first entry that says something, is not chosen and was not `tried`, and says its value; else ''. */
export function choose({ at, tried }: { readonly at: number; readonly tried: readonly string[] }): string {
  const field = document.querySelectorAll<HTMLSelectElement>('select')[at];
  const other = [...(field?.options ?? [])].find(
    (one) => !one.disabled && one.value !== '' && !one.selected && !tried.includes(one.value),
  )?.value;
  if (!field || other === undefined) return '';
  Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value')?.set?.call(field, other);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
  // A filter with a button of its own sends by GET.
  if (field.form && !/^(post|dialog)$/i.test(field.form.getAttribute('method') ?? '')) field.form.requestSubmit();
  return other;
}
