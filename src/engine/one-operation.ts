import type { Finding } from '../model/finding.ts';

const namedAtMost = 5;

/**
 * One flaw of one operation is one finding. The same address is met under several templates (with the customer's own word in it,
 * with ids under other names, as a page and as what a script asks for in its place), and asked by several references: the finding
 * with the most general template stands, and names the others with what reproduces them.
 */
export function oneOfEachOperation(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<Finding, Finding[]>();
  for (const finding of findings.filter(isFlaw).toSorted(mostGeneral)) {
    const first = [...merged.keys()].find((one) => isSame(one, finding));
    if (first) merged.get(first)?.push(finding);
    else merged.set(finding, []);
  }
  return findings.flatMap((finding) => {
    const others = merged.get(finding);
    if (others === undefined) return isFlaw(finding) ? [] : [finding];
    return [
      others.length === 0 ? finding : { ...finding, evidence: [...finding.evidence, ...naming(finding, others)] },
    ];
  });
}

const isFlaw = (one: Finding) => one.status === 'fail' && one.operation !== undefined && one.waiver === undefined;

function naming(finding: Finding, others: readonly Finding[]): Finding['evidence'] {
  const said = others.slice(0, namedAtMost).map(({ subject, says, reproduce }) => ({
    label: 'the same operation, found as well',
    value: [subject, ...(says === finding.says ? [] : [says]), ...(reproduce ? [reproduce] : [])].join(': '),
  }));
  const left = others.length - said.length;
  return left > 0 ? [...said, { label: 'the same operation, found as well', value: `${left} more times` }] : said;
}

function isSame(one: Finding, other: Finding): boolean {
  return (
    one.check === other.check &&
    one.operation?.method === other.operation?.method &&
    kindOf(one) === kindOf(other) &&
    hostOf(one) === hostOf(other) &&
    alike(partsOf(one), partsOf(other))
  );
}

/** What was put back and what was not are one flaw; what a customer reads and what it deletes are two. */
const kindOf = ({ code }: Finding) => code.replace(/-and-left$/, '');

const hostOf = ({ reproduce }: Finding) => /https?:\/\/[^/\s'"]+/.exec(reproduce)?.[0];

/** A page, and what a script asks for in its place, are one operation; what is moved by a field is another than what is changed. */
const partsOf = ({ operation }: Finding): readonly string[] =>
  (operation?.template ?? '').replace(/ \((server component|as data)\)$/, '').split('/');

const isBlank = (part: string) => /^\{[^{}]*\}$/.test(part);

/** A word may stand for an id where more of the address follows; at its end it may as well be an operation of its own. */
function alike(one: readonly string[], other: readonly string[]): boolean {
  return (
    one.length === other.length &&
    one.every((part, at) => {
      const [here, there] = [part, other[at] ?? ''];
      if (here === there || (isBlank(here) && isBlank(there))) return true;
      return at < one.length - 1 && (isBlank(here) || isBlank(there));
    })
  );
}

const generality = (finding: Finding) => partsOf(finding).filter(isBlank).length;
const byName = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);

function mostGeneral(one: Finding, other: Finding): number {
  return (
    generality(other) - generality(one) ||
    (one.operation?.template.length ?? 0) - (other.operation?.template.length ?? 0) ||
    byName(one.id, other.id)
  );
}
