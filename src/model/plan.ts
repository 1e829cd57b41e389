import { z } from 'zod';
import { checklistIds } from './checklist.ts';
import { decisions, severities, statuses } from './status.ts';

export const planSchemaId = 'launch-ready/plan@1';

const range = z.strictObject({ low: z.number(), high: z.number() });
/** From and to, in the unit that the name says. */
export type Range = Readonly<z.infer<typeof range>>;

const workSchema = z.strictObject({
  check: z.string(),
  status: z.enum(statuses),
  severity: z.enum(severities),
  /** What was found, or what is missing. */
  says: z.string(),
  /** Where, at most ten subjects. */
  subjects: z.array(z.string()),
  todo: z.string(),
  owner: z.string(),
  minutes: range,
  /** How the minutes came about. */
  arithmetic: z.string(),
  waivedUntil: z.string().optional(),
});
export type Work = Readonly<z.infer<typeof workSchema>>;

const deliverableSchema = z.strictObject({
  /** The row's id, or `gate:` and the check's. */
  id: z.string(),
  title: z.string(),
  status: z.enum(statuses),
  /** Points of the risk score that this deliverable takes away. */
  risk: z.number(),
  /** Windows of the checklist's own timeline, hours from the start of the sprint. */
  hours: z.array(z.strictObject({ title: z.string(), from: z.number(), to: z.number() })),
  /** Steps of a checklist whose plan is an order without hours. */
  steps: z.array(z.string()),
  minutes: range,
  cost: range,
  /** Ids of deliverables of this plan that come first. */
  after: z.array(z.string()),
  insideSprint: z.boolean(),
  work: z.array(workSchema),
});
export type Deliverable = Readonly<z.infer<typeof deliverableSchema>>;

export const helpKinds = ['do-it-yourself', 'review', 'sprint', 'rebuild'] as const;
export type HelpKind = (typeof helpKinds)[number];

/** The scorecard turned into work: what to do, in which order, how long, for how much, and who. */
export const planSchema = z.strictObject({
  schema: z.literal(planSchemaId),
  target: z.string(),
  run: z.string(),
  /** The scorecard's clock. */
  asOf: z.string(),
  checklist: z.strictObject({ id: z.enum(checklistIds), version: z.string() }),
  decision: z.enum(decisions),
  risk: z.strictObject({
    /** 0 to 100. */
    score: z.number(),
    failures: z.number(),
    unexamined: z.number(),
    /** One line a step, so that anybody can add it up again. */
    arithmetic: z.array(z.string()),
  }),
  rate: z.strictObject({ perHour: z.number(), currency: z.string() }),
  /** Worst risk first, what they wait for before them. */
  deliverables: z.array(deliverableSchema),
  /** What the owner can do today alone. */
  today: z.array(
    z.strictObject({
      title: z.string(),
      status: z.enum(statuses),
      minutes: range,
      how: z.string(),
      provedBy: z.array(z.string()),
    }),
  ),
  /** What does not fit into 48 hours, and why. */
  outside: z.array(z.strictObject({ title: z.string(), why: z.string() })),
  totals: z.strictObject({ minutes: range, cost: range }),
  help: z.strictObject({ kind: z.enum(helpKinds), why: z.array(z.string()) }),
});
export type Plan = Readonly<z.infer<typeof planSchema>>;
