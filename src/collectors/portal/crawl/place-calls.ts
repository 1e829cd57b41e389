import type { CallParameter, ScriptCall } from '../../../parse/script/calls-in-script.ts';
import type { PlainValues } from '../../../parse/named-paths.ts';
import type { Exchange } from '../recorder.ts';

/** The calls of one script. */
export interface CallsOf {
  readonly src: string;
  readonly calls: readonly ScriptCall[];
}

/** A request that a script would send, by its whole address; `{name}` where something is put in. */
export interface PlacedCall {
  readonly method: string;
  readonly template: string;
  readonly query: readonly CallParameter[];
  readonly body?: readonly string[];
  /** The same with what is put in. */
  readonly sent?: readonly CallParameter[];
  /** The plain values in it, one entry for each place that writes some. */
  readonly says?: readonly PlainValues[];
  readonly maybe?: true;
}

/** Functions of the language and of browsers that take texts with slashes and ask for nothing. */
const asksNothing =
  /^(indexOf|lastIndexOf|includes|startsWith|endsWith|push|replace|replaceAll|assign|URL|RegExp|Error|EventSource|WebSocket|require|import|importScripts|open|test|match|matchAll|split|join|concat|log|error|warn|info|writeText|add|set|has|go|navigate|navigateByUrl|redirect|redirectTo|register|encodeURI|setAttribute|querySelector|createElement\w*|addRule|overrideMimeType|format|resolve)$/;

/**
 * Where the calls of scripts lead. A client often has an address of its own that stands before every path (`baseURL`): it is learned
 * from what the pages were seen to ask for, by the paths of this portal's scripts that end alike. A function that is given paths counts
 * where one of its paths was asked for so. What leads nowhere known is left out.
 */
export function placeCalls(
  scripts: readonly CallsOf[],
  exchanges: readonly Exchange[],
  pages: readonly string[] = [],
): readonly PlacedCall[] {
  const asked = [
    ...new Set(exchanges.filter((one) => isData(one) && one.status < 400).map((one) => one.url.split(/[?#]/)[0] ?? '')),
  ];
  const ofPages = new Set(pages.map((url) => (URL.canParse(url) ? new URL(url).pathname : '')));
  const groups = scripts.flatMap(({ src, calls }) => groupsOf(src, calls));
  const votes = new Map<string, Set<string>>();
  for (const { calls } of groups)
    for (const { path } of calls)
      for (const base of basesOf(path, asked)) votes.set(base, (votes.get(base) ?? new Set()).add(path));
  const bases = [...votes].sort(([, one], [, other]) => other.size - one.size);
  const best = bases.find(([base, paths]) => paths.size >= 2 || base === originOf(base))?.[0] ?? bases[0]?.[0];
  const found = new Map<string, PlacedCall>();
  for (const { src, kind, calls } of groups) {
    const own = tally(calls.filter(({ path }) => !path.startsWith('{')).flatMap(({ path }) => basesOf(path, asked)));
    const before = tally(calls.filter(({ path }) => path.startsWith('{')).flatMap(({ path }) => basesOf(path, asked)));
    const seen = calls.some(({ path }) => basesOf(path, asked).length > 0 && !ofPages.has(path));
    const shaped = calls.some(({ method, query, sent }) => method ?? sent ?? query[0]);
    const posts = kind === 'wrapper' && postsWhatItIsGiven(calls, exchanges);
    if (kind === 'wrapper' && !(seen || (shaped && own !== undefined))) continue;
    for (const call of calls) {
      const base = call.path.startsWith('{')
        ? (before ?? own ?? best)
        : kind === 'opened'
          ? originOf(src)
          : (own ?? best ?? originOf(src));
      const template = placed(call.path, base, asked, originOf(src));
      if (template === undefined) continue;
      // Whether it leads to a page or sends what it is given, its other calls tell.
      if (call.beside && !posts) continue;
      const sent = call.sent ?? call.beside;
      const method = call.method ?? (sent ? 'POST' : 'GET');
      const names = call.query.map(({ name, value }) => `${name}=${value ?? ''}`).join('&');
      const key = `${method} ${template} ${names}`;
      const known = found.get(key);
      if (known && call.maybe) continue;
      const same = known?.maybe ? undefined : known;
      const said = plainValues(sent);
      const says = [...(same?.says ?? []), ...(said ? [said] : [])].slice(0, 6);
      const written = says.length > 0 ? { says } : {};
      const body = sent ? { body: sent.map(({ name }) => name), sent } : {};
      found.set(key, {
        ...(same ?? { method, template, query: call.query, ...body }),
        ...written,
        ...(call.maybe ? { maybe: call.maybe } : {}),
      });
    }
  }
  return [...found.values()];
}

function plainValues(sent: readonly CallParameter[] | undefined): PlainValues | undefined {
  const plain = (sent ?? []).flatMap(({ name, value }) => (value === undefined ? [] : [[name, typed(value)] as const]));
  return plain.length > 0 ? Object.fromEntries(plain) : undefined;
}

const typed = (value: string) => (/^(true|false)$/.test(value) ? value === 'true' : value);

/** A function that is called after its method, or whose paths were asked for by POST and by nothing else. */
function postsWhatItIsGiven(calls: readonly ScriptCall[], exchanges: readonly Exchange[]): boolean {
  if (calls.some(({ callee }) => /(^|[a-z_$])(post|Post)(?![a-z])|^post/.test(callee))) return true;
  const seen = exchanges.filter(
    (one) => isData(one) && calls.some(({ path }) => basesOf(path, [one.url.split(/[?#]/)[0] ?? '']).length > 0),
  );
  return seen.length > 0 && seen.every(({ method }) => method === 'POST');
}

const isData = (one: Exchange) => one.resource === 'xhr' || one.resource === 'fetch';
const originOf = (url: string) => (URL.canParse(url) ? new URL(url).origin : '');

/** What the browser is sent to for a file, not for a page: `window.open("/api/exports/orders.csv?customerId=" + id)`. */
const isFileOpened = ({ callee, path }: ScriptCall) =>
  callee === 'href' ||
  (/^(open|assign)$/.test(callee) && /(^|[/._-])(exports?|download|csv|xlsx?|pdf|report)([/._-]|$)/i.test(path));

/**
 * Methods after verbs and `fetch` are one group in each script, those given whole paths and those given the end of one (`tickets/7`, behind
 * what a client of the portal's own puts before it) apart; every other function is one of its own.
 */
function groupsOf(src: string, calls: readonly ScriptCall[]) {
  const groups = new Map<string, ScriptCall[]>();
  for (const call of calls) {
    if (call.kind === 'wrapper' && asksNothing.test(call.callee) && !isFileOpened(call)) continue;
    const of = call.kind === 'wrapper' ? call.callee : /^(?:\/|\{|https?:)/.test(call.path) ? 'whole' : 'end';
    const key = isFileOpened(call) ? 'opened files' : `${call.kind} ${of}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  return [...groups].map(([key, of]) => ({ src, kind: key.split(' ')[0], calls: of }));
}

/** What stands before this path in the addresses that were asked for: `https://host/api/v2`. */
function basesOf(path: string, asked: readonly string[]): readonly string[] {
  const inner = /^\{[^}]*\}/.test(path) ? path.replace(/^\{[^}]*\}/, '') : path;
  if (/^https?:/.test(path)) return asked.some((url) => pattern(path, '^').test(url)) ? [originOf(path)] : [];
  // One placeholder alone fits everything.
  if (!/[a-z]{2}/i.test(inner.replace(/\{[^}]*\}/g, ''))) return [];
  const ends = pattern(inner.startsWith('/') ? inner : `/${inner}`, '');
  return asked.flatMap((url) => {
    const found = ends.exec(url);
    // The host is no part of a path.
    return found && found.index >= originOf(url).length ? [url.slice(0, found.index)] : [];
  });
}

function pattern(path: string, start: string): RegExp {
  const parts = path.replace(/\/$/, '').split(/\{[^}]*\}/);
  return new RegExp(`${start}${parts.map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^/]+')}/?$`);
}

function placed(path: string, base: string | undefined, asked: readonly string[], origin: string): string | undefined {
  if (/^https?:/.test(path)) return path.includes('{') && path.indexOf('{') < 12 ? undefined : path;
  const inner = path.startsWith('{') ? path.replace(/^\{[^}]*\}/, '') : path;
  if (path.startsWith('{')) return base === undefined ? undefined : `${base}${inner}`;
  const bare = inner.startsWith('/') ? inner : `/${inner}`;
  // A path that was asked for as it is needs nothing before it, whatever its neighbours need.
  if (asked.some((url) => pattern(bare, '^').test(url.slice(originOf(url).length))))
    return `${originOf(base ?? origin)}${bare}`;
  if (base === undefined || base === '') return inner.startsWith('/') ? `${origin}${inner}` : undefined;
  const prefix = base.slice(originOf(base).length);
  return prefix !== '' && bare.startsWith(`${prefix}/`) ? `${originOf(base)}${bare}` : `${base}${bare}`;
}

function tally(bases: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const one of bases) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0];
}
