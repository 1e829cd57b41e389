import type { Config } from '../model/config.ts';
import type { Dossier } from '../model/dossier.ts';
import type { PolicyView } from '../model/scorecard.ts';

type Rule = NonNullable<Config['policy']>[number];
/** The rules that the recording suggests behind those of the config, and what it cannot decide. */
export interface PolicyDraft {
  readonly policy: readonly Rule[];
  readonly questions: PolicyView['questions'];
}
interface Seen {
  readonly method: string;
  readonly template: string;
  readonly seenBy: readonly string[];
  readonly reads: boolean;
  /** `page` where it answers with HTML. */
  readonly answers?: string;
  readonly slots?: readonly { readonly place: string; readonly name: string }[];
}

interface AsNobody {
  readonly method: string;
  readonly template: string;
  readonly anonymousViews: readonly { readonly outcome: string; readonly holds: readonly string[] }[];
}

/** A change that the crawl held back, and that its owner was then shown to be able to make. */
interface Shown {
  readonly method: string;
  readonly template: string;
  readonly owner: string;
  readonly control: boolean;
}

function shown(writes: readonly Shown[], recorded: readonly Seen[]): readonly Seen[] {
  const known = new Set(recorded.map(opOf));
  return writes.flatMap(({ method, template, owner, control }): Seen[] => {
    const one = { method, template, seenBy: [owner], reads: false };
    const isNew = control && !known.has(opOf(one));
    known.add(opOf(one));
    return isNew ? [one] : [];
  });
}

/** A function that a customer's owner is offered and an ordinary user of the same customer is not. */
interface Within {
  readonly method: string;
  readonly template: string;
  readonly within?: { readonly does: string };
  readonly write?: { readonly changed: boolean | null };
}

const passwordName = /passw|pwd|kennwort|wachtwoord|contrase|senha|mot_?de_?passe|has[lł]o|parola/i;
const signInName = /log-?in|sign-?in|session|auth|token|anmeld|inlog|connexion|conectar|acce(so|di)|entrar|logowan/i;
/** A request that carries one password, at an address that says so, signs in: everybody may send it. */
const isSignIn = ({ template, reads, slots = [] }: Seen) =>
  !reads &&
  signInName.test(template) &&
  slots.filter(({ place, name }) => place === 'body' && passwordName.test(name)).length === 1;

const customers = ['a', 'b', 'a2'];

/**
 * The policy matrix as it was recorded, for the owner to correct: who was seen to use what. What the recording cannot decide
 * is a question, never a rule. undefined where no portal was walked.
 */
export function draftPolicy(dossier: Dossier): PolicyDraft | undefined {
  const of = <Value>(kind: string) =>
    dossier.evidence.flatMap((one) => (one.seen && one.kind === kind ? [one.value as unknown as Value] : []));
  const recorded = of<Seen>('portal.operation');
  if (recorded.length === 0) return undefined;
  const operations = [...recorded, ...shown(of<Shown>('tenancy.write'), recorded)];
  const asNobody = of<AsNobody>('tenancy.anonymous');
  const isData = ({ outcome }: AsNobody['anonymousViews'][number]) => outcome === 'data';
  const open = new Set(
    asNobody.filter((one) => one.anonymousViews.some((view) => isData(view) && view.holds.length > 0)).map(nameOf),
  );
  // Whoever is signed out asks for much and gets nothing of it: that is no right.
  const refused = new Set(asNobody.filter((one) => !one.anonymousViews.some(isData)).map(nameOf));
  const same = of<{ method: string; template: string; sameForAnyone: boolean; atoms?: readonly unknown[] }>(
    'tenancy.list',
  ).filter((one) => one.sameForAnyone);
  const alike = new Set(same.map(nameOf));
  // A page that holds nothing of its owner and is the same for everybody is a frame that scripts fill.
  const frames = new Set(same.filter(({ atoms }) => atoms?.length === 0).map(nameOf));
  const declared = dossier.config.policy ?? [];
  const decided = new Set(declared.map(({ op }) => op));
  const policy: Rule[] = [];
  const questions: PolicyView['questions'] = [];
  for (const one of [...operations].sort((x, y) => (nameOf(x) < nameOf(y) ? -1 : 1))) {
    const op = opOf(one);
    const seen = one.seenBy.join(', ');
    const byCustomers = one.seenBy.some((who) => customers.includes(who));
    const byNobody = one.seenBy.includes('anonymous') && !refused.has(nameOf(one));
    if (decided.has(op)) continue;
    if (one.seenBy.length === 0)
      questions.push({
        op,
        question: 'The scripts of the portal hold it, and nobody was seen to use it. Who may?',
        seen: 'nobody',
      });
    else if (open.has(nameOf(one)))
      questions.push({
        op,
        question: 'Strangers receive values of its owner. Is that meant? Then declare anonymous: allow.',
        seen,
      });
    else if (isSignIn(one)) policy.push({ op, anonymous: 'allow', scope: 'shared' });
    else if (byNobody && byCustomers && !one.reads)
      questions.push({ op, question: 'Strangers were seen to write here. Is that meant?', seen });
    else if (byNobody) policy.push({ op, anonymous: 'allow', scope: 'shared' });
    else if (!byCustomers) policy.push({ op, roles: one.seenBy.filter((who) => who !== 'anonymous') });
    else if (one.answers === 'page' && frames.has(nameOf(one))) policy.push({ op, scope: 'shared' });
    else if (alike.has(nameOf(one)))
      questions.push({
        op,
        question: 'Everybody receives the same. Is it shared by all customers? Then declare scope: shared.',
        seen,
      });
    else policy.push({ op, scope: 'tenant' });
  }
  for (const one of of<Within>('tenancy.function')) {
    const op = opOf(one);
    if (one.within?.does !== 'change' || one.write?.changed !== true || decided.has(op)) continue;
    const question =
      'Only the pages of a customer’s owner offer it, and the server takes it from any user of that customer. Who may? Then declare roles.';
    questions.push({ op, question, seen: 'a, a2' });
  }
  return { policy: [...declared, ...onceEach(policy)], questions: onceEach(questions) };
}

/** Two addresses that differ in the name of a placeholder alone read alike in a rule. */
function onceEach<One>(all: readonly One[]): One[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** The draft as a report shows it: for each kind of people what they may do, questions apart. */
export function policyView(dossier: Dossier): PolicyView | undefined {
  const draft = draftPolicy(dossier);
  if (!draft) return undefined;
  const declared = new Set((dossier.config.policy ?? []).map(({ op }) => op));
  const groups = new Map<string, { op: string; declared: boolean }[]>();
  for (const rule of draft.policy) {
    const who = whoOf(rule);
    groups.set(who, [...(groups.get(who) ?? []), { op: rule.op, declared: declared.has(rule.op) }]);
  }
  return {
    groups: [...groups].map(([who, operations]) => ({ who, operations })),
    questions: draft.questions,
  };
}

function whoOf({ anonymous, roles, scope }: Rule): string {
  if (anonymous === 'allow') return 'Anybody, signed in or not';
  if (roles && roles.length > 0) return `Only ${roles.join(', ')}`;
  return scope === 'shared' ? 'Every customer, the same for all' : 'Each customer, its own alone';
}

const nameOf = ({ method, template }: { readonly method: string; readonly template: string }) =>
  `${method} ${template}`;

/** `{id}` becomes `*`: what the config's patterns understand. */
const opOf = ({ method, template }: Pick<Seen, 'method' | 'template'>) =>
  `${method} ${template.replace(/\{[^}]*\}/g, '*')}`;
