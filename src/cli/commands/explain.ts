import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checks } from '../../checks/index.ts';
import { catalogue } from '../../checks/catalogue.ts';
import { writeFileAtomically } from '../../world/files.ts';
import type { CommandContext } from '../command-context.ts';
import { exitCode } from '../exit-code.ts';
import { explanationOf } from '../explain/explanation.ts';
import { explainMarkdown, indexMarkdown } from '../explain/markdown.ts';
import { explainText } from '../explain/text.ts';
import { didYouMean } from '../nearest.ts';
import { usage } from '../problem.ts';

export interface ExplainFlags {
  readonly markdown?: boolean;
  /** With --markdown and no check: the folder that gets one page per check. */
  readonly out?: string;
}

/** What a check proves, how, why it matters, how to fix it, which standards it cites. */
export async function explain(id: string | undefined, flags: ExplainFlags, context: CommandContext): Promise<number> {
  const { output } = context;
  if (id === undefined) {
    if (flags.markdown && flags.out !== undefined) await writePages(flags.out);
    else output.print(flags.markdown ? indexMarkdown(catalogue, checks) : listOf());
    return exitCode.done;
  }
  const explanation = explanationOf(id);
  if (!explanation) {
    const ids = catalogue.map((row) => row.id);
    throw usage(
      'CHECK',
      `There is no check "${id}".`,
      didYouMean(id, ids) || 'launch-ready explain lists all of them.',
    );
  }
  output.print(flags.markdown ? explainMarkdown(explanation) : explainText(explanation, output));
  return exitCode.done;
}

function listOf(): string {
  const implemented = new Set(checks.map((check) => check.id));
  const widest = Math.max(...catalogue.map((row) => row.id.length));
  const lines = catalogue.map(
    ({ id, question }) => `${implemented.has(id) ? '+' : ' '} ${id.padEnd(widest)}  ${question}`,
  );
  return `${lines.join('\n')}\n\n+ examined by this version; the others are unproven.\n`;
}

/** One page per implemented check and an index: docs/explain is generated, never edited. */
export async function writePages(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, text] of pages()) await writeFileAtomically(join(folder, name), text);
}

/** File name → text of every page. */
export function pages(): ReadonlyMap<string, string> {
  const list = checks.flatMap((check) => explanationOf(check.id) ?? []);
  return new Map([
    ['README.md', indexMarkdown(catalogue, checks)],
    ...list.map((one) => [`${one.id}.md`, explainMarkdown(one)] as const),
  ]);
}
