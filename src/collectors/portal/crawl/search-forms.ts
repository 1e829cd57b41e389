import type { controlName } from './control-name.ts';
import type { PageOffers } from './page-offers.ts';

/**
 * Searches that send themselves by GET: places to go to. Runs inside pages, given to another function that does as its source: must
 * not refer to anything outside itself.
 */
export function searchForms(all: readonly Element[], textOf: typeof controlName): PageOffers['searches'] {
  return all
    .filter(
      (one): one is HTMLFormElement =>
        one.tagName === 'FORM' && !/^(post|dialog)$/i.test(one.getAttribute('method') ?? ''),
    )
    .flatMap((form) => {
      const texts = [...form.elements].filter(
        (one): one is HTMLInputElement =>
          one.tagName === 'INPUT' && /^(text|search)$/.test((one as HTMLInputElement).type),
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
      const main = document.querySelector('main, [role=main]');
      const around =
        form.closest('header, nav, aside, [role=banner], [role=navigation]') !== null ||
        (main !== null && !main.contains(form));
      const ofFrame = around && !form.hasAttribute('action');
      return [
        {
          href: `${action.origin}${action.pathname}?${sent}`,
          name: field.name,
          ...(ofFrame ? { ofFrame: true as const } : {}),
        },
      ];
    })
    .slice(0, 3);
}
