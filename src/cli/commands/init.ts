import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ChecklistId, checklistIds } from '../../model/checklist.ts';
import { writeFileAtomically } from '../../world/files.ts';
import { parseTargetUrl } from '../../world/target-url.ts';
import type { CommandContext } from '../command-context.ts';
import { configNames } from '../config/read-config-file.ts';
import { exitCode } from '../exit-code.ts';
import { askForAnswers } from '../init/ask.ts';
import { configText, type InitAnswers } from '../init/config-text.ts';
import { type Problem, UsageError, usage } from '../problem.ts';
import { readChecklists } from '../read-flags.ts';

export interface InitFlags {
  readonly checklist?: string;
  readonly host?: readonly string[];
  readonly domain?: readonly string[];
  readonly repo?: string;
  readonly accounts?: string;
  readonly format: string;
  readonly force?: boolean;
  readonly yes?: boolean;
}

/** Writes a commented config from a few answers or flags. Never asks for a secret. */
export async function init(url: string | undefined, flags: InitFlags, context: CommandContext): Promise<number> {
  const { cwd, output } = context;
  if (flags.format !== 'ts' && flags.format !== 'json') {
    throw usage('--format', `There is no format "${flags.format}".`, 'Use ts or json.');
  }
  const format = flags.format;
  const present = configNames.map((name) => resolve(cwd, name)).find((path) => existsSync(path));
  if (present !== undefined && !flags.force) {
    throw usage('', `${present} exists already.`, 'Edit it, or overwrite it with --force.');
  }
  const given = answersOf(url, flags, cwd);
  const interactive = process.stdin.isTTY === true && output.stdout.isTTY === true && !flags.yes;
  const answers = interactive ? await askForAnswers(given) : given;
  if (answers === undefined) {
    output.note('Nothing was written.');
    return exitCode.interrupted;
  }
  if (answers.hosts.length === 0 && answers.repo === undefined) {
    throw usage('URL', 'No address was given.', 'launch-ready init https://app.example.com');
  }
  const path = resolve(cwd, `launch-ready.config.${format}`);
  await writeFileAtomically(path, configText(answers, format));
  output.print(`Written: ${path}\n${nextSteps(answers)}`);
  return exitCode.done;
}

function answersOf(url: string | undefined, flags: InitFlags, cwd: string): InitAnswers {
  const problems: Problem[] = [];
  const hosts = [...(url === undefined ? [] : [url]), ...(flags.host ?? [])].flatMap((text) => {
    const parsed = parseTargetUrl(text);
    if ('problem' in parsed) {
      problems.push({ place: 'URL', says: parsed.problem, fix: '' });
      return [];
    }
    const usual = parsed.port === (parsed.href.startsWith('https:') ? 443 : 80);
    return [usual ? parsed.host : `${parsed.host}:${parsed.port}`];
  });
  const checklists: readonly ChecklistId[] = readChecklists(flags.checklist, problems) ?? ['b2b-api'];
  const accounts = (flags.accounts ?? 'a,b').split(',').filter((name) => name !== '');
  for (const name of accounts.filter((one) => !['a', 'b', 'a2', 'staff', 'admin', 'burner'].includes(one))) {
    problems.push({
      place: '--accounts',
      says: `There is no account "${name}".`,
      fix: 'Use a, b, a2, staff, admin, burner.',
    });
  }
  if (problems.length > 0) throw new UsageError(problems);
  const repo = flags.repo ?? (existsSync(resolve(cwd, '.git')) ? '.' : undefined);
  return {
    checklists: checklists.length > 0 ? checklists : checklistIds,
    hosts: [...new Set(hosts)],
    domains: flags.domain ?? [],
    accounts,
    ...(repo === undefined ? {} : { repo }),
  };
}

function nextSteps({ accounts, hosts }: InitAnswers): string {
  const variables = accounts.map((name) => `LR_${name.toUpperCase()}_USER, LR_${name.toUpperCase()}_PASSWORD`);
  const steps = [
    ...(variables.length > 0 ? [`Set in the environment, never in the file: ${variables.join(', ')}`] : []),
    ...(hosts[0] ? [`Show that the hosts are yours: launch-ready consent ${hosts[0]}`] : []),
    'Then: launch-ready audit',
  ];
  return `${steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}\n`;
}
