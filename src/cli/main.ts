import { escapeTerminal } from '../reporters/escape.ts';
import { FileError } from '../world/files.ts';
import { exitCode } from './exit-code.ts';
import { createOutput, outliveClosedPipes } from './output.ts';
import { formatProblems, UsageError } from './problem.ts';
import { runProgram } from './program.ts';

const args = process.argv.slice(2);
const output = createOutput({
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  noColor: args.includes('--no-color'),
});
outliveClosedPipes([process.stdout, process.stderr]);
process.on('uncaughtException', (error) => process.exit(report(error)));
process.on('unhandledRejection', (error) => process.exit(report(error)));

/** Says what happened in words and returns the exit code; a stack only with LR_DEBUG. */
function report(error: unknown): number {
  if (error instanceof UsageError) {
    output.note(formatProblems(error));
    return error.code;
  }
  if (error instanceof FileError) {
    output.note(error.message);
    return exitCode.usage;
  }
  const text = error instanceof Error ? error.message : String(error);
  output.note(`launch-ready failed by a mistake of its own: ${escapeTerminal(output.redact(text), output.unicode)}`);
  if (process.env.LR_DEBUG && error instanceof Error) output.note(error.stack ?? '');
  else output.note('LR_DEBUG=1 shows where; please report it.');
  return exitCode.ourBug;
}

const leftOverMs = 2_000;
process.exitCode = await runProgram(args, { env: process.env, cwd: process.cwd(), output }).catch(report);
// Everything is closed by now; whatever still holds the process must not hold the person.
setTimeout(() => process.exit(), leftOverMs).unref();
