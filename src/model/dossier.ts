import { z } from 'zod';
import { configSchema } from './config.ts';
import { gapSchema } from './gap.ts';
import { permits } from './permit.ts';
import { requestsSchema } from './scorecard.ts';

export const dossierSchemaId = 'launch-ready/dossier@1';

const common = {
  kind: z.string(),
  subject: z.string(),
  /** When it was seen, ISO 8601 UTC. */
  at: z.string(),
  /** The collector that saw it. */
  by: z.string(),
};

/** One piece of evidence: plain JSON, masked at birth, or the gap where a look did not succeed. */
export const evidenceSchema = z.discriminatedUnion('seen', [
  z.strictObject({ ...common, seen: z.literal(true), value: z.json() }),
  z.strictObject({ ...common, seen: z.literal(false), gap: gapSchema }),
]);
export type StoredEvidence = z.infer<typeof evidenceSchema>;

export const dossierSchema = z.strictObject({
  schema: z.literal(dossierSchemaId),
  tool: z.strictObject({ name: z.string(), version: z.string() }),
  run: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  /** `partial`: the run was interrupted or ran out of budget; still judgeable. */
  state: z.enum(['complete', 'partial']),
  target: z.string(),
  /** The configuration as used; it never holds credentials. `lab` and `canaries` are left out. */
  config: configSchema,
  only: z.array(z.string()).optional(),
  permits: z.array(z.enum(permits)),
  /** Key derived from the project's key for this purpose only: stable ids of findings across runs and machines. */
  fingerprintKey: z.string(),
  evidence: z.array(evidenceSchema),
  requests: requestsSchema,
  durationsMs: z.record(z.string(), z.number()),
});
export type Dossier = z.infer<typeof dossierSchema>;
