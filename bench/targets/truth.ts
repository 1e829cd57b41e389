import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const requestSchema = z.strictObject({
  /** `anonymous`, or the name of a session that the target's `start` returns. */
  as: z.string(),
  method: z.string().default('GET'),
  path: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
  json: z.unknown().optional(),
  form: z.record(z.string(), z.string()).optional(),
  status: z.number().int(),
  /** Customers whose private values are in the answer, apart from those that the request itself names. */
  sees: z.array(z.enum(['a', 'b'])),
  /** Texts that must, or must not, be in the answer's headers or body. */
  contains: z.array(z.string()).default([]),
  lacks: z.array(z.string()).default([]),
});
export type TruthRequest = Readonly<z.infer<typeof requestSchema>>;

const expectationSchema = z.strictObject({
  check: z.string().describe('A check id; area.* stands for all checks of the area.'),
  /** `METHOD /path`; * is one segment, a parameter or a method, ** any rest. None: the check as a whole. */
  operations: z.array(z.string()).optional(),
  expect: z.enum(['pass', 'warn', 'fail']),
  /** Another answer that is right too, for example a pass beside a warning that is only advice. */
  also: z.enum(['pass', 'warn', 'fail']).optional(),
});
export type Expectation = Readonly<z.infer<typeof expectationSchema>>;

const factSchema = z.strictObject({
  id: z.string(),
  says: z.string(),
  kind: z.enum(['private', 'own-scope', 'shared', 'anonymous', 'account', 'defect', 'oddity']),
  /** `checked`: the requests below (or the browser) showed it; else only the configuration says so. */
  basis: z.enum(['checked', 'checked in a browser', 'from configuration']),
  judge: z.array(expectationSchema).default([]),
  requests: z.array(requestSchema).default([]),
});
export type Fact = Readonly<z.infer<typeof factSchema>>;

const browserSchema = z.strictObject({
  signInAt: z.string().describe('Path of the page with the sign-in form.'),
  openWith: z.string().optional().describe('CSS selector of what must be clicked before the form shows.'),
  user: z.string(),
  password: z.string(),
  submit: z.string(),
  ownPage: z.record(z.string(), z.strictObject({ path: z.string(), shows: z.string() })),
});

const truthSchema = z.strictObject({
  target: z.string(),
  version: z.string(),
  customers: z.record(z.string(), z.string()),
  browser: browserSchema,
  facts: z.array(factSchema),
});
export type Truth = Readonly<z.infer<typeof truthSchema>>;

/** Reads and checks a target's truth file, or the one of its set-up that is broken on purpose. */
export async function readTruth(name: string, broken = false): Promise<Truth> {
  const file = fileURLToPath(new URL(`./${name}/truth${broken ? '.broken' : ''}.json`, import.meta.url));
  return truthSchema.parse(JSON.parse(await readFile(file, 'utf8')));
}

/** Whether an operation (`GET /items/{id}`) is one that the pattern (`GET /items/*`) means. */
export function matchesOperation(pattern: string, operation: string): boolean {
  const [patternMethod = '', patternPath = ''] = pattern.split(' ');
  const [method = '', path = ''] = operation.split(' ');
  if (patternMethod !== '*' && patternMethod.toUpperCase() !== method.toUpperCase()) return false;
  const wanted = patternPath.split('/').filter((part) => part !== '');
  const parts = (path.split('?')[0] ?? '').split('/').filter((part) => part !== '');
  for (const [at, part] of wanted.entries()) {
    if (part === '**') return true;
    const found = parts[at];
    if (found === undefined) return false;
    if (part !== '*' && part !== found && !/^[{:]/.test(found)) return false;
  }
  return wanted.length === parts.length;
}
