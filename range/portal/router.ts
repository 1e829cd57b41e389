import type { Route } from './call.ts';
import { problem } from './http.ts';

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

export interface Found {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

function matches(segments: readonly string[], path: readonly string[]): Readonly<Record<string, string>> | undefined {
  if (segments.length !== path.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const value = path[index] ?? '';
    if (segment.startsWith(':')) params[segment.slice(1)] = value;
    else if (segment !== value) return undefined;
  }
  return params;
}

function decoded(path: string): readonly string[] {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch (error) {
    throw Object.assign(problem(400, 'The address cannot be read'), { cause: error });
  }
}

/** Whether an error says that no route has this path, rather than that an object is absent. */
export const isUnrouted = (error: unknown): boolean => error instanceof Error && 'unrouted' in error;

/** Finds routes by method and path; HEAD is answered as GET. Unknown paths are 404, known ones with another method 405. */
export function createRouter(routes: readonly Route[]): (method: string, path: string) => Found {
  const compiled: readonly Compiled[] = routes.map((route) => ({ route, segments: route.path.split('/') }));
  return (method, path) => {
    const parts = decoded(path);
    const wanted = method === 'HEAD' ? 'GET' : method;
    const candidates = compiled.flatMap(({ route, segments }) => {
      const params = matches(segments, parts);
      return params === undefined ? [] : [{ route, params }];
    });
    const found = candidates.find(({ route }) => route.method === wanted);
    if (found !== undefined) return found;
    if (candidates.length === 0)
      throw Object.assign(problem(404, 'There is nothing at this address'), { unrouted: true });
    const allowed = candidates.map(({ route }) => route.method).join(', ');
    const refusal = problem(405, 'This method is not offered here');
    throw Object.assign(refusal, { answer: { ...refusal.answer, headers: { Allow: allowed } } });
  };
}
