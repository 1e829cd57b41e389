import { calledIn } from '../operations/called-in.ts';
import { writesByName } from '../operations/is-read.ts';
import type { Exchange } from '../recorder.ts';
import type { PlainRequest } from '../tenancy/replay.ts';

/**
 * Somebody else's call as the second one of a batch that begins with one of the asker's own: tRPC's batches (`/trpc/me,report?batch=1`, inputs
 * by place) and JSON-RPC's (2.0, §6). A guard that looks at the first call alone lets the second one through. undefined where the request
 * is no single call, or the asker never made one in the same way.
 */
export function behindOwnCall(request: PlainRequest, own: readonly Exchange[]): PlainRequest | undefined {
  const mine = own.filter((one) => one.afterSignIn && one.status < 300 && one.method === request.method);
  return procedures(request, mine) ?? remoteCalls(request, mine);
}

function procedures(request: PlainRequest, mine: readonly Exchange[]): PlainRequest | undefined {
  const url = new URL(request.url);
  const [name, ...others] = calledIn(request.url) ?? [];
  if (name === undefined || others.length > 0 || !/\/trpc\b/.test(url.pathname)) return undefined;
  const base = url.pathname.replace(/[^/]*$/, '');
  const first = mine.find((one) => {
    const called = calledIn(one.url) ?? [];
    return (
      called.length === 1 &&
      called[0] !== name &&
      reads(called[0]) &&
      new URL(one.url).pathname.replace(/[^/]*$/, '') === base
    );
  });
  if (!first) return undefined;
  const inputOf = (text: string | null | undefined, isBatch: boolean): unknown => {
    const value = parsed(text ?? undefined);
    return isBatch ? (value as Readonly<Record<string, unknown>> | undefined)?.['0'] : value;
  };
  const its = new URL(first.url).searchParams;
  const isBatch = (search: URLSearchParams) => search.get('batch') === '1';
  const bodies = request.body !== undefined;
  const inputs = [
    inputOf(bodies ? first.requestBody : its.get('input'), isBatch(its)),
    inputOf(bodies ? request.body : url.searchParams.get('input'), isBatch(url.searchParams)),
  ];
  const sent = JSON.stringify(Object.fromEntries(inputs.map((input, at) => [at, input ?? {}])));
  const together = new URL(url);
  together.pathname = `${base}${(calledIn(first.url) ?? [])[0]},${name}`;
  together.searchParams.set('batch', '1');
  if (!bodies) together.searchParams.set('input', sent);
  return { ...request, url: together.href, ...(bodies ? { body: sent } : {}) };
}

function remoteCalls(request: PlainRequest, mine: readonly Exchange[]): PlainRequest | undefined {
  const call = callIn(request.body);
  const own = mine
    .filter((one) => one.url === request.url)
    .map((one) => callIn(one.requestBody))
    .find((one) => one !== undefined && one.method !== call?.method && reads(one.method));
  return (
    call &&
    own && {
      ...request,
      body: JSON.stringify([
        { ...own, id: 1 },
        { ...call, id: 2 },
      ]),
    }
  );
}

/** Sent once more, it must not do anything. */
const reads = (name: unknown): boolean => typeof name === 'string' && !writesByName(name);

function callIn(body: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const json = parsed(body);
  const isCall = json !== null && typeof json === 'object' && !Array.isArray(json) && 'jsonrpc' in json;
  return isCall ? (json as Readonly<Record<string, unknown>>) : undefined;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined || text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
