import { escapeHtml } from '../escape.ts';

/** A piece of finished HTML. Only `html` makes one, so text can reach a page only through its escaping. */
export interface Markup {
  readonly markup: string;
}
type Part = Markup | string | number | undefined | false | readonly Part[];

/** Template tag: strings and numbers are escaped, markup is kept, lists are joined, `undefined` and `false` vanish. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let markup = strings[0] ?? '';
  parts.forEach((part, index) => {
    markup += toText(part) + (strings[index + 1] ?? '');
  });
  return { markup };
}

function toText(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  if ('markup' in part) return part.markup;
  return part.map(toText).join('');
}

export const nothing: Markup = html``;

/** The first `most` items in sight, the others one tap away under `label`. */
export function foldRest<T>(
  list: readonly T[],
  most: number,
  label: (left: number) => string,
  render: (list: readonly T[], from: number) => Markup,
): Markup {
  const rest = list.slice(most);
  const folded = whenAny(
    rest,
    (more) =>
      html`<details class="fold"><summary><span>${label(more.length)}</span></summary>${render(more, most)}</details>`,
  );
  return html`${whenAny(list.slice(0, most), (some) => render(some, 0))}${folded}`;
}

/** Markup where the list has items, nothing where it is empty. */
export function whenAny<T>(list: readonly T[], render: (list: readonly T[]) => Markup): Markup {
  return list.length > 0 ? render(list) : nothing;
}
