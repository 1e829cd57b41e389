import type { IdentityName } from '../../../model/identity.ts';
import type { CrossRead } from '../../portal-evidence.ts';
import type { Leaf } from './answer-text.ts';
import type { CrossCandidate } from './cross-candidate.ts';
import { isEcho } from './gather-atoms.ts';
import { howMet } from './met-anyway.ts';
import { putInto, sentValues } from './requests.ts';
import type { Setting } from './setting.ts';
import type { RawView } from './view.ts';

/** What was asked for one reference: the owner twice, the asker, the asker for an absent one and for its own. */
export interface Counted {
  readonly candidate: CrossCandidate;
  readonly owner: readonly [RawView, RawView];
  readonly cross: RawView;
  readonly others: readonly RawView[];
}

const leastDigits = 3;

/**
 * Answers that are a number or two: one number proves nothing, since it may come about by chance. Two references of the owner's with
 * different numbers, each of which the asker is given and an absent record is not, are one proof; where the asker is given
 * neither, they were kept back. undefined where the numbers settle nothing.
 */
export async function proveCounts(
  setting: Setting,
  proof: Omit<CrossRead, 'alive'>,
  counted: readonly Counted[],
  owner: IdentityName,
  asker: IdentityName,
): Promise<Omit<CrossRead, 'alive'> | undefined> {
  const told = [...counted, ...(await oneMore(setting, counted, owner, asker))].map((one) => ({
    ...one,
    numbers: numbersOf(one),
  }));
  const paths = new Set(told.flatMap(({ numbers }) => [...numbers.keys()]));
  for (const path of paths) {
    const with_ = told.filter(({ numbers }) => numbers.has(path));
    const values = with_.map(({ numbers }) => numbers.get(path) ?? '');
    const references = new Set(with_.map(({ candidate }) => candidate.slot.value));
    const digits = [...new Set(values)].join('').replace(/\D/g, '').length;
    if (references.size < 2 || new Set(values).size < 2 || digits < leastDigits) continue;
    const gives = (view: RawView, value: string) =>
      view.content.leaves.some((leaf) => placed(leaf) === path && leaf.value === value);
    const held = with_.filter(({ cross }, at) => gives(cross, values[at] ?? '')).length;
    if (held > 0 && held < with_.length) continue;
    let leaks = held === with_.length;
    for (const [at, { candidate }] of leaks ? with_.entries() : [])
      leaks = leaks && gives(await setting.ask(candidate.askerRequest, asker), values[at] ?? '');
    if (held > 0 && !leaks) continue;
    const reference = with_[0]?.candidate.slot.value ?? '';
    // What names the owner's tenant in its own requests may be met anywhere: that shares none of its sums.
    const ofTenant = with_.some(({ candidate }) => candidate.ofTenant);
    const operation = with_[0]?.candidate.operation;
    const met = leaks && !ofTenant ? await howMet(setting, reference, owner, asker, operation) : undefined;
    const mark = setting.context.world.mark(`${proof.template} ${path} ${values.join(' ')}`);
    const holding = <T extends { readonly holds: readonly string[] }>(view: T): T => ({ ...view, holds: [mark] });
    return {
      ...proof,
      atoms: [{ mark, source: 'together', path: '', type: 'record', length: with_.length, hint: '', sent: false }],
      ownerViews: proof.ownerViews.map(holding),
      crossViews: leaks ? proof.crossViews.map(holding) : proof.crossViews,
      ...(met === 'list' ? { metAnyway: true } : met === 'search' ? { metBySearch: true } : {}),
    };
  }
  return undefined;
}

/** Where pages asked for one record alone: another one that the owner's same answers name. */
async function oneMore(
  setting: Setting,
  counted: readonly Counted[],
  owner: IdentityName,
  asker: IdentityName,
): Promise<readonly Counted[]> {
  const [first] = counted;
  if (!first || new Set(counted.map((one) => one.candidate.slot.value)).size > 1 || numbersOf(first).size === 0)
    return [];
  const { slot, askerRequest } = first.candidate;
  const others = setting.map.producersOf(owner, slot.value).flatMap((one) => [...setting.map.produced(owner, one)]);
  const value = others.find((one) => one !== slot.value && one.length >= 3 && !setting.knows(asker, one));
  if (value === undefined) return [];
  const request = putInto(askerRequest, slot, value);
  const views = [await setting.ask(request, owner), await setting.ask(request, owner)] as const;
  const candidate = {
    ...first.candidate,
    ownerRequest: request,
    askerRequest: request,
    slot: { ...slot, value },
    sent: sentValues(request),
  };
  return [{ candidate, owner: views, cross: await setting.ask(request, asker), others: first.others }];
}

const placed = ({ path }: Leaf) => path.replace(/\[\d+\]/g, '[]');

/** Numbers of the owner's answer, the same twice, that no answer for another reference has at their place. */
function numbersOf({ owner: [first, second], others, candidate }: Counted): ReadonlyMap<string, string> {
  // An answer of nothing but a count beside no rows passes for an empty one elsewhere.
  const told = (view: RawView) => view.outcome === 'data' || view.outcome === 'empty';
  if (!told(first) || !told(second) || first.content.leaves.length > 40) return new Map();
  const is = (leaf: Leaf, value: string) => (one: Leaf) => placed(one) === placed(leaf) && one.value === value;
  return new Map(
    first.content.leaves
      .filter(
        (leaf) =>
          /^[1-9]\d{0,8}([.,]\d+)?$/.test(leaf.value) &&
          !isEcho(leaf.value, candidate.sent) &&
          second.content.leaves.some(is(leaf, leaf.value)) &&
          !others.some((view) => view.content.leaves.some(is(leaf, leaf.value))),
      )
      .map((leaf) => [placed(leaf), leaf.value]),
  );
}
