import type { PlainRequest } from './replay.ts';

/** What the conditions of a search are called in a body. */
const conditions = /^(filters?|where|conditions?|criteria|quer(y|ies)|params|search|facets?|constraints?)$/i;

/**
 * A list that is asked for by a body (`{"filter":{"status":2},"page":1}`) with one more condition among those that it takes: a server
 * that puts its own condition first and the sent ones over it forgets whose rows they are. undefined where the body has no such part.
 */
export function withCondition(request: PlainRequest, name: string, value: string): PlainRequest | undefined {
  const body = partsOf(request.body);
  const [key, former] = Object.entries(body ?? {}).find(([one, part]) => conditions.test(one) && isPart(part)) ?? [];
  if (!body || key === undefined || !isPart(former)) return undefined;
  // Ids that are numbers in answers are compared as numbers.
  const typed = /^[1-9]\d{0,14}$/.test(value) ? Number(value) : value;
  return { ...request, body: JSON.stringify({ ...body, [key]: { ...former, [name]: typed } }) };
}

function partsOf(body: string | undefined): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(body ?? '');
    return isPart(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

const isPart = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
