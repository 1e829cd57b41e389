import { isQueryName, type SpfAnswer, type SpfLookUp } from './look-up.ts';
import { fitName, literalOf, type MacroString } from './macro.ts';
import { isSpf, parseSpf, type Qualifier, type SpfTerm } from './parse-spf.ts';

/** A term of a record and what its look-up found, without a sender in mind. */
export interface SpfBranch {
  readonly text: string;
  readonly kind: SpfTerm['kind'];
  readonly qualifier?: Qualifier;
  /** It costs one of the ten look-ups. */
  readonly counts: boolean;
  /** Behind `all`, or a `redirect` beside `all`: never evaluated. */
  readonly ignored?: true;
  /** The name that was asked for; absent where a macro decides. */
  readonly target?: string;
  /** Addresses or mail servers that the name has. */
  readonly found?: number;
  readonly outcome?: 'nothing' | 'trouble' | 'by-macro' | 'not-asked';
  readonly problem?: string;
  /** The network of `ip4` and `ip6`. */
  readonly bits?: number;
  readonly node?: SpfNode;
}

/** The SPF record of one domain and what hangs below it. */
export interface SpfNode {
  readonly domain: string;
  readonly outcome: 'record' | 'none' | 'no-such-name' | 'several' | 'trouble' | 'loop' | 'no-name' | 'not-asked';
  /** As published; of several all of them. */
  readonly records: readonly string[];
  /** TXT records that were meant as SPF and are none. */
  readonly misspelt: readonly string[];
  readonly problems: readonly { readonly term: string; readonly problem: string }[];
  readonly branches: readonly SpfBranch[];
  /** Of several records of the domain asked about what all of them lead to: good for a record in their place alone. */
  readonly ofSeveral?: readonly SpfBranch[];
}

/** Names asked for one tree; a record beyond any limit is known to be broken long before. */
const mostNames = 80;

interface Walk {
  readonly lookUp: SpfLookUp;
  left: number;
}

/**
 * Reads the SPF record of a domain and of everything that it includes (RFC 7208), whatever the sender: every include is
 * followed once on its way down, macros are not. Asks for at most 80 names.
 */
export async function readSpfTree(domain: string, lookUp: SpfLookUp): Promise<SpfNode> {
  return await readNode(domain, { lookUp, left: mostNames }, []);
}

async function readNode(domain: string, walk: Walk, above: readonly string[]): Promise<SpfNode> {
  const empty = { domain, records: [], misspelt: [], problems: [], branches: [] };
  if (above.includes(domain)) return { ...empty, outcome: 'loop' };
  if (!isQueryName(domain)) return { ...empty, outcome: 'no-name' };
  const answer = await ask(walk, domain, 'TXT');
  if (answer === undefined) return { ...empty, outcome: 'not-asked' };
  if (answer.status === 'trouble') return { ...empty, outcome: 'trouble' };
  const records = answer.records.filter(isSpf);
  const misspelt = answer.records.filter((text) => looksLikeSpf(text) && !isSpf(text));
  const [text, second] = records;
  if (text === undefined)
    return { ...empty, outcome: answer.status === 'nxdomain' ? 'no-such-name' : 'none', misspelt };
  const path = [...above, domain];
  if (second !== undefined) {
    const several = { ...empty, outcome: 'several' as const, records, misspelt };
    if (above.length > 0) return several;
    const lists = await Promise.all(records.map((one) => readBranches(parseSpf(one).terms, domain, walk, path)));
    return { ...several, ofSeveral: lists.flat() };
  }
  const { terms, problems } = parseSpf(text);
  const branches = await readBranches(terms, domain, walk, path);
  return { domain, outcome: 'record', records, misspelt, problems, branches };
}

async function readBranches(
  terms: readonly SpfTerm[],
  domain: string,
  walk: Walk,
  path: readonly string[],
): Promise<readonly SpfBranch[]> {
  const all = terms.findIndex((term) => term.kind === 'all');
  return await Promise.all(
    terms.map((term, at) => {
      const ignored = all >= 0 && (term.kind === 'redirect' || ('qualifier' in term && at > all));
      return readBranch(term, ignored, domain, walk, path);
    }),
  );
}

async function readBranch(
  term: SpfTerm,
  ignored: boolean,
  domain: string,
  walk: Walk,
  path: readonly string[],
): Promise<SpfBranch> {
  const base = {
    text: term.text,
    kind: term.kind,
    ...('qualifier' in term ? { qualifier: term.qualifier } : {}),
    counts: !ignored && ['include', 'redirect', 'a', 'mx', 'ptr', 'exists'].includes(term.kind),
    ...(ignored ? { ignored: true as const } : {}),
  };
  if (term.kind === 'broken') return { ...base, problem: term.problem };
  if (term.kind === 'ip4' || term.kind === 'ip6') return { ...base, bits: term.bits };
  // What stands behind `all` is looked at too: a corrected record takes it in where there is something behind it.
  if (!['include', 'redirect', 'exists', 'a', 'mx'].includes(term.kind) || !('domain' in term || 'bits4' in term))
    return base;
  const target = targetOf(term.domain, domain);
  if (target === undefined) return { ...base, outcome: 'by-macro' };
  if (term.kind === 'include' || term.kind === 'redirect')
    return { ...base, target, node: await readNode(target, walk, path) };
  const bits = 'bits4' in term ? { bits: Math.min(term.bits4, term.bits6) } : {};
  return { ...base, ...bits, target, ...(await foundAt(target, term.kind, walk)) };
}

/** `%{d}` is the domain of the record itself; any other macro depends on the sender. */
function targetOf(value: MacroString | undefined, domain: string): string | undefined {
  if (value === undefined) return domain;
  const plain = value.map((part) =>
    typeof part !== 'string' && part.letter === 'd' && part.keep === undefined && !part.reverse ? domain : part,
  );
  const text = literalOf(plain);
  return text === undefined ? undefined : fitName(text).toLowerCase();
}

async function foundAt(target: string, kind: string, walk: Walk): Promise<Pick<SpfBranch, 'found' | 'outcome'>> {
  if (!isQueryName(target)) return { found: 0, outcome: 'nothing' };
  const types = kind === 'mx' ? (['MX'] as const) : kind === 'a' ? (['A', 'AAAA'] as const) : (['A'] as const);
  const answers = await Promise.all(types.map((type) => ask(walk, target, type)));
  const found = answers.reduce((sum, answer) => sum + (answer?.records.length ?? 0), 0);
  if (found > 0) return { found };
  if (answers.some((answer) => answer === undefined)) return { outcome: 'not-asked' };
  if (answers.some((answer) => answer?.status === 'trouble')) return { outcome: 'trouble' };
  return { found: 0, outcome: 'nothing' };
}

async function ask(walk: Walk, name: string, type: Parameters<SpfLookUp>[1]): Promise<SpfAnswer | undefined> {
  if (walk.left <= 0) return undefined;
  walk.left -= 1;
  return await walk.lookUp(name, type);
}

/** Quotes, spaces or a wrong version around what should be `v=spf1`. */
export function looksLikeSpf(text: string): boolean {
  return /^(?:[\s"'\\(\ufeff]|ï»¿|â\u0080.|Â\u00a0)*(?:v\s*[=:]?\s*spf|spf\s*[=:]?\s*(?:v?1\b|2\.0\/)|txt\s+"?v=spf1)/i.test(
    text,
  );
}
