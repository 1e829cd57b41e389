import type { Exchange } from '../recorder.ts';

const kinds = /svg|pdf|csv|officedocument|octet-stream|zip/i;
const anyKind = /^(text\/(?!html)|image\/|audio\/|video\/|application\/(?!json))/i;

/** A file of its own: saved under a name, or a drawing, a sheet or a PDF that a reference names. */
export function isSavedFile({ responseHeaders, body }: Exchange, isNamed: boolean): boolean {
  if (/attachment/i.test(responseHeaders['content-disposition'] ?? '')) return true;
  // A script that saves what it asked for leaves the browser no body of it, whatever kind it is of.
  const saved = body.length === 0 && responseHeaders['content-length'] !== '0';
  return isNamed && (saved ? anyKind : kinds).test(responseHeaders['content-type'] ?? '');
}
