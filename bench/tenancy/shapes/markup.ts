import type { Reply } from '../shape.ts';

/** Text as it stands in HTML and in its attributes. */
export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');

/** A page with this body. */
export const page = (body: string, status = 200): Reply => ({
  status,
  type: 'text/html; charset=utf-8',
  body: `<!doctype html><html><head><title>Portal</title></head><body>${body}</body></html>`,
});
