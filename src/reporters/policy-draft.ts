import type { Dossier } from '../model/dossier.ts';
import { escapeJson } from './escape.ts';

/** A rule of the config's `policy`, as the recording suggests it. */
interface DraftRule {
  readonly op: string;
  readonly anonymous?: 'allow';
  readonly roles?: readonly string[];
  readonly scope?: 'tenant' | 'shared';
}
interface Question {
  readonly op: string;
  readonly question: string;
  readonly seen: string;
}
interface Seen {
  readonly method: string;
  readonly template: string;
  readonly seenBy: readonly string[];
  readonly reads: boolean;
}

const customers = ['a', 'b', 'a2'];

/**
 * The policy matrix as it was recorded, for the owner to correct and to put into the config: who was seen to use what.
 * What the recording cannot decide is a question, never a rule. undefined where no portal was walked.
 */
export function renderPolicyDraft(dossier: Dossier): string | undefined {
  const of = <Value>(kind: string) =>
    dossier.evidence.flatMap((one) => (one.seen && one.kind === kind ? [one.value as unknown as Value] : []));
  const operations = of<Seen>('portal.operation');
  if (operations.length === 0) return undefined;
  const open = new Set(
    of<{ method: string; template: string; anonymousViews: readonly { outcome: string; holds: readonly string[] }[] }>(
      'tenancy.anonymous',
    )
      .filter((one) => one.anonymousViews.some((view) => view.outcome === 'data' && view.holds.length > 0))
      .map(nameOf),
  );
  const alike = new Set(
    of<{ method: string; template: string; sameForAnyone: boolean }>('tenancy.list')
      .filter((one) => one.sameForAnyone)
      .map(nameOf),
  );
  const decided = new Set((dossier.config.policy ?? []).map(({ op }) => op));
  const policy: DraftRule[] = [];
  const questions: Question[] = [];
  for (const one of [...operations].sort((x, y) => (nameOf(x) < nameOf(y) ? -1 : 1))) {
    const op = opOf(one);
    const seen = one.seenBy.join(', ');
    const byCustomers = one.seenBy.some((who) => customers.includes(who));
    const byNobody = one.seenBy.includes('anonymous');
    if (decided.has(op)) continue;
    if (open.has(nameOf(one)))
      questions.push({
        op,
        question: 'Strangers receive values of its owner. Is that meant? Then declare anonymous: allow.',
        seen,
      });
    else if (byNobody && byCustomers && !one.reads)
      questions.push({ op, question: 'Strangers were seen to write here. Is that meant?', seen });
    else if (byNobody) policy.push({ op, anonymous: 'allow', scope: 'shared' });
    else if (!byCustomers) policy.push({ op, roles: [...one.seenBy] });
    else if (alike.has(nameOf(one)))
      questions.push({
        op,
        question: 'Everybody receives the same. Is it shared by all customers? Then declare scope: shared.',
        seen,
      });
    else policy.push({ op, scope: 'tenant' });
  }
  const draft = { note, policy: [...(dossier.config.policy ?? []), ...policy], questions };
  return `${escapeJson(JSON.stringify(draft, undefined, 2))}\n`;
}

const note =
  'Drafted from what the run recorded. Correct it, answer the questions, and put the rules under policy in the config: the first rule that matches counts, what no rule names is private to its tenant.';

const nameOf = ({ method, template }: { readonly method: string; readonly template: string }) =>
  `${method} ${template}`;

/** `{id}` becomes `*`: what the config's patterns understand. */
const opOf = ({ method, template }: Seen) => `${method} ${template.replace(/\{[^}]*\}/g, '*')}`;
