import { sumLine } from './file-text.ts';
import type { RawAtom } from './atoms.ts';
import type { PlainRequest } from './replay.ts';
import { carriesCredential, isSigned } from './requests.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

const lineLimit = 400;

/**
 * The address of a file that an answer hands out: a signed one among its values, or the one that it sends the browser on to.
 * Undefined where it does neither.
 */
function linkIn(view: RawView, { url, method }: PlainRequest): string | undefined {
  if (view.outcome === 'redirect' && method === 'GET') return resolved(view.location, url);
  if (view.outcome !== 'data' || view.content.kind !== 'json' || view.content.leaves.length > 20) return undefined;
  return view.content.leaves
    .map((leaf) => (/^(https?:\/\/|\/)\S+\?\S+=/.test(leaf.value) ? resolved(leaf.value, url) : undefined))
    .find((link) => link !== undefined && (isSigned(link) || carriesCredential(link)));
}

/**
 * The answer with what lies behind its link, asked for by whoever got it: leaves and text of both. The answer itself where there
 * is no link in it, or nothing lies there.
 */
export async function behindLink(setting: Setting, view: RawView, request: PlainRequest): Promise<RawView> {
  const link = linkIn(view, request);
  if (link === undefined) return view;
  // The key in the link is the link's own: a pattern of the owner's would have the asker's session put in its place.
  const own = setting.exchanges.findLast(
    (one) => one.identity === view.as && one.afterSignIn && new URL(one.url).host === new URL(link).host,
  );
  const like = own ?? { ...request.like, identity: view.as, requestHeaders: {} };
  const found = await setting.ask({ method: 'GET', url: link, like }, view.as);
  // A page that one is sent on to is no file.
  if (found.outcome !== 'data' || found.content.kind === 'html') return view;
  const { content } = found;
  const leaves = content.leaves.length > 0 ? content.leaves : linesOf(content.text);
  return {
    ...view,
    status: found.status,
    outcome: 'data',
    contentType: found.contentType,
    bytes: found.bytes,
    content: {
      kind: content.kind,
      // The key in the address is new in every answer, and each asker's own.
      leaves: [...view.content.leaves.filter(({ value }) => resolved(value, request.url) !== link), ...leaves],
      text: `${view.outcome === 'data' ? view.content.text : ''}\n${content.text}`,
    },
  };
}

/**
 * The file itself, byte for byte, where the asker got the one that the owner gets each time and meets it nowhere else. One of words
 * counts where it holds something of the owner's own as well: two customers may have the same empty form.
 */
export function wholeFile(
  views: readonly RawView[],
  telling: readonly RawAtom[],
  isMet: (value: string) => boolean,
): RawAtom | undefined {
  const [first] = views;
  const words = first?.content.kind === 'text' || first?.content.kind === 'csv';
  if (words && !telling.some(({ source }) => source === 'leaf')) return undefined;
  const sums = views.map(({ outcome, bytes, content }) =>
    outcome === 'data' && bytes >= 64 ? sumLine.exec(content.text)?.[0] : undefined,
  );
  const [sum] = sums;
  if (sum === undefined || sums.some((one) => one !== sum) || isMet(sum)) return undefined;
  return { value: sum, path: '', type: 'file', source: 'together' };
}

/** Storage services give an address below their own root: `/object/sign/…` answered at `/storage/v1/object/sign/…`. */
function resolved(link: string | undefined, base: string): string | undefined {
  if (link === undefined || !URL.canParse(link, base)) return undefined;
  const [, first = ''] = link.split(/[/?]/);
  const { pathname } = new URL(base);
  const at = link.startsWith('/') && first !== '' ? pathname.indexOf(`/${first}/`) : -1;
  return new URL(at > 0 ? `${pathname.slice(0, at)}${link}` : link, base).href;
}

function linesOf(text: string): RawView['content']['leaves'] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= 5 && !sumLine.test(line))
    .slice(0, lineLimit)
    .map((value, at) => ({ path: `line ${at + 1}`, type: 'string' as const, value }));
}
