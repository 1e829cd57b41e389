import { z } from 'zod';
import { checklistIds } from './checklist.ts';
import { findingSchema } from './finding.ts';
import { decisions, statuses } from './status.ts';

export const scorecardSchemaId = 'launch-ready/scorecard@1';
const status = z.enum(statuses);

export const matrixCells = ['allowed', 'denied', 'leaked', 'unproven', 'not-tried'] as const;

/** Identity × operation: what each identity got when it asked for the reference owner's data. */
export const matrixSchema = z.strictObject({
  identities: z.array(z.string()),
  rows: z.array(
    z.strictObject({
      operation: z.string(),
      cells: z.record(z.string(), z.enum(matrixCells)),
    }),
  ),
});
export type Matrix = z.infer<typeof matrixSchema>;

/** Who may do what, drafted from the recording: rules by the people they let in, and what only the owner can decide. */
export const policyViewSchema = z.strictObject({
  groups: z.array(
    z.strictObject({ who: z.string(), operations: z.array(z.strictObject({ op: z.string(), declared: z.boolean() })) }),
  ),
  questions: z.array(z.strictObject({ op: z.string(), question: z.string(), seen: z.string() })),
});
export type PolicyView = z.infer<typeof policyViewSchema>;

export const coverageSchema = z.strictObject({
  hosts: z.number(),
  routes: z.number(),
  operations: z.number(),
  identities: z.array(z.string()),
  objects: z.number(),
  /** What the crawl saw and did not reach or exercise, each with how to reach it. */
  notReached: z.array(z.strictObject({ what: z.string(), why: z.string(), closeBy: z.string(), minutes: z.number() })),
  hostsFoundNotListed: z.array(z.string()),
  matrix: matrixSchema.optional(),
  policy: policyViewSchema.optional(),
});
export type Coverage = z.infer<typeof coverageSchema>;

export const requestsSchema = z.strictObject({
  sent: z.number(),
  perHost: z.record(z.string(), z.number()),
  permitted: z.array(z.string()),
});

export const checkResultSchema = z.strictObject({
  id: z.string(),
  area: z.string(),
  question: z.string(),
  status,
  required: z.boolean(),
  subjects: z.strictObject({ total: z.number(), proven: z.number() }),
  cites: z.array(z.string()),
});
export type CheckResult = z.infer<typeof checkResultSchema>;

export const scorecardSchema = z.strictObject({
  schema: z.literal(scorecardSchemaId),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  run: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  target: z.string(),
  checklist: z.strictObject({ id: z.enum(checklistIds), version: z.string() }),
  decision: z.enum(decisions),
  waivers: z.number().optional(),
  reasons: z.array(z.string()),
  selfTest: z.array(z.strictObject({ question: z.string(), answer: z.enum(['yes', 'no', 'unproven']) })),
  rows: z.array(z.strictObject({ id: z.string(), title: z.string(), status, checks: z.array(z.string()) })),
  gates: z.array(z.strictObject({ check: z.string(), status })),
  redFlags: z.array(
    z.strictObject({ id: z.string(), title: z.string(), status, stopShip: z.boolean(), evidence: z.string() }),
  ),
  fixToday: z.array(z.strictObject({ id: z.string(), title: z.string(), status })),
  limits: z.array(
    z.strictObject({
      id: z.string(),
      value: z.number(),
      unit: z.string(),
      source: z.string(),
      changed: z.string().optional(),
    }),
  ),
  checks: z.array(checkResultSchema),
  findings: z.array(findingSchema),
  coverage: coverageSchema,
  requests: requestsSchema,
  durationsMs: z.record(z.string(), z.number()),
});
export type Scorecard = z.infer<typeof scorecardSchema>;
