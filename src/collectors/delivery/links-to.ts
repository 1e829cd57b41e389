/** Runs inside the page: addresses of the links whose text or path speaks of what is looked for, at most 10. */
export function linksTo(source: string): string[] {
  const words = new RegExp(source, 'iu');
  const out = /log-?out|sign-?out|delete|remove|abmelden|déconnexion|salir|sair|uitloggen|wyloguj/i;
  const found = [...document.querySelectorAll('a[href]')].flatMap((element) => {
    const anchor = element as HTMLAnchorElement;
    const text = `${anchor.innerText} ${anchor.getAttribute('aria-label') ?? ''} ${anchor.pathname}`;
    return /^https?:/.test(anchor.href) && words.test(text) && !out.test(text)
      ? [anchor.href.split('#')[0] ?? anchor.href]
      : [];
  });
  return [...new Set(found)].slice(0, 10);
}
