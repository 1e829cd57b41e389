import { Command, CommanderError } from 'commander';
import type { CommandContext } from './command-context.ts';
import { exitCode } from './exit-code.ts';
import { tool } from './tool.ts';

const defaultOut = 'launch-ready-out';
const several = (value: string, before: readonly string[] = []) => [...before, value];

/** Runs one command line and returns the exit code. A command's code is loaded when it is called: `explain` needs no browser. */
export async function runProgram(args: readonly string[], context: CommandContext): Promise<number> {
  let code: number = exitCode.done;
  const ends =
    <A extends unknown[]>(command: (...given: A) => number | Promise<number>) =>
    async (...given: A) => {
      code = await command(...given);
    };
  const program = new Command('launch-ready');
  program
    .description('Proves that a client portal is ready for production traffic: evidence, and one go / no-go.')
    .version(tool.version)
    .exitOverride()
    .showHelpAfterError('(launch-ready --help lists everything)')
    .configureOutput({
      writeOut: (text) => context.output.print(text),
      writeErr: (text) => context.output.note(text),
      getOutHelpWidth: context.output.width,
      getErrHelpWidth: context.output.width,
    })
    .addHelpText('after', examples);
  runFlags(program.command('audit [url]'))
    .description('everything the config allows, judged into a go / no-go')
    .option('--json', 'the scorecard on stdout, progress on stderr')
    .action(ends(async (url, flags) => (await import('./commands/audit.ts')).audit(url, flags, context)));
  runFlags(program.command('collect [url]'))
    .description('the first half of audit: writes dossier.json')
    .action(ends(async (url, flags) => (await import('./commands/audit.ts')).collectOnly(url, flags, context)));
  program
    .command('judge <dossier>')
    .description('the second half of audit: judges a stored dossier, offline')
    .option('--checklist <ids>', 'checklists, comma-separated, or all')
    .option('--out <dir>', 'where the reports go', defaultOut)
    .option('--json', 'the scorecard on stdout')
    .option('--no-color', 'no colours')
    .action(ends(async (dossier, flags) => (await import('./commands/judge.ts')).judgeStored(dossier, flags, context)));
  program
    .command('quick [url]')
    .description('a passive look without accounts')
    .option('--config <file>', 'the config to use')
    .option('--checklist <ids>', 'checklists, comma-separated, or all')
    .option('--out <dir>', 'where the reports go', defaultOut)
    .option('--json', 'the scorecard on stdout')
    .option('--no-color', 'no colours')
    .action(ends(async (url, flags) => (await import('./commands/quick.ts')).quick(url, flags, context)));
  program
    .command('compare <before> <after>')
    .description('what changed between two scorecards; exit 1 when something got worse')
    .option('--json', 'as JSON')
    .option('--no-color', 'no colours')
    .action(
      ends(async (before, after, flags) =>
        (await import('./commands/compare.ts')).compareStored(before, after, flags, context),
      ),
    );
  program
    .command('plan [dir]')
    .description('what to do, in which order, how long it takes, which help fits; from a stored audit')
    .option('--rate <number>', 'what an hour of a person costs')
    .option('--currency <code>', 'of the rate, for example EUR')
    .option('--out <dir>', 'where plan.md goes (default: beside the scorecard)')
    .option('--json', 'the plan on stdout')
    .action(ends(async (dir, flags) => (await import('./commands/plan.ts')).plan(dir ?? defaultOut, flags, context)));
  program
    .command('handover [dir]')
    .description('the runbook of a stored audit: Markdown, HTML, PDF')
    .option('--since <dir>', 'the first audit, to list what changed')
    .option('--no-pdf', 'without the PDF')
    .option('--out <dir>', 'where it goes (default: beside the scorecard)')
    .action(
      ends(async (dir, flags) => (await import('./commands/handover.ts')).handover(dir ?? defaultOut, flags, context)),
    );
  program
    .command('drill <kind>')
    .description('alert, rollback or health: shows that it works, and keeps a signed receipt for 30 days')
    .option('--config <file>', 'the config to use')
    .option('--negative', 'alert: with the first channel broken')
    .option('--resume', 'alert: go on with one that was cut off, or that waits for a code')
    .option('--code <code>', 'alert: the code that a person saw')
    .action(ends(async (kind, flags) => (await import('./commands/drill.ts')).drill(kind, flags, context)));
  program
    .command('attest <check>')
    .description('a person states what a machine cannot see; written to the config')
    .option('--statement <text>', 'what is true')
    .option('--name <name>', 'who says so')
    .option('--role <role>', 'what that person is responsible for')
    .option('--evidence <link>', 'a link, or a file (its hash is kept)')
    .option('--until <date>', 'last day it holds (default: 90 days)')
    .option('--config <file>', 'the config to write to')
    .action(ends(async (check, flags) => (await import('./commands/attest.ts')).attest(check, flags, context)));
  program
    .command('waive <check>')
    .description('somebody accepts a failed check until a day; written to the config')
    .option('--subject <subject>', 'only on this host, operation, …')
    .option('--author <name>', 'who accepts the risk')
    .option('--reason <text>', 'why')
    .option('--until <date>', 'last day')
    .option('--config <file>', 'the config to write to')
    .action(ends(async (check, flags) => (await import('./commands/attest.ts')).waive(check, flags, context)));
  program
    .command('explain [check]')
    .description('what a check proves, how, why it matters, how to fix it')
    .option('--markdown', 'as a page')
    .option('--out <dir>', 'with --markdown and no check: a page for each check')
    .option('--no-color', 'no colours')
    .action(ends(async (check, flags) => (await import('./commands/explain.ts')).explain(check, flags, context)));
  program
    .command('consent <host>')
    .description('the token that shows that a host is yours')
    .option('--verify', 'look whether it is published')
    .action(ends(async (host, flags) => (await import('./commands/consent.ts')).consent(host, flags, context)));
  program
    .command('init [url]')
    .description('writes a commented config; never asks for a secret')
    .option('--checklist <ids>', 'checklists, comma-separated, or all')
    .option('--host <name>', 'a further hostname, repeatable', several)
    .option('--domain <name>', 'a domain that sends mail, repeatable', several)
    .option('--accounts <names>', 'test accounts that exist', 'a,b')
    .option('--repo <dir>', 'the checkout')
    .option('--format <kind>', 'ts or json', 'ts')
    .option('--yes', 'ask nothing')
    .option('--force', 'overwrite a config')
    .option('--questions', 'the red flags that evidence cannot settle; answers go to the config')
    .option('--answer <flag=yes|no>', 'with --questions: an answer, repeatable', several)
    .option('--name <name>', 'with --questions: who answers')
    .option('--role <role>', 'with --questions: the role of who answers')
    .option('--from <dir>', 'with --questions: the audit whose evidence counts')
    .option('--config <file>', 'with --questions: the config to write to')
    .action(
      ends(async (url, flags) =>
        flags.questions
          ? (await import('./commands/questions.ts')).questions(flags, context)
          : (await import('./commands/init.ts')).init(url, flags, context),
      ),
    );
  program
    .command('record')
    .description('things that a person does once')
    .command('sign-in [url]')
    .description('opens a visible browser to sign in by hand; keeps the session for later audits')
    .option('--for <account>', 'which account: a, b, a2, staff, admin, burner', 'a')
    .option('--config <file>', 'the config to use')
    .action(
      ends(async (url, flags) => (await import('./commands/record-sign-in.ts')).recordSignInOnce(url, flags, context)),
    );
  program
    .command('undo <dir>')
    .description('replays the journal of writes of a run that was cut off')
    .option('--config <file>', 'the config of that run')
    .option('--account <name=PREFIX>', 'environment variables of an account, repeatable', several)
    .action(ends(async (dir, flags) => (await import('./commands/undo.ts')).undo(dir, flags, context)));
  program
    .command('demo')
    .description('starts a whole launch on this machine and audits it')
    .option('--clean', 'without the planted flaws')
    .option('--full', 'everything that an audit does, about two minutes')
    .option('--edition <name>', 'which portal', 'service')
    .option('--out <dir>', 'where the reports go', defaultOut)
    .option('--json', 'the scorecard on stdout')
    .option('--no-color', 'no colours')
    .action(ends(async (flags) => (await import('./commands/demo.ts')).demo(flags, context)));
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  }
  return code;
}

function runFlags(command: Command): Command {
  return command
    .option('--config <file>', 'launch-ready.config.ts, .js or .json')
    .option('--checklist <ids>', 'checklists, comma-separated, or all (default b2b-api)')
    .option('--account <name=PREFIX>', 'environment variables of an account, repeatable', several)
    .option('--repo <dir>', 'the checkout of the portal')
    .option('--only <ids>', 'areas and checks, comma-separated', several)
    .option('--permit <names>', 'write, abuse, load: by name, after ownership', several)
    .option('--out <dir>', 'where the results go', defaultOut)
    .option('--wait <duration>', 'how long to wait for sessions to end: 15m')
    .option('--budget <requests>', 'requests in all')
    .option('--no-color', 'no colours');
}

const examples = `
Examples:
  launch-ready demo                             a whole launch on this machine, audited
  launch-ready quick https://app.example.com    a passive look, no accounts
  launch-ready audit https://app.example.com    with LR_A_USER, LR_A_PASSWORD, LR_B_USER, LR_B_PASSWORD set

Exit codes: 0 ready, 1 not ready, 2 unproven, 64 usage or config, 65 no consent, 70 our bug, 130 stopped.
`;
