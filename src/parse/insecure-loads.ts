import type { HtmlElement, HtmlPage } from './html.ts';
import { maskedUrl } from './web-address.ts';

export interface InsecureLoads {
  readonly insecureLoads: readonly { readonly element: string; readonly url: string; readonly active: boolean }[];
  /** How many loads the page names in its HTML, of any scheme. */
  readonly loads: number;
}

/** Attributes that make a browser load something, and whether what comes back may run or restyle the page. */
const loading: readonly (readonly [element: string, attribute: string, active: boolean])[] = [
  ['script', 'src', true],
  ['iframe', 'src', true],
  ['frame', 'src', true],
  ['embed', 'src', true],
  ['object', 'data', true],
  ['form', 'action', true],
  ['img', 'src', false],
  ['audio', 'src', false],
  ['video', 'src', false],
  ['video', 'poster', false],
  ['source', 'src', false],
  ['track', 'src', true],
  ['input', 'src', false],
];
/** Browsers trust it without encryption (Secure Contexts §3.1); whatever is wrong there, it is no mixed content. */
const ownMachine = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/;
const activeLinks = /\b(?:stylesheet|modulepreload|manifest|preload)\b/i;

/** What the HTML of a page loads (Mixed Content §3), with those addresses that are plain http. */
export function insecureLoads(page: HtmlPage, address: string): InsecureLoads {
  const base = page.elements.find((element) => element.name === 'base' && element.attributes.href !== undefined);
  const from = URL.parse(base?.attributes.href ?? '', address)?.href ?? address;
  const all = page.elements.flatMap((element) => loadsOf(element, from));
  const insecure = all.filter(({ url }) => url.protocol === 'http:' && !ownMachine.test(url.hostname));
  return {
    insecureLoads: insecure
      .slice(0, 20)
      .map(({ element, url, active }) => ({ element, url: maskedUrl(url.href), active })),
    loads: all.length,
  };
}

function loadsOf(element: HtmlElement, from: string): { element: string; url: URL; active: boolean }[] {
  const { name, attributes } = element;
  const found = (written: string | undefined, active: boolean) => {
    const url = written === undefined || written.trim() === '' ? null : URL.parse(written.trim(), from);
    return url && /^https?:$/.test(url.protocol) ? [{ element: name, url, active }] : [];
  };
  if (name === 'link') {
    const rel = attributes.rel ?? '';
    if (activeLinks.test(rel)) return found(attributes.href, true);
    return /\bicon\b/i.test(rel) ? found(attributes.href, false) : [];
  }
  return loading.flatMap(([wanted, attribute, active]) =>
    wanted === name ? found(attributes[attribute], active) : [],
  );
}
