import { isAttestable } from '../../engine/attest.ts';
import type { ChecklistId } from '../../model/checklist.ts';
import type { CommandContext } from '../command-context.ts';
import { appendToConfig } from '../config/append-to-config.ts';
import { exitCode } from '../exit-code.ts';
import { askFlags, type FlagAnswer, openFlags } from '../init/questions.ts';
import { didYouMean } from '../nearest.ts';
import { type Problem, UsageError, usage } from '../problem.ts';
import { readChecklists } from '../read-flags.ts';
import { readScorecard } from '../read-stored.ts';
import { tryRead } from '../try-read.ts';

export interface QuestionFlags {
  readonly checklist?: string;
  readonly answer?: readonly string[];
  readonly name?: string;
  readonly role?: string;
  readonly config?: string;
  /** The folder of an audit: flags that its evidence settled are not asked. */
  readonly from?: string;
}

/** The red-flag questionnaire: asks only what evidence cannot answer, and writes the answers to the config. */
export async function questions(flags: QuestionFlags, { cwd, output }: CommandContext): Promise<number> {
  const problems: Problem[] = [];
  const ids: readonly ChecklistId[] = readChecklists(flags.checklist, problems) ?? ['b2b-api'];
  if (problems.length > 0) throw new UsageError(problems);
  const card = tryRead(() => readScorecard(flags.from ?? 'launch-ready-out'));
  const open = openFlags(ids, card, isAttestable);
  const given = flags.answer
    ? { answers: flags.answer.map((one) => readAnswer(one, ids)), name: flags.name ?? '', role: flags.role ?? '' }
    : process.stdin.isTTY === true && output.stdout.isTTY === true
      ? await askFlags(open)
      : undefined;
  if (!given) {
    const lines = open.map(({ id, title, stopShip }) => `  ${id}: ${title}${stopShip ? ' (stops the launch)' : ''}`);
    output.print(
      open.length === 0
        ? 'Evidence has settled every red flag; nothing is left to ask.\n'
        : `Is any of this so?\n${lines.join('\n')}\nAnswer: launch-ready init --questions ${open.map(({ id }) => `--answer ${id}=no`).join(' ')} --name NAME --role ROLE\n`,
    );
    return exitCode.done;
  }
  if (given.name.trim() === '' || given.role.trim() === '')
    throw usage(
      '--name, --role',
      'An answer needs the name and the role of who gives it.',
      'Add --name NAME --role ROLE.',
    );
  const date = new Date().toISOString().slice(0, 10);
  let path = '';
  for (const { flag, raised } of given.answers)
    ({ path } = await appendToConfig({ asked: flags.config, cwd }, 'answers', {
      flag,
      raised,
      name: given.name,
      role: given.role,
      date,
    }));
  output.print(
    `${given.answers.length} answers written to ${path}. They count where evidence is silent, for 90 days.\n`,
  );
  return exitCode.done;
}

function readAnswer(text: string, ids: readonly ChecklistId[]): FlagAnswer {
  const [, flag = '', answer] = /^([a-z-]+)=(yes|no)$/i.exec(text) ?? [];
  const known = openFlags(ids, undefined, () => true).map(({ id }) => id);
  if (answer === undefined) throw usage('--answer', `"${text}" is no answer.`, 'Write it as FLAG=yes or FLAG=no.');
  if (!known.includes(flag)) throw usage('--answer', `There is no red flag "${flag}".`, didYouMean(flag, known));
  return { flag, raised: answer.toLowerCase() === 'yes' };
}
