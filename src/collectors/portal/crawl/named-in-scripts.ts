import { operationsInScripts } from '../../../parse/graphql-in-script.ts';
import { type NamedParameter, parametersInScript } from '../../../parse/named-parameters.ts';
import { type NamedPath, pathsInScript } from '../../../parse/named-paths.ts';
import { type CallParameter, callsInScript } from '../../../parse/script/calls-in-script.ts';
import { chunksIn } from '../../../parse/script/chunks-in.ts';
import type { Exchange } from '../recorder.ts';
import { withDeeds } from './named-deeds.ts';
import type { OpenOptions } from './open-page.ts';
import { type CallsOf, placeCalls } from './place-calls.ts';
import { within } from './within.ts';

const scriptsAtMost = 80;

/** `scripts`: of the portal's own origin; `visited`: every page that was opened. */
interface ScriptsToRead extends Pick<OpenOptions, 'session' | 'clock'> {
  readonly scripts: readonly string[];
  readonly visited?: readonly string[];
}

/** A named path with the parameters that a script writes behind it. */
export interface Named extends NamedPath {
  readonly query: readonly CallParameter[];
}

/** What the portal's scripts name, those included that a script names and no page loaded; their texts in `all`. */
export async function namedInScripts({ session, clock, scripts, visited }: ScriptsToRead) {
  const { recorder, page } = session;
  const prefixes = apiPrefixes(recorder.exchanges);
  const literals: Named[] = [];
  const calls: CallsOf[] = [];
  const texts: string[] = [];
  const whole: string[] = [];
  const parameters: NamedParameter[] = [];
  const all = [...scripts.slice(0, scriptsAtMost)];
  for (let at = 0; at < all.length && at < scriptsAtMost; at++) {
    const src = all[at] ?? '';
    recorder.leaveOut(src);
    const text = await within(clock, 4000, page.evaluate(readScript, src), '');
    whole.push(text);
    calls.push({ src, calls: withDeeds(callsInScript(text), text) });
    literals.push(...pathsInScript(text, prefixes).map((one) => ({ ...one, query: [] })));
    parameters.push(...parametersInScript(text));
    if (/mutation|query/.test(text)) texts.push(text);
    for (const chunk of chunksIn(text, src)) if (!all.includes(chunk)) all.push(chunk);
  }
  const placed = placeCalls(calls, recorder.exchanges, visited).map((one): Named => ({ ...one, source: 'bundle' }));
  // What is changed or deleted there may be looked at there.
  const looks = placed
    .filter(({ method, maybe }) => !maybe && /^(PUT|PATCH|DELETE)$/.test(method))
    .map(({ template }): Named => ({ method: 'GET', template, query: [], source: 'bundle' }));
  const seen = new Set(placed.map((one) => shapeOf(one.template)));
  const paths = [
    ...placed,
    ...looks,
    ...literals.filter((one) => ![...seen].some((shape) => shape.endsWith(shapeOf(one.template)))),
  ];
  return { paths, placed, parameters, texts: whole, documents: operationsInScripts(texts) };
}

const shapeOf = (template: string) => template.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '');

/** Runs inside the page: from its cache, at most 4 million characters. */
async function readScript(src: string): Promise<string> {
  const response = await fetch(src, { cache: 'force-cache' });
  return response.ok ? (await response.text()).slice(0, 4_000_000) : '';
}

const isData = (one: Exchange) => (one.resource === 'xhr' || one.resource === 'fetch') && one.status < 400;

/** `/api/v1/`: what two and more of the paths that scripts asked for begin with. */
function apiPrefixes(exchanges: readonly Exchange[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const path of new Set(exchanges.filter(isData).map((one) => new URL(one.url).pathname))) {
    const prefix = /^\/(?:[\w-]*api[\w-]*|rest|v\d+)\/(?:v\d+\/)?/i.exec(path)?.[0];
    if (prefix) counts.set(prefix, (counts.get(prefix) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count >= 2).map(([prefix]) => prefix);
}
