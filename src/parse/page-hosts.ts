import type { HtmlPage } from './html.ts';

const naming = ['href', 'src', 'action', 'data', 'srcset', 'content', 'poster', 'formaction'];
const maxHosts = 200;

/** Hosts that a page's links, loads, forms and meta addresses name, lower case, in order of first sight. */
export function hostsOfPage(page: HtmlPage, address: string): string[] {
  const hosts = new Set<string>();
  for (const element of page.elements)
    for (const attribute of naming) {
      const written = element.attributes[attribute];
      if (written === undefined || !/\/\//.test(written)) continue;
      for (const part of attribute === 'srcset' ? written.split(/,\s+/) : [written]) {
        const url = URL.parse(part.trim().split(/\s/)[0] ?? '', address);
        if (url && /^(?:https?|wss?):$/.test(url.protocol) && url.hostname !== '') hosts.add(url.hostname);
      }
      if (hosts.size >= maxHosts) return [...hosts];
    }
  return [...hosts];
}

const written = /(?:https?|wss?):\/\/([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)(?=[/:"'`?#\s\\),;]|$)/gi;

/** Hosts of the addresses written out in a script or another text, below one of `domains`. */
export function hostsInText(text: string, domains: readonly string[]): string[] {
  const hosts = new Set<string>();
  for (const [, name = ''] of text.matchAll(written)) {
    const host = name.toLowerCase();
    if (domains.some((domain) => host === domain || host.endsWith(`.${domain}`))) hosts.add(host);
    if (hosts.size >= maxHosts) break;
  }
  return [...hosts];
}
