import { isRecord } from '../writes/text-field.ts';

/** The id of the innermost object in an answer that holds the mark and has one. */
export function itemWith(json: unknown, mark: string): string | undefined {
  const found = objectHolding(json, mark, (one) => idOf(one) !== undefined);
  return found && idOf(found);
}

function idOf({ id, _id, uuid }: Readonly<Record<string, unknown>>): string | undefined {
  const own = [id, _id, uuid].find((one) => typeof one === 'string' || typeof one === 'number');
  return own === undefined ? undefined : String(own);
}

/** The innermost object in an answer that holds the mark. */
export function objectHolding(
  json: unknown,
  mark: string,
  fits: (object: Readonly<Record<string, unknown>>) => boolean = () => true,
): Readonly<Record<string, unknown>> | undefined {
  if (json === null || typeof json !== 'object' || !JSON.stringify(json).includes(mark)) return undefined;
  for (const one of Object.values(json)) {
    const inner = objectHolding(one, mark, fits);
    if (inner !== undefined) return inner;
  }
  return isRecord(json) && fits(json) ? json : undefined;
}
