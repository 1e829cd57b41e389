/** Headers as received: order and duplicates kept. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** Every value of a header, in order; names compare without case (RFC 9110 §5.1). */
export function headerValues(headers: Headers, name: string): string[] {
  const wanted = name.toLowerCase();
  return headers.filter(([each]) => each.toLowerCase() === wanted).map(([, value]) => value.trim());
}

export function headerValue(headers: Headers, name: string): string | undefined {
  return headerValues(headers, name)[0];
}

/** The media type alone, lower case: `text/html` of `Text/HTML; charset=utf-8`; empty when there is none. */
export function mediaType(headers: Headers): string {
  return (headerValue(headers, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}

export function isHtml(type: string): boolean {
  return type === 'text/html' || type === 'application/xhtml+xml';
}

export function isJson(type: string): boolean {
  return type === 'application/json' || /^application\/[\w.-]+\+json$/.test(type);
}
