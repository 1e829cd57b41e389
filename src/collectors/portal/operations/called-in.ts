import { percentDecoded } from '../../../parse/percent-decoded.ts';

/**
 * The procedures that a path names: tRPC (`/trpc/a.b,c.d`), Connect, gRPC-Web and Twirp (`/pkg.v1.Service/Method`), PostgREST
 * (`/rpc/name`), SvelteKit (`?/name`). undefined where the path names a resource.
 */
export function calledIn(address: string): readonly string[] | undefined {
  const { pathname, search } = new URL(address);
  const segments = pathname.split('/').filter((one) => one !== '');
  const last = percentDecoded(segments.at(-1) ?? '');
  const before = percentDecoded(segments.at(-2) ?? '');
  if (segments.slice(0, -1).some((one) => /^t?rpc(-?v\d+)?$/i.test(one)) && /^[A-Za-z][\w.,:-]*$/.test(last))
    return last.split(',');
  if (/^[A-Za-z]\w*(\.\w+)+$|Service$/.test(before) && /^[A-Z]\w+$/.test(last)) return [last];
  const action = /^\?\/(\w+)/.exec(search)?.[1];
  return action === undefined ? undefined : [action];
}
