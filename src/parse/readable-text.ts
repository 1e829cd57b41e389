import { readHtml } from './html.ts';

/**
 * What an answer tells a reader, as lines of text: the strings of JSON (so that `\n` in them ends a line), text and comments
 * of HTML with its inline data, anything else as it is.
 */
export function readableText(source: string, mediaType: string): string {
  const json = /json$/.test(mediaType) || /^\s*[[{]/.test(source) ? jsonStrings(source) : null;
  if (json !== null) return json;
  if (mediaType === 'text/html' || /^\s*<(?:!doctype|html|br|h\d|pre|p|b)\b/i.test(source)) {
    const page = readHtml(source);
    const data = page.scripts
      .filter((script) => /^\s*[[{]/.test(script))
      .flatMap((script) => jsonStrings(script) ?? []);
    return [page.text, ...page.comments, ...data].join('\n');
  }
  return source;
}

/** `key: value` a line for every leaf; null when the text is not JSON. */
function jsonStrings(source: string): string | null {
  let root: unknown;
  try {
    root = JSON.parse(source);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const lines: string[] = [];
  const pending: { key: string; value: unknown }[] = [{ key: '', value: root }];
  while (pending.length > 0 && lines.length < 20_000) {
    const next = pending.pop();
    if (!next) break;
    const { key, value } = next;
    if (Array.isArray(value)) for (const item of value.toReversed()) pending.push({ key, value: item });
    else if (value !== null && typeof value === 'object')
      for (const [name, item] of Object.entries(value).toReversed()) pending.push({ key: name, value: item });
    else lines.push(key === '' ? String(value) : `${key}: ${String(value)}`);
  }
  return lines.join('\n');
}
