import { isAbsolute, resolve } from 'node:path';
import { z } from 'zod';
import { checklists } from '../../checklists/index.ts';
import { areas, catalogue } from '../../checks/catalogue.ts';
import { isAttestable } from '../../engine/attest.ts';
import { type Config, configSchema } from '../../model/config.ts';
import { didYouMean } from '../nearest.ts';
import type { Problem } from '../problem.ts';
import { type KeyPath, placeOf } from './json-places.ts';
import { problemsOfIssue } from './problems-of-issue.ts';
import type { ConfigFile } from './read-config-file.ts';

export interface CheckedConfig {
  /** Undefined where there are problems. */
  readonly config?: Config;
  readonly problems: readonly Problem[];
}

/** The config by its schema and by what the schema cannot say; every problem at once, each with place and fix. */
export function checkConfig(file: ConfigFile | undefined): CheckedConfig {
  if (file === undefined) return { config: configSchema.parse({}), problems: [] };
  const problem = (path: KeyPath, says: string, fix: string): Problem => {
    const line = lineOf(file, path);
    return { place: placeOf(path), ...(line === undefined ? {} : { line }), says, fix };
  };
  const doubled = (file.places?.duplicates ?? []).map(({ place, line }) => ({
    place,
    line,
    says: 'This key stands twice; only the last one would count.',
    fix: 'Delete one.',
  }));
  const parsed = configSchema.safeParse(file.value);
  if (!parsed.success) {
    const found = parsed.error.issues.flatMap((issue) =>
      problemsOfIssue(issue, file.value, schemaAsJson).map(({ path, says, fix }) => problem(path, says, fix)),
    );
    return { problems: [...found, ...doubled] };
  }
  const problems = [...doubled, ...crossProblems(parsed.data, problem)];
  return problems.length > 0 ? { problems } : { config: withAbsolutePaths(parsed.data, file.folder), problems };
}

/** The line of a path, or of the nearest thing around it. */
function lineOf(file: ConfigFile, path: KeyPath): number | undefined {
  for (let length = path.length; length > 0; length -= 1) {
    const line = file.places?.lineOf.get(placeOf(path.slice(0, length)));
    if (line !== undefined) return line;
  }
  return undefined;
}

const schemaAsJson = z.toJSONSchema(configSchema, { io: 'input' });

type MakeProblem = (path: KeyPath, says: string, fix: string) => Problem;

/** What only a look at several keys, or at the catalogue, can tell. */
function crossProblems(config: Config, problem: MakeProblem): readonly Problem[] {
  const ids = catalogue.map((row) => row.id);
  const limits = [...new Set(Object.values(checklists).flatMap((list) => Object.keys(list.limits)))];
  const problems: Problem[] = [];
  const known = (id: string, path: KeyPath) => {
    if (!ids.includes(id)) problems.push(problem(path, `There is no check "${id}".`, didYouMean(id, ids)));
  };
  for (const [index, { check }] of (config.attestations ?? []).entries()) {
    known(check, ['attestations', index, 'check']);
    if (ids.includes(check) && !isAttestable(check)) {
      const says = `${check} cannot be attested: it is proven by looking.`;
      problems.push(problem(['attestations', index, 'check'], says, 'Remove it, or waive a known fail under waivers.'));
    }
  }
  for (const [index, { check }] of (config.waivers ?? []).entries()) known(check, ['waivers', index, 'check']);
  for (const id of Object.keys(config.thresholds ?? {})) {
    if (!limits.includes(id)) {
      problems.push(problem(['thresholds', id], `There is no limit "${id}".`, didYouMean(id, limits)));
    }
  }
  const names = new Map<string, number>();
  for (const [index, { name }] of config.target.hosts.entries()) {
    const first = names.get(name.toLowerCase());
    if (first === undefined) names.set(name.toLowerCase(), index);
    else {
      const says = `${name} is listed twice, first as target.hosts[${first}].`;
      problems.push(problem(['target', 'hosts', index, 'name'], says, 'Keep one entry for each host.'));
    }
  }
  const { staging } = config.target;
  if (staging !== undefined && !names.has(staging.toLowerCase())) {
    const says = `${staging} is not among target.hosts.`;
    problems.push(problem(['target', 'staging'], says, 'List it there, with environment "staging".'));
  }
  return problems;
}

/** Files named in a config are meant relative to it, wherever the command runs. */
function withAbsolutePaths(config: Config, folder: string): Config {
  const at = (path: string) => (isAbsolute(path) ? path : resolve(folder, path));
  const { target, lab } = config;
  return {
    ...config,
    target: {
      ...target,
      ...(target.repo === undefined ? {} : { repo: at(target.repo) }),
      ...(target.builds ? { builds: target.builds.map(at) } : {}),
      ...(target.logs ? { logs: target.logs.map(at) } : {}),
      ...(target.environments
        ? { environments: target.environments.map((one) => (one.file ? { ...one, file: at(one.file) } : one)) }
        : {}),
    },
    ...(lab ? { lab: lab.ca && !lab.ca.includes('BEGIN CERTIFICATE') ? { ...lab, ca: at(lab.ca) } : lab } : {}),
  };
}

/** Ids that `--only` knows: areas and checks. */
export function unknownSelections(only: readonly string[]): readonly Problem[] {
  const known = [...areas, ...catalogue.map((row) => row.id)];
  return only
    .filter((id) => !known.includes(id))
    .map((id) => ({ place: '--only', says: `There is no area or check "${id}".`, fix: didYouMean(id, known) }));
}
