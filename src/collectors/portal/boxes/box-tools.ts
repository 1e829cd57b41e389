import type { pressAsPerson } from './press-as-person.ts';

/** A control that shows one of several values and opens a list of them, and is no `<select>` (WAI-ARIA: combobox, listbox). */
export interface ChoiceBox {
  /** Its place among all such controls of the page. */
  readonly at: number;
  /** What it is called: label, name, placeholder. */
  readonly words: string;
  readonly name: string;
  /** What it shows now: a value or a placeholder. */
  readonly shown: string;
  /** One may type into it to find an option. */
  readonly typed: boolean;
  /** It belongs to what edits something: a form with several texts, one that is sent, a window. */
  readonly edits: boolean;
  /** It stands in a window that lies over the page. */
  readonly inWindow: boolean;
  readonly inRow: boolean;
  /** It stands around every page: in a menu or the page's head. */
  readonly ofFrame: boolean;
}
export interface BoxOption {
  readonly text: string;
  /** What the page's code calls it, where its markup says so. */
  readonly value?: string;
  /** It stands in the control now. */
  readonly chosen: boolean;
}

/** Runs inside pages, given to other functions as its source: must not refer to anything outside itself. */
export function boxTools(press: typeof pressAsPerson) {
  const kinds = '[role=combobox], [aria-haspopup=listbox]';
  // A field for a date opens a calendar.
  const others = 'select, input:is([aria-haspopup=dialog], [aria-haspopup=grid])';
  const fields = 'input:not([type=hidden], [aria-hidden=true]), textarea, select:not([aria-hidden=true])';
  const plain = (text: string | null | undefined) =>
    (text ?? '')
      .replace(/[\u200b-\u200d\ufeff]/g, '')
      .replace(/\s+/g, ' ')
      .trim();
  const isShown = (one: Element) => {
    const { width, height } = one.getBoundingClientRect();
    return width > 3 && height > 3 && getComputedStyle(one).visibility !== 'hidden';
  };
  /** The control as a person sees it: the input of many is a thin or clear one inside. */
  const faceOf = (one: HTMLElement, withText = true): HTMLElement => {
    let face = one;
    let part: HTMLElement | null = one;
    const isFull = () =>
      !withText || plain(face.innerText) !== '' || (face instanceof HTMLInputElement && face.value !== '');
    const isBig = () => face.offsetWidth >= 24 && face.offsetHeight >= 14;
    for (let up = 0; up < 6 && !(isFull() && isBig()); up++) {
      part = part.parentElement;
      if (!part || part === document.body || part.offsetHeight > 72 || part.matches('form, td, tr, li, main')) break;
      const more = [...part.querySelectorAll(`${fields}, ${kinds}`)].some(
        (other) => !one.contains(other) && other !== one,
      );
      if (more || part.querySelector('label, legend, h1, h2, h3') !== null) break;
      if ([...part.querySelectorAll('button')].some((other) => other !== one && plain(other.innerText) !== '')) break;
      // What has no size of its own, as the elements of components often have none, is looked through.
      if (isShown(part)) face = part;
    }
    return face;
  };
  const all = () => [...document.querySelectorAll<HTMLElement>(kinds)];
  const isBox = (one: HTMLElement): boolean => {
    if (one.matches(`${others}, :disabled, [aria-disabled=true]`)) return false;
    // What a list lets one search in.
    if (one.parentElement?.closest(`${kinds}, [role=listbox], [cmdk-root]`)) return false;
    if (getComputedStyle(one).visibility === 'hidden') return false;
    // The arrow beside the control, which opens the same list.
    const beside = one.parentElement;
    const isArrow =
      one.getAttribute('role') !== 'combobox' &&
      plain(one.innerText).length <= 1 &&
      beside !== null &&
      beside.offsetHeight <= 72 &&
      beside.querySelector('[role=combobox]') !== null;
    return !isArrow && isShown(faceOf(one));
  };
  const inputOf = (one: HTMLElement) => (one instanceof HTMLInputElement ? one : one.querySelector('input'));
  const shownBy = (one: HTMLElement) => {
    const typed = plain(inputOf(one)?.value);
    if (typed !== '') return typed;
    const face = faceOf(one);
    const labels = [...face.querySelectorAll<HTMLElement>('label')].map((label) => plain(label.innerText));
    return labels.reduce((text, label) => plain(text.replace(label, '')), plain(face.innerText));
  };
  const labelOf = (one: HTMLElement): string => {
    const by = (one.getAttribute('aria-labelledby') ?? '').split(/\s+/).filter((id) => id !== '');
    const named = by.map((id) => document.getElementById(id)?.textContent);
    const labels = [...(inputOf(one)?.labels ?? (one as HTMLButtonElement).labels ?? [])];
    const own = [one.getAttribute('aria-label'), ...named, ...labels.map((label) => label.textContent)];
    if (own.some((text) => plain(text) !== '')) return [...new Set(own.map(plain))].join(' ');
    let part = one.parentElement;
    for (let up = 0; part && up < 5 && part !== document.body; up++, part = part.parentElement) {
      const near = part.matches('label') ? [part] : [...part.querySelectorAll('label, legend')];
      if (near.length > 0) return near.length === 1 ? plain(near[0]?.textContent).slice(0, 60) : '';
    }
    return '';
  };
  const texts = 'textarea, input:is(:not([type]), [type=text], [type=email], [type=password], [type=file], [type=tel])';
  const edits = (one: Element): boolean => {
    const form = one.closest('form, dialog, [role=dialog]');
    if (!form) return false;
    if (!form.matches('form') || /^(post|dialog)$/i.test(form.getAttribute('method') ?? '')) return true;
    return [...form.querySelectorAll(texts)].filter((each) => !each.closest(kinds)).length > 1;
  };
  const isOfFrame = (one: Element): boolean =>
    one.closest('nav, [role=navigation], [role=banner], [class*=sidebar i]') !== null ||
    (one.closest('header') !== null && one.closest('main, [role=main], article') === null);
  const boxes = (): ChoiceBox[] =>
    all().flatMap((one, at) => {
      if (!isBox(one)) return [];
      const input = inputOf(one);
      const name = input?.name || one.getAttribute('name') || '';
      return [
        {
          at,
          name,
          words: [labelOf(one), name, one.id, input?.placeholder].map(plain).join(' ').trim().slice(0, 160),
          shown: shownBy(one).slice(0, 80),
          typed: input !== null && !input.matches('[readonly], [inputmode=none], [aria-readonly=true]'),
          edits: edits(one),
          inWindow: one.closest('dialog, [role=dialog]') !== null,
          inRow: one.closest('tbody tr, [role=row], [role=listitem], article') !== null,
          ofFrame: isOfFrame(one),
        },
      ];
    });
  /** The list that belongs to the control: the one that it names, else the one that was drawn last. */
  const listOf = (one: HTMLElement): Element | undefined => {
    const near = [one, ...one.querySelectorAll('[aria-controls], [aria-owns]')];
    const ids = near.flatMap((part) => [part.getAttribute('aria-controls'), part.getAttribute('aria-owns')]);
    const named = ids.flatMap((id) => (id ? (document.getElementById(id) ?? []) : []));
    const lists = [...document.querySelectorAll('[role=listbox]')].filter(isShown);
    return named[0] ?? lists.at(-1);
  };
  const pressable = (list: Element): HTMLElement[] => {
    const usable = (part: Element) =>
      isShown(part) &&
      plain((part as HTMLElement).innerText) !== '' &&
      !part.matches('[aria-disabled=true], [data-disabled]:not([data-disabled=false])');
    const options = [...list.querySelectorAll<HTMLElement>('[role=option]')].filter(usable);
    if (options.length > 0) return options;
    // A list for screen readers alone, and beside it the one that is drawn.
    for (let part = list.parentElement; part && part !== document.body; part = part.parentElement) {
      if (!isShown(part)) continue;
      const drawn = [...part.querySelectorAll<HTMLElement>('*')].filter((each) => {
        const over = each.parentElement;
        const pointer = (other: Element) => getComputedStyle(other).cursor === 'pointer';
        return over !== null && pointer(each) && !pointer(over) && usable(each);
      });
      return drawn;
    }
    return [];
  };
  const optionsOf = (at: number): HTMLElement[] => {
    const one = all()[at];
    const list = one && listOf(one);
    return list ? pressable(list) : [];
  };
  const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));
  const until = async (ms: number, is: () => boolean) => {
    for (let waited = 0; waited < ms && !is(); waited += 25) await sleep(25);
    return is();
  };
  const options = (at: number): BoxOption[] => {
    const one = all()[at];
    const shown = one ? shownBy(one) : '';
    const found = optionsOf(at);
    const same = found.some((each) => plain(each.innerText) === shown);
    return found.map((each) => {
      const value = each.getAttribute('data-value') ?? each.getAttribute('value');
      const marked =
        each.matches('[data-state=checked], [aria-checked=true], [aria-selected=true]:not([cmdk-item])') &&
        shown !== '';
      return {
        text: plain(each.innerText).slice(0, 80),
        ...(value === null ? {} : { value }),
        chosen: same ? plain(each.innerText) === shown : marked,
      };
    });
  };
  return {
    boxes,
    within: (group: Element | undefined) => boxes().filter(({ at }) => group?.contains(all()[at] ?? null) === true),
    isBox: (one: Element) => one.matches(kinds) && isBox(one as HTMLElement),
    /** Opens its list; what it holds, where anything came. */
    async open(at: number): Promise<BoxOption[]> {
      const one = all()[at];
      if (!one) return [];
      const isOpen = () => optionsOf(at).length > 0;
      if (one.getAttribute('aria-expanded') === 'true' && isOpen()) return options(at);
      const face = faceOf(one, false);
      face.scrollIntoView({ block: 'nearest' });
      const { left, top, width, height } = face.getBoundingClientRect();
      const there = document.elementFromPoint(left + width / 2, top + height / 2);
      await press(there instanceof HTMLElement && face.contains(there) ? there : one);
      if (!(await until(500, isOpen))) {
        one.focus();
        const key = { key: 'ArrowDown', code: 'ArrowDown', keyCode: 40, which: 40, bubbles: true, cancelable: true };
        for (const type of ['keydown', 'keyup']) one.dispatchEvent(new KeyboardEvent(type, key));
        await until(300, isOpen);
      }
      return options(at);
    },
    /** Chooses an option of the open list. */
    async choose(at: number, text: string): Promise<boolean> {
      const wanted = () => optionsOf(at).find((each) => plain(each.innerText).slice(0, 80) === text);
      await until(300, () => wanted() !== undefined);
      const found = wanted();
      if (!found) return false;
      found.scrollIntoView({ block: 'nearest' });
      await press(found);
      await sleep(30);
      return true;
    },
    /** Types into it as a person who looks for an entry. */
    type(at: number, word: string): boolean {
      const one = all()[at];
      const input = one && inputOf(one);
      if (!input) return false;
      input.focus();
      // Frameworks watch the property itself: only the prototype's setter is believed.
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, word);
      input.dispatchEvent(new InputEvent('input', { bubbles: true, data: word, inputType: 'insertText' }));
      return true;
    },
    options,
    /** What says that it is closed is so, though its list may take a moment to go. */
    isOpen: (at: number) => all()[at]?.getAttribute('aria-expanded') !== 'false' && optionsOf(at).length > 0,
    shown: (at: number) => {
      const one = all()[at];
      return one ? shownBy(one) : '';
    },
  };
}
