import type { HtmlPage } from './html.ts';
import { hasSignIn } from './html.ts';

/** How a page sends the browser on by itself. */
export type PageMove = 'meta-refresh' | 'script';

/** Slower ones are read by people first, or end a session. */
const mostSeconds = 10;
const shortText = 300;
const target = /^\s*(?:url\s*=\s*)?(?:"([^"]*)"?|'([^']*)'?|(\S.*?))\s*$/i;

/**
 * Where a page leads on by itself: an instant `<meta http-equiv=refresh>` (HTML standard, "shared declarative refresh
 * steps"), or an inline script of a page without content of its own that does little but set `location` to an address
 * written out. The address as written; undefined where the page stays.
 */
export function pageRedirect(page: HtmlPage): { readonly by: PageMove; readonly to: string } | undefined {
  for (const { name, attributes } of page.elements) {
    if (name !== 'meta' || attributes['http-equiv']?.trim().toLowerCase() !== 'refresh') continue;
    const to = refreshTarget(attributes.content ?? '');
    if (to) return { by: 'meta-refresh', to };
  }
  if (page.text.length > shortText || hasSignIn(page)) return undefined;
  const loads = page.elements.some(({ name, attributes }) => name === 'script' && attributes.src !== undefined);
  if (loads) return undefined;
  const to = page.scripts.map(scriptTarget).find((one) => one !== undefined);
  return to === undefined ? undefined : { by: 'script', to };
}

/** Where `0; url=/app` leads, of a meta element or of the header Refresh, which browsers heed alike; undefined where it is no move. */
export function refreshTarget(content: string): string | undefined {
  const read = /^\s*(\d+)?(?:\.[\d.]*)?\s*(?:[;,]\s*|\s)(.*)$/s.exec(content);
  if (!read || Number(read[1] ?? 0) > mostSeconds) return undefined;
  const found = target.exec(read[2] ?? '');
  return found?.[1] ?? found?.[2] ?? found?.[3];
}

const place = String.raw`(?:(?:window|document|self|top|parent)\s*\.\s*)*location`;
const moves = new RegExp(
  String.raw`(?:^|[;{}\s(,])${place}(?:\s*\.\s*href)?\s*(?:=\s*|\.\s*(?:replace|assign)\s*\(\s*)(["'\x60])([^"'\x60$]{1,500})\1\s*(?:[);}\n]|$)`,
);

function scriptTarget(script: string): string | undefined {
  // A script that does more than move on is a program, and what it does is not known from its text.
  return script.length > 2_000 ? undefined : moves.exec(script.replace(/^\s*\/\/.*$/gm, ''))?.[2];
}

/** A script that sends the browser to the same address on https, however it puts that. */
export function scriptUpgrades(page: HtmlPage): boolean {
  return page.scripts.some(
    (script) =>
      script.length < 4_000 &&
      (/location\s*\.\s*protocol\s*=\s*["']https:?["']/.test(script) ||
        (/["'\x60]https:(?:\/\/)?["'\x60$]/.test(script) &&
          /location(?:\s*\.\s*href)?\s*=[^=]|location\s*\.\s*(?:replace|assign)\s*\(/.test(script))),
  );
}
