import { meantAsSender, repairTerms } from './repair-terms.ts';
import type { SpfBranch, SpfNode } from './spf-tree.ts';

/**
 * A valid record that names every sender which the published ones name: several put into one, mistakes repaired, what stands
 * behind `all` put before it. Left out is what has nothing behind it, `ptr`, and what lets everybody in. It ends in `-all` where
 * one did, else in `~all`; undefined where no sender is left, so that nobody pastes a record that stops all mail.
 */
export function correctedSpf(root: SpfNode, more: readonly string[] = []): string | undefined {
  const published = root.records.length > 0 ? root.records : root.misspelt;
  const repaired = published.map((record) => awake(repairTerms(record)));
  const dead = new Map(
    (root.ofSeveral ?? root.branches).filter(isDead).map((branch) => [branch.text.toLowerCase(), branch]),
  );
  const standIns = (term: string) => {
    const branch = dead.get(term.toLowerCase());
    return branch === undefined ? [term] : sendersBehind(branch);
  };
  const terms = [...repaired.flat().flatMap(standIns), ...more].flatMap(narrowed);
  // Where two endings disagree nobody is refused who was let through before.
  const endings = repaired.flatMap((list) => list.filter(isAll).slice(0, 1));
  const strict = endings.length > 0 && endings.every((term) => /^-all$/i.test(term));
  const alone = terms.length > 0 && terms.every((term) => /^(?:redirect|exp)=/i.test(term)) && published.length === 1;
  const hasAll = repaired.flat().some(isAll);
  const [redirect, second] = terms.filter((term) => /^redirect=/i.test(term));
  const exp = terms.find((term) => /^exp=/i.test(term));
  if (alone && redirect !== undefined && second === undefined && !hasAll && more.length === 0)
    return ['v=spf1', redirect, ...(exp === undefined ? [] : [exp])].join(' ');
  const senders = terms
    .filter((term) => !isAll(term) && !/^exp=/i.test(term))
    .map((term) => term.replace(/^redirect=/i, 'include:'));
  const spelt = (term: string) => term.replace(/^\+/, '').replace(/\.$/, '').toLowerCase();
  const unique = [...new Map(senders.map((term) => [spelt(term), term])).values()];
  if (!unique.some(isSender)) return undefined;
  return ['v=spf1', ...unique, ...(exp === undefined ? [] : [exp]), strict ? '-all' : '~all'].join(' ');
}

/** It names somebody who may send; unknown modifiers and negative terms do not. */
export function isSender(term: string): boolean {
  return /^\+?(?:include:|ip4:|ip6:|exists:|ptr|a(?:[:/]|$)|mx(?:[:/]|$)|redirect=)/i.test(term);
}

function isAll(term: string): boolean {
  return /^[+\-~?]?all$/i.test(term);
}

const deadNodes = ['none', 'no-such-name', 'several', 'loop', 'no-name'];

function isDead(branch: SpfBranch): boolean {
  if (meantAsSender.test(branch.text)) return false;
  if (branch.kind === 'exists' && branch.target !== undefined && (branch.found ?? 0) > 0) return true;
  return branch.outcome === 'nothing' || (branch.node !== undefined && deadNodes.includes(branch.node.outcome));
}

/** Behind `all` a sender was meant to be let in; a refusal there was never one. */
function awake(terms: readonly string[]): readonly string[] {
  const end = terms.findIndex(isAll);
  return terms.filter((term, at) => end < 0 || at <= end || !term.startsWith('-'));
}

/** An include that leads to several records, or to a misspelt one, still says who was meant. */
function sendersBehind({ kind, node }: SpfBranch): readonly string[] {
  if (kind !== 'include' || node === undefined || !['several', 'none'].includes(node.outcome)) return [];
  return [...node.records, ...(node.records.length > 0 ? [] : node.misspelt)]
    .flatMap(repairTerms)
    .filter((term) => isSender(term) && !/^ptr/i.test(term) && !/^redirect=/i.test(term));
}

/** Without `ptr`, and without prefix lengths that let everybody in. */
function narrowed(term: string): readonly string[] {
  if (/^[+\-~?]?ptr/i.test(term)) return [];
  const [, network = '', length = ''] = /^\+?(ip[46]:[^/]+)\/(\d+)$/i.exec(term) ?? [];
  if (network !== '' && Number(length) <= 1)
    return /:(?:0\.0\.0\.0|128\.0\.0\.0|::|8000::)$/i.test(network) ? [] : [network];
  return [
    term.replace(
      /^(\+?(?:a|mx)(?::[^/]+)?)((?:\/\d+)?)((?:\/\/\d+)?)$/i,
      (_whole, name: string, four: string, six: string) =>
        `${name}${four === '/0' || four === '/1' ? '' : four}${six === '//0' || six === '//1' ? '' : six}`,
    ),
  ];
}
