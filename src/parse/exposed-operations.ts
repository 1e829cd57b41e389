import type { FileAnswer, Recognise } from './exposed-file.ts';
import { isHtml } from './header-list.ts';
import { leakSigns } from './leak-signs.ts';
import { readableText } from './readable-text.ts';

/** What is meant for those who run a portal: measurements, health, consoles. Recognised by content, as exposed-file.ts does. */

/** Prometheus' own text form: a typed name, and a line of that name with a number. */
export const metrics: Recognise = ({ text, type }) => {
  if (isHtml(type)) return null;
  const name = /^# TYPE ([A-Za-z_:][\w:]*) (?:counter|gauge|histogram|summary|untyped)\s*$/m.exec(text)?.[1];
  if (name === undefined) return null;
  const sample = new RegExp(String.raw`^${name}(?:_total|_bucket|_sum|_count)?(?:\{[^\n]*\})? [-+\d.eEInfNa]+`, 'm');
  const count = text.match(/^# TYPE /gm)?.length ?? 1;
  return sample.test(text) ? { proof: `${count} measurements, ${name} among them`, minor: true } : null;
};

/** Behind these a stranger comes nearer to the data; a path or a name alone tells less. */
const telling = /^(?:stack trace|connection string|server setting|internal address|SQL)/;

/**
 * A health endpoint that says more than that all is well: where its database is and how it is reached, errors with their
 * trace. "database: ok" is what it is for.
 */
export const health: Recognise = ({ text }) => {
  const json = jsonObject(text);
  if (json === undefined) return null;
  // Errors and settings are meant here, whatever the status: this is read as what went wrong would be.
  const signs = leakSigns(readableText(text, 'application/json'), 500, []);
  const [worst] = [...signs.filter(({ kind }) => telling.test(kind)), ...signs];
  if (worst) {
    const proof = `${worst.kind}: ${worst.sample}`;
    return telling.test(worst.kind) ? { proof } : { proof, minor: true };
  }
  const { components } = json as { readonly components?: unknown };
  const detailed = Object.entries(components !== null && typeof components === 'object' ? components : {})
    .filter(([, one]) => one !== null && typeof one === 'object' && 'details' in one)
    .map(([name]) => name);
  return detailed.length > 0 ? { proof: `details of ${detailed.slice(0, 5).join(', ')}`, minor: true } : null;
};

/** Titles and words of consoles that let everybody in who sees them (their own sources, 2026-11). */
const openConsoles: readonly (readonly [string, RegExp])[] = [
  ['Bull Dashboard', /<title>\s*(?:Bull Dashboard|Arena)\b/i],
  ['Sidekiq', /<title>[^<]{0,60}\bSidekiq\b[\s\S]{0,20000}\b(?:Processed|Busy|Enqueued)\b/],
  ['Hangfire', /<title>[^<]{0,60}\bHangfire\b[\s\S]{0,20000}\b(?:Recurring Jobs|Servers|Succeeded)\b/],
  ['Horizon', /<title>\s*Horizon\b[^<]{0,60}<\/title>/i],
  ['Flower', /<title>\s*Flower\s*<\/title>[\s\S]{0,20000}\b(?:Workers|Tasks)\b/],
  ['Rails routes', /Routes match in priority from top to bottom/],
  ['ELMAH', /<title>\s*Error log for /i],
];
export const openConsole: Recognise = ({ text }) => {
  const found = asksForPassword(text) ? undefined : openConsoles.find(([, pattern]) => pattern.test(text));
  return found ? { proof: `${found[0]} answers without a sign-in` } : null;
};

/** Consoles of databases, and of an API: they ask who is there, or show what can be asked. */
const publicConsoles: readonly (readonly [string, RegExp])[] = [
  ['phpMyAdmin', /<title>\s*phpMyAdmin\b|\bpma_(?:username|password)\b/i],
  ['Adminer', /<title>[^<]{0,40}\bAdminer\s*<\/title>/i],
  ['GraphiQL', /<title>\s*GraphiQL\b|\bGraphiQL\.createFetcher\b/i],
  ['GraphQL Playground', /<title>\s*GraphQL Playground\s*<\/title>/i],
];
export const publicConsole: Recognise = ({ text }) => {
  const found = publicConsoles.find(([, pattern]) => pattern.test(text));
  return found ? { proof: `${found[0]} is reachable for everybody`, minor: true } : null;
};

/** A key file of a Google service account: whoever holds it is that service. */
export const serviceAccount: Recognise = ({ text }) => {
  const json = jsonObject(text);
  return json?.type === 'service_account' &&
    typeof json.private_key === 'string' &&
    json.private_key.includes('PRIVATE KEY')
    ? { proof: 'a private key of a Google service account' }
    : null;
};

function asksForPassword(text: string): boolean {
  return /<input\b[^>]*\btype=["']?password/i.test(text);
}

function jsonObject(text: FileAnswer['text']): Readonly<Record<string, unknown>> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
