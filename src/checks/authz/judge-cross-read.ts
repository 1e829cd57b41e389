import type { CrossRead, View } from '../../collectors/portal-evidence.ts';
import type { Answer } from '../../model/check.ts';
import { gap } from '../../model/gap.ts';
import {
  allAlive,
  canProve,
  describeAlive,
  describeAtoms,
  describeView,
  holdsOwn,
  inBoth,
  leaksBeyond,
  oneValue,
  proves,
  provesBySentence,
  provesOnce,
  sharedByKind,
  sharedOrSearched,
  unsettled,
} from './atom-proof.ts';

/** What a cross-tenant read can turn out to be. */
export type CrossReadCode =
  | 'denied'
  | 'same-for-all'
  | 'nothing-of-its-own'
  | 'neutral'
  | 'shared-as-declared'
  | 'open-to-all'
  | 'shared-by-all'
  | 'leak'
  | 'existence'
  | 'structure'
  | 'contact'
  | 'one-value'
  | 'session-lost'
  | 'nothing-there'
  | 'not-settled';

type Code = CrossReadCode;

/** TENANCY: the owner's view twice, the asker's, nobody's, an absent reference's; decided by the owner's own values alone. */
export function judgeCrossRead(record: CrossRead): Answer<Code> {
  const [cross] = record.crossViews;
  const held = inBoth(record.crossViews);
  const evidence = [
    { label: 'reference', value: `${record.slot.place} ${record.slot.name} of ${record.owner}, ${record.origin}` },
    ...describeView(`${record.owner} asks (owner)`, record.ownerViews[0]),
    ...describeView(`${record.asker} asks for the same`, cross),
    ...describeView(`${record.asker} asks again`, record.crossViews[1]),
    ...describeView(`${record.asker} asks for an absent one`, record.nullControl),
    ...describeView('nobody asks', record.anonymousView),
    ...describeAtoms(record.atoms, held),
    describeAlive(record.alive),
  ];
  const answer = (code: Code, extra: Partial<Answer<Code>> = {}): Answer<Code> => ({ code, evidence, ...extra });
  if (!cross) return answer('not-settled', unsettled('no answer'));
  const sentence = provesBySentence(
    record.atoms,
    record.atoms.map((atom) => atom.mark),
  );
  const proof = provesBySentence(record.atoms, held) ? 'leak' : proves(record.atoms, held);
  if (proof === 'leak') {
    const beyond = leaksBeyond(record.atoms, held, record.anonymousView);
    if (beyond === 'as-open') return answer('open-to-all');
    if (beyond === 'part-open') return answer('one-value', { gap: oneValue });
    const planted = record.atoms.some((atom) => atom.source === 'canary' && held.includes(atom.mark));
    if (record.metAnyway && !planted) return answer('shared-by-all');
    if (record.declared === 'shared') return answer('shared-as-declared');
    if (record.metBySearch && !planted) return answer('not-settled', sharedOrSearched);
    if (record.sharedKind && !planted) return answer('not-settled', sharedByKind);
    return answer('leak', { data: { count: countOf(record, held) }, confidence: 'certain' });
  }
  const once = provesOnce(record.atoms, record.crossViews);
  if (once !== undefined) return answer('not-settled', unsettled(once));
  if (!allAlive(record.alive))
    return answer('session-lost', {
      gap: gap(
        'session-lost',
        'A session was lost while this was asked.',
        'Run again; if it recurs, give the accounts longer sessions or raise the rate limit for them.',
      ),
    });
  const [first, second] = record.ownerViews;
  if (isShell(record)) return answer('same-for-all');
  if (first?.outcome === 'data' && record.atoms.length === 0 && record.tellingValues >= 2)
    return answer('nothing-of-its-own', { data: { count: record.tellingValues } });
  if (
    first?.outcome !== 'data' ||
    second?.outcome !== 'data' ||
    !(canProve(record.atoms) || sentence || (holdsOwn(record.atoms) && isPlainRefusal(cross, record.nullControl)))
  )
    return answer('nothing-there', {
      gap: gap(
        'nothing-to-compare',
        `${record.owner.toUpperCase()} has nothing distinctive behind ${record.method} ${record.template}.`,
        'Give customer B a record with a few distinctive values, or permit a planted canary with --permit write.',
        5,
      ),
    });
  if (proof === 'contact') return answer('contact');
  if (proof === 'one-atom') return answer('one-value', { gap: oneValue });
  return settle(record, cross, answer);
}

/** A record of short values is one atom and as many values as it has. */
function countOf({ atoms }: CrossRead, held: readonly string[]): number {
  const size = (mark: string) => {
    const atom = atoms.find((one) => one.mark === mark);
    return atom?.source === 'together' && atom.type !== 'file' ? atom.length : 1;
  };
  return held.reduce((sum, mark) => sum + size(mark), 0);
}

/** A single-page application answers every path with its one page: the owner's answer is the answer to nonsense. */
function isShell({ atoms, ownerViews: [first], nonsense, anonymousView }: CrossRead): boolean {
  const same = (view: View | undefined) =>
    view !== undefined &&
    first !== undefined &&
    view.status === first.status &&
    view.shape === first.shape &&
    Math.abs(view.bytes - first.bytes) <= 64;
  return atoms.length === 0 && first?.outcome === 'data' && (same(nonsense) || same(anonymousView));
}

/** A refusal that needs no atoms to be believed: by its kind, or because an absent reference gets the very same. */
function isPlainRefusal(cross: View, control: View | undefined): boolean {
  if (['denied', 'sign-in', 'error-body'].includes(cross.outcome)) return true;
  const same = control !== undefined && control.status === cross.status && control.shape === cross.shape;
  return same && cross.outcome === 'empty';
}

const refusals = ['denied', 'sign-in', 'error-body', 'empty', 'redirect', 'client-error'];

function settle(
  record: CrossRead,
  cross: View,
  answer: (code: Code, extra?: Partial<Answer<Code>>) => Answer<Code>,
): Answer<Code> {
  const control = record.nullControl;
  const told = { outcome: `HTTP ${cross.status}, ${cross.outcome}` };
  // An answer to HEAD has no body by design (RFC 9110 §9.3.2): its status is all that it says.
  if (record.method === 'HEAD' && cross.status < 300 && cross.outcome === 'empty') {
    if (control === undefined) return answer('not-settled', unsettled(told.outcome));
    // What anybody may see is no secret by being there.
    if (control.status < 300 || (record.anonymousView?.status ?? 0) === 200) return answer('neutral');
    return answer('existence', { data: { cross: cross.status, absent: control.status } });
  }
  if (refusals.includes(cross.outcome)) {
    const telling =
      control !== undefined &&
      refusals.includes(control.outcome) &&
      control.status !== cross.status &&
      [401, 403].includes(cross.status) &&
      [400, 404, 410, 422].includes(control.status);
    if (telling) return answer('existence', { data: { cross: cross.status, absent: control.status } });
    if (cross.outcome === 'client-error' && control?.status !== cross.status)
      return answer('not-settled', unsettled(told.outcome));
    return answer('denied', { data: told });
  }
  if (cross.outcome !== 'data') return answer('not-settled', unsettled(told.outcome));
  const alike = [control, record.nonsense, record.ownView].some(
    (view) =>
      view !== undefined && view.outcome === 'data' && view.shape === cross.shape && view.status === cross.status,
  );
  if (alike) return answer('neutral');
  if (cross.shape === record.ownerViews[0]?.shape) return answer('structure');
  return answer('not-settled', unsettled(`an answer of another kind (HTTP ${cross.status}) without any value of B's`));
}
