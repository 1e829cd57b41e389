import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ComparisonRow, Verdict } from './compare-with-truth.ts';

const dossierSchema = z.object({
  evidence: z.array(z.object({ kind: z.string(), seen: z.boolean(), value: z.unknown().optional() })),
  requests: z.object({ sent: z.number() }),
});
const coverage = z.object({ routes: z.array(z.unknown()) });

/** One line for the table of docs/accuracy.md: how far the audit came, and how its findings stand to the truth file. */
export async function tableRow(
  name: string,
  out: string,
  rows: readonly ComparisonRow[],
  seconds: number,
): Promise<string> {
  const dossier = dossierSchema.parse(JSON.parse(await readFile(join(out, 'dossier.json'), 'utf8')));
  const of = (kind: string) => dossier.evidence.filter((one) => one.kind === kind && one.seen);
  const routes = of('portal.coverage').reduce((sum, { value }) => sum + coverage.parse(value).routes.length, 0);
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const cells = [
    name,
    of('portal.sign-in').length,
    routes,
    of('portal.operation').length,
    ...(['agrees', 'false alarm', 'false warning', 'missed', 'unlisted alarm', 'unproven'] as const).map(count),
    seconds,
    dossier.requests.sent.toLocaleString('en'),
  ];
  return `| ${cells.join(' | ')} |`;
}
