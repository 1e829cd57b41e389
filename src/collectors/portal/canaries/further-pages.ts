const most = 8;

/** Further pages of a list, as it links to them: the same address with another number in one parameter. The last ones first. */
export function furtherPages(source: string | undefined, list: string): readonly string[] {
  const here = new URL(list);
  const numbers = new Map<string, number>();
  for (const [, href = ''] of (source ?? '').matchAll(/<a\s[^>]*href="([^"#]+)"/gi)) {
    const to = URL.parse(href.replaceAll('&amp;', '&'), list);
    if (!to || to.host !== here.host || to.pathname !== here.pathname) continue;
    const changed = [...to.searchParams].filter(([name, value]) => here.searchParams.get(name) !== value);
    const [only, more] = changed;
    if (only && !more && /^\d{1,4}$/.test(only[1])) numbers.set(to.href, Number(only[1]));
  }
  // A pager names the next one and the last one: those between are numbered alike.
  const [last] = [...numbers].sort(([, one], [, other]) => other - one);
  if (!last) return [];
  const [href, highest] = last;
  const name = [...new URL(href).searchParams].find(([key, value]) => here.searchParams.get(key) !== value)?.[0] ?? '';
  const at = (number: number) => {
    const url = new URL(href);
    url.searchParams.set(name, String(number));
    return url.href;
  };
  return Array.from({ length: Math.min(highest, most) }, (_, index) => at(highest - index)).filter(
    (one) => one !== list,
  );
}
