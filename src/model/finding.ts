import { z } from 'zod';
import { gapSchema } from './gap.ts';
import { confidences, severities, statuses } from './status.ts';

/** One piece of what was seen, masked, small enough to print. */
export const evidenceItemSchema = z.strictObject({
  /** What this is: "certificate", "response header", "A reads B's object". */
  label: z.string(),
  value: z.string(),
  at: z.string().optional(),
});
export type EvidenceItem = Readonly<z.infer<typeof evidenceItemSchema>>;

export const fixSchema = z.strictObject({
  summary: z.string(),
  effort: z.string().describe('A person’s time, for example "15 min" or "2 h".'),
  owner: z.string().describe('Who does it: owner, engineer, hosting, dns.'),
  steps: z.array(z.string()),
});
export type Fix = Readonly<z.infer<typeof fixSchema>>;

export const locationSchema = z.strictObject({
  path: z.string(),
  line: z.number().optional(),
  column: z.number().optional(),
  commit: z.string().optional(),
  original: z.string().optional(),
});

export const findingSchema = z.strictObject({
  /** Stable: check, subject and code. */
  id: z.string(),
  check: z.string(),
  area: z.string(),
  subject: z.string(),
  code: z.string(),
  status: z.enum(statuses),
  severity: z.enum(severities),
  confidence: z.enum(confidences),
  says: z.string(),
  why: z.string(),
  breaks: z.string(),
  fix: fixSchema,
  evidence: z.array(evidenceItemSchema),
  reproduce: z.string(),
  gap: gapSchema.optional(),
  location: locationSchema.optional(),
  fingerprint: z.string().optional(),
  operation: z.strictObject({ method: z.string(), template: z.string() }).optional(),
  identities: z.array(z.string()).optional(),
  waiver: z.strictObject({ author: z.string(), reason: z.string(), until: z.string() }).optional(),
  attestation: z
    .strictObject({
      statement: z.string(),
      name: z.string(),
      role: z.string(),
      date: z.string(),
      evidence: z.string(),
      validUntil: z.string(),
    })
    .optional(),
});
export type Finding = z.infer<typeof findingSchema>;
