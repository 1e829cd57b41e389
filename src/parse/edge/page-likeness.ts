import { bodyText } from '../body-text.ts';
import { type Headers, headerValue, mediaType } from '../header-list.ts';
import { readHtml } from '../html.ts';
import { readableText } from '../readable-text.ts';
import { isRedirect } from '../web-address.ts';

/** What makes an answer that answer and no other: numbers, nonces and ids left out. */
export interface PagePrint {
  readonly status: number;
  readonly title: string;
  readonly to?: string;
  readonly parts: ReadonlySet<string>;
}

export function printOf(answer: {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}): PagePrint {
  const text = bodyText(answer.body, answer.headers);
  const html = readHtml(text);
  const location = isRedirect(answer.status) ? headerValue(answer.headers, 'location') : undefined;
  const words = readableText(text, mediaType(answer.headers))
    .toLowerCase()
    .split(/[^\p{L}]+/u)
    .filter((word) => word.length > 1 && !/^[a-f]+$/.test(word));
  // An application's page may show nothing before its script has run; what it loads tells it from others then.
  const loads = html.elements.flatMap(({ attributes }) => attributes.src ?? attributes.href ?? []);
  const triples = words.map((_word, at) => words.slice(at, at + 3).join(' '));
  return {
    status: answer.status,
    title: html.title.trim(),
    ...(location === undefined ? {} : { to: location.replace(/\?.*$/s, '') }),
    parts: new Set([...triples, ...loads.map((load) => `load ${load.replace(/\?.*$/s, '')}`)]),
  };
}

/** 0 for nothing in common, 1 for the same page. */
export function likeness(one: PagePrint, other: PagePrint): number {
  if (one.to !== undefined || other.to !== undefined) return one.to === other.to && one.status === other.status ? 1 : 0;
  if (one.status !== other.status || one.title !== other.title) return 0;
  if (one.parts.size === 0 || other.parts.size === 0) return one.parts.size === other.parts.size ? 1 : 0;
  const shared = [...one.parts].filter((part) => other.parts.has(part)).length;
  return shared / (one.parts.size + other.parts.size - shared);
}

/** Enough of its own to be nobody else's page by accident. */
export function isTelling(print: PagePrint, host: string): boolean {
  if (print.to !== undefined) return print.to.includes(host);
  return print.parts.size >= 12 && print.title !== '' && print.status < 400;
}
