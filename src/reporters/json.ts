import { evidenceItemSchema, findingSchema, fixSchema, locationSchema } from '../model/finding.ts';
import { gapSchema } from '../model/gap.ts';
import { checkResultSchema, coverageSchema, type Scorecard, scorecardSchema } from '../model/scorecard.ts';
import { escapeJson } from './escape.ts';

const schemas = [
  scorecardSchema,
  findingSchema,
  checkResultSchema,
  fixSchema,
  evidenceItemSchema,
  gapSchema,
  locationSchema,
  coverageSchema,
];
const rank = new Map(
  [...new Set(schemas.flatMap((schema) => Object.keys(schema.shape)))].map((key, index) => [key, index]),
);

/**
 * The scorecard as JSON with two spaces and a newline at the end. Keys stand in the order of the schema, those that
 * it does not name in the order of the alphabet, whatever order the engine built them in; lists keep their order.
 */
export function renderJson(scorecard: Scorecard): string {
  return `${escapeJson(JSON.stringify(scorecard, sortKeys, 2))}\n`;
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([x], [y]) => compareKeys(x, y)));
}

function compareKeys(x: string, y: string): number {
  const [xRank, yRank] = [rank.get(x) ?? rank.size, rank.get(y) ?? rank.size];
  if (xRank !== yRank) return xRank - yRank;
  if (x === y) return 0;
  return x < y ? -1 : 1;
}
