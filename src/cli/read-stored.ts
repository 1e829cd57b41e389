import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { type Dossier, dossierSchema, dossierSchemaId } from '../model/dossier.ts';
import { type Scorecard, scorecardSchema, scorecardSchemaId } from '../model/scorecard.ts';
import { UsageError, usage } from './problem.ts';
import { tool } from './tool.ts';

const largestBytes = 256 * 1024 * 1024;
const mostProblems = 8;

/** A dossier from its file, or from the folder that holds `dossier.json`. Throws UsageError. */
export function readDossier(path: string): Dossier {
  return read(path, 'dossier.json', dossierSchemaId, dossierSchema);
}

/** A scorecard from its file, or from the folder that holds `scorecard.json`. Throws UsageError. */
export function readScorecard(path: string): Scorecard {
  return read(path, 'scorecard.json', scorecardSchemaId, scorecardSchema);
}

function read<T>(path: string, name: string, schemaId: string, schema: z.ZodType<T>): T {
  const file = isFolder(path) ? join(path, name) : resolve(path);
  const what = name.replace('.json', '');
  const value = parse(file, what);
  const found = value !== null && typeof value === 'object' ? (value as { schema?: unknown }).schema : undefined;
  if (typeof found !== 'string' || !found.startsWith('launch-ready/')) {
    throw usage(
      '',
      `${file} is no ${what}: it does not say "schema": "${schemaId}".`,
      `Name a ${name} that launch-ready wrote.`,
    );
  }
  const [kind] = schemaId.split('@');
  if (!found.startsWith(`${kind}@`)) {
    throw usage(
      '',
      `${file} is a ${found.replace(/^launch-ready\/|@.*$/g, '')}, and a ${what} is needed.`,
      `Name a ${name}.`,
    );
  }
  if (found !== schemaId) {
    const says = `${file} has the format ${found.slice(0, 60)}; launch-ready ${tool.version} reads ${schemaId}.`;
    throw usage('', says, 'Read it with the version that wrote it, or collect again.');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.slice(0, mostProblems).map((issue) => ({
    place: issue.path.join('.') || what,
    says: issue.message,
    fix: '',
  }));
  const more = parsed.error.issues.length - problems.length;
  const last = {
    place: '',
    says: more > 0 ? `${more} more like these.` : 'The file was changed or cut off.',
    fix: 'Collect again.',
  };
  throw new UsageError([...problems, last], { file });
}

function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

function parse(file: string, what: string): unknown {
  try {
    const { size } = statSync(file);
    if (size > largestBytes) {
      throw usage(
        '',
        `${file} is ${Math.round(size / 1024 / 1024)} MiB; at most 256 MiB are read.`,
        `Name a ${what}.json.`,
      );
    }
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof SyntaxError) {
      throw usage(
        '',
        `${file} is not JSON, so it is no ${what}.`,
        'It may have been cut off while copying; copy it again.',
      );
    }
    const code = (error as NodeJS.ErrnoException).code;
    const says = code === 'ENOENT' ? `${file} does not exist.` : `${file} cannot be read (${code}).`;
    throw usage('', says, `Name a ${what}.json, or the folder that holds it.`);
  }
}
