import type { RawHit } from './search-text.ts';
import type { TextKind } from './text-kind.ts';

const farthest = 20_000;
const mostLines = 300;
const longestLine = 2000;
/** Annotations of OpenAPI and Swagger, constants that are named for what they hold, and blocks of Markdown. */
const describes =
  /@(?:Api[A-Z]\w*|Operation|Schema|Parameter|ExampleObject|SwaggerOperation)\b|_(?:EXAMPLE|DESCRIPTION|DOCS?|NOTES?)\w{0,40}\s{0,4}=|MARKDOWN|`{3}/;

/**
 * Whether a value in code stands in a text that describes an API to people: a statement of joined texts that begins with an
 * annotation for descriptions, or with the name of an example.
 */
export function inDescription(bytes: Buffer, at: number): boolean {
  const start = Math.max(0, at - farthest);
  const lines = bytes.toString('latin1', start, at).split('\n');
  const own = lines.pop() ?? '';
  // In minified code a line is no statement.
  if (own.length > longestLine) return false;
  if (describes.test(own)) return true;
  for (const line of lines.reverse().slice(0, mostLines)) {
    const text = line.trimEnd();
    // A statement ends where a line joins nothing and opens nothing.
    if (text.length > longestLine || !/[+,(=]$/.test(text)) return false;
    if (describes.test(text)) return true;
  }
  return false;
}

/** What was read behind escapes knows nothing of the text around it: judged at the place of the coded one. */
export function doubtInDescription(
  hit: RawHit,
  { bytes, kind }: { readonly bytes: Buffer; readonly kind: TextKind },
  at: number,
): Partial<Pick<RawHit, 'doubt' | 'weight'>> {
  const told = !hit.shaped && hit.doubt === undefined && kind.form === 'code' && inDescription(bytes, at);
  return told ? { doubt: 'rehearsal', weight: 'low' } : {};
}
