import { isReadByGet } from '../operations/may-read.ts';
import type { Exchange } from '../recorder.ts';
import type { SentChange } from './sent-change.ts';

const ownId = /(^|[._-])(ids?|uuids?|guid|slug|key|number|code)([._-]\d+)?$/i;

/**
 * Whether a request that a page sent makes a new object below the one that its body names, and changes nothing of that one: a POST
 * to what is read as a list (RFC 9110, section 9.3.3), whose id is of another kind: `orderId` beside the text of a remark.
 */
export function makesAnother({ sent, id }: SentChange, seen: readonly Exchange[]): boolean {
  if (sent.method !== 'POST' || id.slot === undefined || ownId.test(id.slot.name)) return false;
  return isReadByGet(seen, sent.url, { 'content-type': sent.contentType }, sent.body);
}
