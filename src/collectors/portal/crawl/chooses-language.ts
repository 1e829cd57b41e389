/** Languages whose own names a switch shows, by their codes (ISO 639-1, with a script where two are usual). */
const codes =
  'en de fr es it pt nl pl ja zh zh-Hans zh-Hant da sv nb no fi is et lv lt cs sk sl hr sr bs hu ro bg el tr ru uk be ka hy he ar fa ur hi bn ta te mr gu pa th vi id ms tl ko ca gl eu ga cy mt sq mk az kk uz mn sw af eo pt-BR es-MX en-GB en-US fr-CA de-CH de-AT'.split(
    ' ',
  );

const nameIn = (language: string, code: string) =>
  new Intl.DisplayNames([language], { type: 'language' }).of(code)?.toLowerCase() ?? code;

const languageNames = new Set(
  codes.flatMap((code) => [nameIn(code, code), nameIn('en', code)]).map((name) => name.normalize('NFC')),
);

const isCode = (text: string) => /^[a-z]{2,3}([-_][a-z]{2,4})?$/i.test(text);
const parameter = /^(set_?|site_?|ui_?)?(lang|language|locale|hl|lng)$/i;
const switchPath = /(?:^|\/)(?:set[-_]?|change[-_]?|switch[-_]?)?(?:lang|language|locale|i18n)\/([^/]+)\/?$/i;

/** Whether a control's words are the name of a language, with or without its code or a flag: "Deutsch", "🇩🇪 Deutsch (DE)". */
export function isLanguageName(text: string): boolean {
  const words = text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M} ()-]/gu, '')
    .trim();
  return languageNames.has(words) || languageNames.has(words.replace(/^[a-z]{2}\s+|\s*\(?\b[a-z]{2}\)?$/g, '').trim());
}

/** "German / Deutsch", "Deutsch wählen"; a flag alone says nothing in words. */
const namesLanguage = (text: string) =>
  !/\p{L}/u.test(text) || isLanguageName(text) || text.split(/[^\p{L}\p{M}]+/u).some(isLanguageName);

/**
 * Whether a link does no more than put the portal into another language. Following it changes what every later page says, for
 * some portals in the account itself, and the words that steer the walk may be none of its ten languages any more.
 */
export function choosesLanguage(url: URL, text: string, from: string): boolean {
  const named = switchPath.exec(url.pathname)?.[1];
  if (named !== undefined && isCode(named)) return true;
  const says = isLanguageName(text) || /^[A-Z]{2}$/.test(text.trim());
  if (!URL.canParse(from)) return false;
  const here = new URL(from);
  for (const [name, value] of says ? url.searchParams : [])
    if (parameter.test(name) && isCode(value) && here.searchParams.get(name) !== value) return true;
  // The same place below another language's name: /en/orders and /de/orders.
  const [first = '', ...rest] = url.pathname.split('/').slice(1);
  const [hereFirst = '', ...hereRest] = here.pathname.split('/').slice(1);
  if (!isCode(first) || first === hereFirst) return false;
  const below = (parts: readonly string[]) => parts.filter((one) => one !== '').join('/');
  const isTranslated = isCode(hereFirst) && below(rest) === below(hereRest);
  if (isTranslated && codes.includes(first) && namesLanguage(text)) return true;
  return says && (below(rest) === below(hereRest) || below(rest) === below([hereFirst, ...hereRest]));
}
