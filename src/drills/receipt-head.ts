import { receiptDays, receiptSchemaId } from '../model/receipt.ts';

/** What every receipt starts with; valid 30 days. */
export function receiptHead(
  id: string,
  target: string,
  startedAt: string,
  finished: Date,
  clockStepped: boolean,
  resumed: boolean,
) {
  return {
    schema: receiptSchemaId,
    id,
    target,
    startedAt,
    finishedAt: finished.toISOString(),
    validUntil: new Date(finished.getTime() + receiptDays * 86_400_000).toISOString(),
    clockStepped,
    resumed,
  } as const;
}
