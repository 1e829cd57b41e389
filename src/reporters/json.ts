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
  return [...jsonParts(scorecard)].join('');
}

const atOnce = 200;

/** The same text in parts, so that thousands of findings are never one string. */
export function* jsonParts(scorecard: Scorecard): Generator<string> {
  const { findings } = scorecard;
  const frame = text({ ...scorecard, findings: [] });
  // Only a key of the card itself stands two spaces from the left.
  const key = '\n  "findings": [';
  const at = frame.indexOf(key) + key.length;
  if (findings.length === 0) return yield `${frame}\n`;
  yield frame.slice(0, at);
  for (let index = 0; index < findings.length; index += atOnce) {
    // A list of some, without its own brackets and one step further in.
    const some = text(findings.slice(index, index + atOnce));
    yield `${index === 0 ? '' : ','}${some.slice(1, -2).replace(/\n/g, '\n  ')}`;
  }
  yield `\n  ${frame.slice(at)}\n`;
}

function text(value: unknown): string {
  return escapeJson(JSON.stringify(value, sortKeys, 2));
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
