export interface MixedContent {
  readonly url: string;
  /** `script`, `stylesheet`, `image`, `form`, … as the browser calls it. */
  readonly kind: string;
  /** What comes back may run, restyle the page or take what is typed. */
  readonly active: boolean;
  readonly outcome: 'blocked' | 'upgraded' | 'loaded';
}

const passive = /^(?:image|video|audio|media|element|favicon|plugin resource)\b/i;

/**
 * One console message of a browser about mixed content (Mixed Content §4–5): what was asked for over http, and what became
 * of it. Null for every other message.
 */
export function readMixedContent(message: string): MixedContent | null {
  if (!message.startsWith('Mixed Content:')) return null;
  const form =
    /contains a form (?:that|which) targets an insecure endpoint '(http:[^']*)'|submitted (?:to|over) an insecure[^']*'(http:[^']*)'/i.exec(
      message,
    );
  if (form) return { url: form[1] ?? form[2] ?? '', kind: 'form', active: true, outcome: 'loaded' };
  const asked =
    /(?:requested|attempted to connect to) (?:(?:an|the) insecure )?([\w -]*?) ?'((?:http|ws):[^']*)'/i.exec(message);
  // That a request was not upgraded tells nothing of what became of it; where it is blocked or loaded, a message of its own follows.
  if (!asked || /was not upgraded/i.test(message)) return null;
  const kind = (asked[1] ?? '').trim() || 'resource';
  const blocked = /has been blocked|must be served over HTTPS|this endpoint must be/i.test(message);
  const upgraded = /automatically upgraded/i.test(message);
  return {
    url: asked[2] ?? '',
    kind,
    active: !passive.test(kind),
    outcome: upgraded ? 'upgraded' : blocked ? 'blocked' : 'loaded',
  };
}
