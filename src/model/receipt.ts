import { z } from 'zod';

export const receiptSchemaId = 'launch-ready/receipt@1';

const step = z.strictObject({
  what: z.string(),
  /** Milliseconds since the start, by the monotonic clock of the process that took the step. */
  atMs: z.number(),
  ok: z.boolean(),
  detail: z.string(),
});
export type DrillStep = Readonly<z.infer<typeof step>>;

const channelResult = z.strictObject({
  name: z.string(),
  kind: z.string(),
  /** `broken`: put out of order on purpose, in a negative drill. */
  outcome: z.enum(['seen', 'sent-not-seen', 'not-sent', 'broken']),
  sentMs: z.number().optional(),
  /** From the start of the fault to the moment it was seen. */
  seenMs: z.number().optional(),
  seenBy: z.string(),
  detail: z.string(),
});
export type ChannelResult = Readonly<z.infer<typeof channelResult>>;

const common = {
  schema: z.literal(receiptSchemaId),
  id: z.string(),
  target: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** ISO 8601; after it the receipt proves nothing. */
  validUntil: z.string(),
  steps: z.array(step),
  /** The wall clock and the monotonic clock disagreed: times are not to be trusted. */
  clockStepped: z.boolean(),
  /** Continued after the process had ended. */
  resumed: z.boolean(),
};

/** What a drill showed, signed with the project's key. */
export const receiptSchema = z.discriminatedUnion('drill', [
  z.strictObject({
    ...common,
    drill: z.literal('alert'),
    negative: z.boolean(),
    confirmedMs: z.number().optional(),
    channels: z.array(channelResult),
  }),
  z.strictObject({
    ...common,
    drill: z.literal('rollback'),
    environment: z.string(),
    versions: z.strictObject({ before: z.string(), deployed: z.string(), after: z.string() }),
    rollbackMs: z.number().optional(),
    outcome: z.enum(['rolled-back', 'same-version', 'wrong-version', 'failed', 'timed-out']),
  }),
  z.strictObject({
    ...common,
    drill: z.literal('health'),
    url: z.string(),
    healthyBefore: z.boolean(),
    /** HTTP status while the database was away; 0: no answer. */
    statusWhileBroken: z.number(),
    healthyAfter: z.boolean(),
    outcome: z.enum(['honest', 'lies', 'failed']),
  }),
]);
export type Receipt = Readonly<z.infer<typeof receiptSchema>>;
export type AlertReceipt = Extract<Receipt, { drill: 'alert' }>;
export type RollbackReceipt = Extract<Receipt, { drill: 'rollback' }>;
export type HealthReceipt = Extract<Receipt, { drill: 'health' }>;

/** On disk: the receipt and its signature over the exact bytes of `receipt`. */
export const signedReceiptSchema = z.strictObject({ receipt: z.string(), signature: z.string() });

export const receiptDays = 30;
