import { clipped, parseTagList } from './tag-list.ts';

export function isMtaSts(text: string): boolean {
  return /^\s*v\s*=\s*STSv1\s*(?:;|$)/.test(text);
}

/** Meant as the record, and not readable as such; a wildcard may answer with anything. */
export function looksLikeMtaSts(text: string): boolean {
  return !isMtaSts(text) && /^(?:[\s"'\\\ufeff]|ï»¿)*v?\s*[=:]?\s*"?sts\s*v?1/i.test(text);
}

/** What is wrong with an `_mta-sts` record (RFC 8461 §3.1); empty where it is right. */
export function mtaStsRecordProblems(text: string): readonly string[] {
  const { tags, problems } = parseTagList(text);
  const id = tags.find((tag) => tag.name === 'id')?.value;
  if (id === undefined) return [...problems, 'id is missing'];
  return /^[A-Za-z0-9]{1,32}$/.test(id)
    ? problems
    : [...problems, `id=${clipped(id)} is not made of 1 to 32 letters and digits`];
}

export interface MtaStsPolicy {
  readonly mode?: 'enforce' | 'testing' | 'none';
  readonly servers: readonly string[];
  readonly maxAgeSeconds?: number;
  readonly problems: readonly string[];
}

const longestAge = 31_557_600;

/** The policy file: `key: value` lines; of a repeated key but `mx` the first counts (RFC 8461 §3.2). */
export function parseMtaStsPolicy(text: string): MtaStsPolicy {
  const problems: string[] = [];
  const values = new Map<string, string>();
  const servers: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [, key = '', value = ''] = /^([A-Za-z0-9][A-Za-z0-9_.-]*)[ \t]*:[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (key === '') problems.push(`"${clipped(line)}" is no line of a policy`);
    else if (key === 'mx') servers.push(value.toLowerCase().replace(/\.$/, ''));
    else if (!values.has(key)) values.set(key, value);
  }
  if (values.get('version') !== 'STSv1') problems.push('version is not STSv1');
  const mode = (['enforce', 'testing', 'none'] as const).find((one) => one === values.get('mode'));
  if (mode === undefined) problems.push(`mode is ${clipped(values.get('mode') ?? 'missing')}`);
  const age = values.get('max_age');
  const right = age !== undefined && /^\d{1,10}$/.test(age) && Number(age) <= longestAge;
  if (!right) problems.push(`max_age is ${clipped(age ?? 'missing')}`);
  const odd = servers.filter((name) => !/^(?:\*\.)?[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/.test(name));
  for (const name of odd) problems.push(`mx: ${clipped(name)} is no name of a mail server`);
  if (servers.length === 0 && mode !== 'none') problems.push('no mx is named');
  return {
    ...(mode === undefined ? {} : { mode }),
    servers,
    ...(right ? { maxAgeSeconds: Number(age) } : {}),
    problems,
  };
}

/** A wildcard stands for one label (RFC 8461 §4.1). */
export function policyCovers(pattern: string, server: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === server;
  const dot = server.indexOf('.');
  return dot > 0 && server.slice(dot) === pattern.slice(1);
}
