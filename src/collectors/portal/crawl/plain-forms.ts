import type { controlName } from './control-name.ts';
import type { PageLink } from './page-offers.ts';

/**
 * A form that asks for nothing is a link: what its fields hold already is where it leads.
 * Runs inside pages, given to another function as its source: must not refer to anything outside itself.
 */
export function plainForms(all: readonly Element[], textOf: typeof controlName): readonly PageLink[] {
  const is = (one: Element, tag: string) => one.tagName === tag;
  return all
    .filter(
      (one): one is HTMLFormElement => is(one, 'FORM') && !/^(post|dialog)$/i.test(one.getAttribute('method') ?? ''),
    )
    .flatMap((form) => {
      // A day or a number may be left out, or stands there already: an export of everything.
      const asks = [...form.elements].some((one) =>
        one.matches(
          'textarea, input[required], input:not([type=hidden], [type=submit], [type=date], [type=month], [type=week], [type=number])',
        ),
      );
      const pressed = form.querySelector('button, input[type=submit]');
      const action = new URL(form.getAttribute('action') ?? '', location.href);
      if (asks || !pressed || !form.hasAttribute('action') || action.origin !== location.origin) return [];
      for (const [name, value] of new FormData(form))
        if (typeof value === 'string') action.searchParams.set(name, value);
      const text = textOf(pressed) || (pressed.getAttribute('value') ?? '');
      return [{ href: action.href, text, file: false, menu: false }];
    });
}
