import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { catalogue } from '../../checks/catalogue.ts';
import { defaultAttestationDays, isAttestable } from '../../engine/attest.ts';
import type { CommandContext } from '../command-context.ts';
import { appendToConfig } from '../config/append-to-config.ts';
import { exitCode } from '../exit-code.ts';
import { didYouMean } from '../nearest.ts';
import { type Problem, UsageError } from '../problem.ts';

export interface AttestFlags {
  readonly config?: string;
  readonly statement?: string;
  readonly name?: string;
  readonly role?: string;
  readonly evidence?: string;
  readonly until?: string;
}
export interface WaiveFlags {
  readonly config?: string;
  readonly subject?: string;
  readonly author?: string;
  readonly reason?: string;
  readonly until?: string;
}

const dayMs = 86_400_000;
const largestBytes = 64 * 1024 * 1024;
const longestWaiverDays = 366;

/** Writes a person's statement about what a machine cannot see into the config. */
export async function attest(check: string, flags: AttestFlags, context: CommandContext): Promise<number> {
  const problems: Problem[] = [...unknownCheck(check)];
  if (problems.length === 0 && !isAttestable(check))
    problems.push({
      place: 'CHECK',
      says: `${check} is proven by looking; nobody's word stands in for that.`,
      fix: 'Attest handover, monitoring and access questions; for a fail that you accept, use launch-ready waive.',
    });
  const today = new Date().toISOString().slice(0, 10);
  const statement = need(flags.statement, '--statement', 'What is true, in a sentence.', problems);
  const name = need(flags.name, '--name', 'Who says so.', problems);
  const role = need(flags.role, '--role', 'What that person is responsible for.', problems);
  const evidence = need(flags.evidence, '--evidence', 'A link, or a file (its hash is kept).', problems);
  const validUntil = flags.until ?? new Date(Date.now() + defaultAttestationDays * dayMs).toISOString().slice(0, 10);
  problems.push(...wrongDay(validUntil));
  const proof = evidenceOf(evidence, context.cwd, problems);
  if (problems.length > 0) throw new UsageError(problems);
  const item = { check, statement, name, role, date: today, evidence: proof, validUntil };
  const { path, created } = await appendToConfig({ asked: flags.config, cwd: context.cwd }, 'attestations', item);
  context.output.print(
    `${created ? 'Written' : 'Added to'} ${path}: ${check} attested by ${name} (${role}) until ${validUntil}. It counts from the next audit or judge; a machine's fail outweighs it.\n`,
  );
  return exitCode.done;
}

/** Writes the acceptance of a failed check, with author, reason and end, into the config. */
export async function waive(check: string, flags: WaiveFlags, context: CommandContext): Promise<number> {
  const problems: Problem[] = [...unknownCheck(check)];
  const author = need(flags.author, '--author', 'Who accepts the risk.', problems);
  const reason = need(flags.reason, '--reason', 'Why it is accepted for now.', problems);
  const until = need(flags.until, '--until', 'The last day, as 2027-01-31.', problems);
  if (until !== '') problems.push(...wrongDay(until));
  if (/^\d{4}-\d{2}-\d{2}$/.test(until) && Date.parse(until) > Date.now() + longestWaiverDays * dayMs)
    problems.push({ place: '--until', says: 'A waiver ends within a year.', fix: 'Give a nearer day.' });
  if (problems.length > 0) throw new UsageError(problems);
  const item = { check, ...(flags.subject === undefined ? {} : { subject: flags.subject }), author, reason, until };
  const { path, created } = await appendToConfig({ asked: flags.config, cwd: context.cwd }, 'waivers', item);
  context.output.print(
    `${created ? 'Written' : 'Added to'} ${path}: ${check}${flags.subject === undefined ? '' : ` on ${flags.subject}`} waived by ${author} until ${until}. The fail is still shown, and the decision then says "with waivers".\n`,
  );
  return exitCode.done;
}

function unknownCheck(check: string): readonly Problem[] {
  const ids = catalogue.map(({ id }) => id);
  if (ids.includes(check)) return [];
  return [{ place: 'CHECK', says: `There is no check "${check}".`, fix: didYouMean(check, ids) }];
}

function need(value: string | undefined, place: string, fix: string, problems: Problem[]): string {
  const text = (value ?? '').trim();
  if (text === '') problems.push({ place, says: 'is missing.', fix });
  return text;
}

function wrongDay(text: string): readonly Problem[] {
  const time = Date.parse(text);
  const real = /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(time).toISOString().slice(0, 10) === text;
  if (!real) return [{ place: '--until', says: `"${text}" is no date.`, fix: 'Write it as 2027-01-31.' }];
  if (time + dayMs < Date.now()) return [{ place: '--until', says: `${text} is over.`, fix: 'Give a day to come.' }];
  return [];
}

/** A link stays a link; of a file its SHA-256 and name are kept. */
function evidenceOf(text: string, cwd: string, problems: Problem[]): string {
  if (text === '' || /^https?:\/\/\S+$/i.test(text)) return text;
  const path = resolve(cwd, text);
  if (!existsSync(path) || !statSync(path).isFile()) {
    problems.push({
      place: '--evidence',
      says: `"${text}" is neither a link nor a file.`,
      fix: 'Give https://… or the path of a file.',
    });
    return text;
  }
  if (statSync(path).size > largestBytes) {
    problems.push({ place: '--evidence', says: `${path} is larger than 64 MiB.`, fix: 'Give a link to it.' });
    return text;
  }
  return `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')} ${basename(path)}`;
}
