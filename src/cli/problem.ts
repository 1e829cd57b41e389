import { exitCode } from './exit-code.ts';

/** One thing that is wrong with what a person gave us: where, what, what to do. */
export interface Problem {
  /** `target.hosts[0].name`, `--only`, `LR_B_USER`. */
  readonly place: string;
  /** Line of a JSON config, from 1. */
  readonly line?: number;
  readonly says: string;
  readonly fix: string;
}

/** What a person gave us cannot be used; every problem at once. Ends the program with 64 unless told otherwise. */
export class UsageError extends Error {
  readonly problems: readonly Problem[];
  readonly code: number;
  /** The file that the places are in, where there is one. */
  readonly file?: string;
  constructor(problems: readonly Problem[], options: { readonly code?: number; readonly file?: string } = {}) {
    super(problems.map((problem) => problem.says).join('\n'));
    this.name = 'UsageError';
    this.problems = problems;
    this.code = options.code ?? exitCode.usage;
    this.file = options.file;
  }
}

/** A UsageError with a single problem. */
export function usage(place: string, says: string, fix: string, code: number = exitCode.usage): UsageError {
  return new UsageError([{ place, says, fix }], { code });
}

/** Problems as a person reads them, one paragraph each. */
export function formatProblems({ problems, file }: UsageError): string {
  const count = problems.length === 1 ? 'One problem' : `${problems.length} problems`;
  const lines = problems.map(({ place, line, says, fix }) => {
    const where = [place, line === undefined ? '' : `line ${line}`].filter((part) => part !== '').join(', ');
    return `  ${where === '' ? '' : `${where}: `}${says}${fix === '' ? '' : `\n    ${fix}`}`;
  });
  return `${count}${file === undefined ? '' : ` in ${file}`}; nothing was done.\n${lines.join('\n')}\n`;
}
