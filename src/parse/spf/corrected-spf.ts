import type { SpfNode } from './spf-tree.ts';

/**
 * The record without what breaks it: broken and repeated terms, names that have nothing, `ptr`, what lets everybody in, and
 * several records put into one. It ends in `-all` where one did, else in `~all`.
 */
export function correctedSpf(root: SpfNode): string {
  const terms = root.outcome === 'several' ? root.records.flatMap(termsOf) : ownTerms(root);
  const kept = [...new Map(terms.map((term) => [term.toLowerCase(), term])).values()].filter((term) => !isAll(term));
  const strict = root.records.some((record) => /(?:^| )-all(?: |$)/i.test(record));
  const redirect = kept.some((term) => /^redirect=/i.test(term));
  return ['v=spf1', ...kept, ...(redirect ? [] : [strict ? '-all' : '~all'])].join(' ');
}

function termsOf(record: string): readonly string[] {
  return record.split(' ').filter((term) => term !== '' && !/^v=spf1$/i.test(term));
}

function isAll(term: string): boolean {
  return /^[+\-~?]?all$/i.test(term);
}

const dead = ['none', 'no-such-name', 'several', 'loop', 'no-name'];

function ownTerms(root: SpfNode): readonly string[] {
  return root.branches
    .filter((branch) => branch.kind !== 'broken' && branch.kind !== 'ptr' && !branch.ignored && branch.bits !== 0)
    .filter((branch) => branch.outcome !== 'nothing' && !(branch.node && dead.includes(branch.node.outcome)))
    .map((branch) => branch.text);
}
