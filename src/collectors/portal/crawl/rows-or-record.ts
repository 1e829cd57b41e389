export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The rows of a list, or the one record, below the usual wrappers (`data`, `items`). */
export function rowsOrRecord(json: unknown, depth = 0): readonly Readonly<Record<string, unknown>>[] {
  if (Array.isArray(json)) return json.filter(isRecord);
  if (!isRecord(json)) return [];
  const inner = Object.entries(json).find(
    ([name, value]) => /^(data|items|rows|results?|records|content|list)$/i.test(name) && typeof value === 'object',
  );
  return inner && inner[1] !== null && depth < 2 ? rowsOrRecord(inner[1], depth + 1) : [json];
}
