import { isSender } from './corrected-spf.ts';
import { meantAsSender } from './repair-terms.ts';
import type { SpfBranch, SpfNode } from './spf-tree.ts';

export interface SpfSummary {
  /** Look-ups that a sender may cost at most (RFC 7208 §4.6.4 allows 10); a macro may hide more. */
  readonly lookUps: number;
  /** Terms whose name has nothing at all (§4.6.4 allows 2). */
  readonly voidLookUps: readonly string[];
  /** `+`, `-`, `~`, `?` of the `all` that decides, through `redirect`; undefined where none stands. */
  readonly all?: string;
  /** Everything that makes receivers answer with a permanent error, with the path to it. */
  readonly broken: readonly { readonly what: 'syntax' | 'include' | 'loop' | 'too-many-mx'; readonly detail: string }[];
  /** Terms that let nearly everybody send. */
  readonly everybody: readonly string[];
  readonly wide: readonly string[];
  /** Names that could not be asked. */
  readonly trouble: readonly string[];
  /** Targets of include that are reached more than once, one of them from the domain's own record. */
  readonly repeated: readonly string[];
  readonly ptr: readonly string[];
  readonly ignored: readonly string[];
  /**
   * Senders that only terms behind `all` name: none of them is in. A redirect beside `all` (RFC 7208 §6.1: ignored) is one of
   * them where the record lets in nobody else; else it may be a leftover.
   */
  readonly lost: readonly string[];
  /** `include=…` and its kin: unknown modifiers, so the sender that was meant is not in. */
  readonly passedOver: readonly string[];
  /** Every included domain, in order. */
  readonly includes: readonly string[];
}

const widest4 = 8;
const widest6 = 16;

/** What a tree says as a whole; pure. */
export function summariseSpf(root: SpfNode): SpfSummary {
  const branches = evaluated(root, '');
  const includes = branches.flatMap(({ branch }) =>
    branch.kind === 'include' && branch.target ? [branch.target] : [],
  );
  const own = new Set(root.branches.flatMap((one) => (one.kind === 'include' && one.target ? [one.target] : [])));
  const counted = branches.filter(({ branch }) => branch.counts);
  const passing = branches.filter(({ branch, passes }) => passes && (branch.qualifier ?? '+') === '+');
  const texts = (list: readonly Placed[]) => list.map(({ branch, at }) => `${at}${branch.text}`);
  const all = allOf(root);
  const everybody = [
    ...texts(
      passing.filter(
        ({ branch }) =>
          (branch.kind === 'all' && !isTornOff(branch, root)) || branch.bits === 0 || isAlwaysThere(branch),
      ),
    ),
    ...halves(passing),
  ];
  return {
    lookUps: counted.length,
    voidLookUps: texts(counted.filter(({ branch }) => branch.outcome === 'nothing')),
    ...(all === undefined ? {} : { all }),
    broken: [
      ...brokenIn(root, ''),
      ...texts(counted.filter(({ branch }) => branch.kind === 'mx' && (branch.found ?? 0) > 10)).map((detail) => ({
        what: 'too-many-mx' as const,
        detail,
      })),
    ],
    everybody,
    wide: texts(passing.filter(({ branch }) => isWide(branch))).filter((text) => !everybody.includes(text)),
    trouble: troubleIn(root, branches),
    repeated: [...own].filter((name) => includes.filter((one) => one === name).length > 1),
    ptr: texts(branches.filter(({ branch }) => branch.kind === 'ptr')),
    ignored: root.branches.filter((branch) => branch.ignored).map((branch) => branch.text),
    lost: lostIn(root),
    passedOver: texts(branches.filter(({ branch }) => branch.kind === 'modifier' && meantAsSender.test(branch.text))),
    includes: [...new Set(includes)],
  };
}

interface Placed {
  readonly branch: SpfBranch;
  /** `include:a.example → `, empty in the domain's own record. */
  readonly at: string;
  /** A match here means `pass` at the top: only below includes that are not themselves negative. */
  readonly passes: boolean;
}

/** Every term that receivers may come to, depth first. */
function evaluated(node: SpfNode, at: string, passes = true): readonly Placed[] {
  return node.branches
    .filter((branch) => !branch.ignored)
    .flatMap((branch) => {
      const here = { branch, at, passes };
      if (!branch.node) return [here];
      const below = passes && (branch.kind === 'redirect' || branch.qualifier === '+');
      return [here, ...evaluated(branch.node, `${at}${branch.text} → `, below)];
    });
}

function brokenIn(node: SpfNode, at: string): SpfSummary['broken'] {
  const own = node.problems.map(({ term, problem }) => ({
    what: 'syntax' as const,
    detail: `${at}${term}: ${problem}`,
  }));
  const below = node.branches
    .filter((branch) => !branch.ignored)
    .flatMap((branch): SpfSummary['broken'] => {
      const next = branch.node;
      if (!next) return [];
      const detail = (text: string) => ({ what: 'include' as const, detail: `${at}${branch.text}: ${text}` });
      switch (next.outcome) {
        case 'none':
          return [
            detail(
              `${next.domain} has no SPF record${next.misspelt[0] ? ` (it has "${next.misspelt[0].slice(0, 60)}")` : ''}`,
            ),
          ];
        case 'no-such-name':
          return [detail(`${next.domain} does not exist`)];
        case 'no-name':
          return [detail('that is no domain name')];
        case 'several':
          return [detail(`${next.domain} has ${next.records.length} SPF records`)];
        case 'loop':
          return [{ what: 'loop', detail: `${at}${branch.text} leads back to ${next.domain}` }];
        default:
          return brokenIn(next, `${at}${branch.text} → `);
      }
    });
  return [...own, ...below];
}

function allOf(node: SpfNode): string | undefined {
  const all = node.branches.find((branch) => branch.kind === 'all');
  if (all) return all.qualifier;
  const redirect = node.branches.find((branch) => branch.kind === 'redirect');
  return redirect?.node ? allOf(redirect.node) : undefined;
}

function troubleIn(root: SpfNode, branches: readonly Placed[]): readonly string[] {
  const own = root.outcome === 'trouble' ? [root.domain] : [];
  const names = branches.flatMap(({ branch }) => {
    const failed = branch.outcome === 'trouble' || branch.node?.outcome === 'trouble';
    return failed && branch.target ? [branch.target] : [];
  });
  return [...new Set([...own, ...names])];
}

/** `exists` of a fixed name that is there matches whoever sends. */
function isAlwaysThere({ kind, target, found = 0 }: SpfBranch): boolean {
  return kind === 'exists' && target !== undefined && found > 0;
}

/** `~ all`: the sign stands before a space, and the record is void for that alone. */
function isTornOff({ text }: SpfBranch, root: SpfNode): boolean {
  return /^all$/i.test(text) && root.problems.some(({ term }) => /^[-~?]$/.test(term));
}

function lostIn({ branches }: SpfNode): readonly string[] {
  const spelt = (text: string) =>
    text
      .toLowerCase()
      .replace(/^\+/, '')
      .replace(/^redirect=/, 'include:');
  const read = new Set(branches.filter((branch) => !branch.ignored).map(({ text }) => spelt(text)));
  const letsIn = [...read].some(isSender);
  return branches
    .filter(({ text, ignored }) => ignored && isSender(text) && !read.has(spelt(text)))
    .filter(({ kind }) => kind !== 'redirect' || !letsIn)
    .map(({ text }) => text);
}

function isWide({ kind, bits }: SpfBranch): boolean {
  if (bits === undefined || bits === 0) return false;
  return kind === 'ip6' ? bits < widest6 : bits < widest4;
}

/** Two halves of the address space are the whole of it. */
function halves(passing: readonly Placed[]): readonly string[] {
  const share = (list: readonly Placed[]) => list.reduce((sum, { branch }) => sum + 2 ** -(branch.bits ?? 99), 0);
  return (['ip4', 'ip6'] as const).flatMap((kind) => {
    const nets = passing.filter(({ branch }) => branch.kind === kind && (branch.bits ?? 0) > 0);
    return share(nets) >= 0.5
      ? nets.filter(({ branch }) => isWide(branch)).map(({ branch, at }) => `${at}${branch.text}`)
      : [];
  });
}

const mostLines = 60;

/** The tree as lines for a person, a dot for each level; the number of a look-up stands before its term. */
export function spfTreeLines(root: SpfNode): readonly string[] {
  let count = 0;
  const lines: string[] = [];
  const walk = (node: SpfNode, depth: number) => {
    for (const branch of node.branches) {
      const number = branch.counts ? `${++count}. ` : '';
      const notes = [
        branch.ignored ? 'never evaluated' : '',
        branch.problem ?? '',
        branch.outcome === 'nothing' ? 'finds nothing' : '',
        branch.outcome === 'trouble' ? 'no answer' : '',
        branch.outcome === 'by-macro' ? 'depends on the sender' : '',
        branch.outcome === 'not-asked' ? 'not followed any more' : '',
        branch.found ? `${branch.found} found` : '',
        branch.node && !branch.ignored && branch.node.outcome !== 'record' ? nodeWords[branch.node.outcome] : '',
      ].filter((note) => note !== '');
      lines.push(`${'· '.repeat(depth)}${number}${branch.text}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`);
      if (branch.node && !branch.ignored) walk(branch.node, depth + 1);
    }
  };
  walk(root, 0);
  return lines.length > mostLines ? [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more`] : lines;
}

const nodeWords: Readonly<Record<SpfNode['outcome'], string>> = {
  record: '',
  none: 'has no SPF record',
  'no-such-name': 'does not exist',
  several: 'has several SPF records',
  trouble: 'no answer',
  loop: 'leads in a circle',
  'no-name': 'is no domain name',
  'not-asked': 'not followed any more',
};
