import type { controlName } from './control-name.ts';

/** A form that waits to be filled in: nothing of what may be typed into it is there yet, so it makes something and edits nothing. */
export interface BlankForm {
  /** What its button says. */
  readonly button: string;
  /** Its fields by their names: the same ones on every page are a form of the frame. */
  readonly fields: string;
  /** The heading that it stands below. */
  readonly about: string;
}

/**
 * The forms of the page that send something and whose texts are all blank.
 * Runs inside pages, given to another function as its source: must not refer to anything outside itself.
 */
export function blankForms(all: readonly Element[], textOf: typeof controlName): readonly BlankForm[] {
  const visible = (element: Element) => {
    const box = element.getBoundingClientRect();
    return box.width > 3 && box.height > 3 && getComputedStyle(element).visibility !== 'hidden';
  };
  const isText = (one: Element) =>
    one.tagName === 'TEXTAREA' || (one.tagName === 'INPUT' && /^(text|)$/.test((one as HTMLInputElement).type));
  const looksUp =
    /search|filter|\bfind\b|query|such|recherche|filtr|busca|cerca|zoek|szuk|検索|絞り込|搜索|查询|筛选|検索|查詢/i;
  const nameOf = (one: Element) =>
    ['name', 'id', 'placeholder', 'aria-label']
      .map((name) => one.getAttribute(name) ?? '')
      .find((value) => value !== '') ?? one.tagName;
  const headingOf = (form: Element) => {
    let part: Element | null = form;
    for (let up = 0; part && up < 4; up++, part = part.parentElement) {
      const above = [...part.querySelectorAll('h1, h2, h3, h4, legend, [class*=title i], [class*=heading i]')].filter(
        (one) => form.contains(one) || one.compareDocumentPosition(form) & Node.DOCUMENT_POSITION_FOLLOWING,
      );
      const last = above.at(-1);
      if (last) return (last.textContent ?? '').trim().slice(0, 120);
    }
    return '';
  };
  return all
    .filter((one): one is HTMLFormElement => one.tagName === 'FORM')
    .filter((form) => !/^(get|dialog)$/i.test(form.getAttribute('method') ?? '') && visible(form))
    .filter((form) => form.closest('header, footer, nav, [role=search]') === null)
    .flatMap((form): readonly BlankForm[] => {
      const fields = [...form.querySelectorAll<HTMLInputElement>('input, textarea, select')].filter(
        (one) => !/^(hidden|submit|button|image|reset)$/.test(one.type) && visible(one),
      );
      const texts = fields.filter(isText);
      const typed = fields.filter((one) => isText(one) || /^(email|tel|url)$/.test(one.type));
      const isOther = fields.some((one) => /^(password|search)$/.test(one.type) || /cc-|card/.test(one.autocomplete));
      const isBlank = typed.every((one) => one.value.trim() === '') && texts.some((one) => !one.readOnly);
      const [only] = fields;
      const isOneLine = fields.length === 1 && only?.tagName !== 'TEXTAREA' && only?.required !== true;
      if (isOther || !isBlank || isOneLine) return [];
      if (texts.some((one) => looksUp.test(`${nameOf(one)} ${one.placeholder}`))) return [];
      const sends = form.querySelector('button:not([type=button], [type=reset]), input[type=submit]');
      const button = sends ? textOf(sends) || (sends.getAttribute('value') ?? '') : '';
      return button === '' ? [] : [{ button, fields: fields.map(nameOf).join(' '), about: headingOf(form) }];
    })
    .slice(0, 6);
}
