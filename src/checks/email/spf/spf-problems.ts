import type { SpfLook } from '../../../collectors/mail-evidence.ts';
import { isBelow, mailSenders } from '../../../parse/mail-senders.ts';
import type { SpfSummary } from '../../../parse/spf/spf-lint.ts';
import type { SpfCode } from './check.ts';

export interface SpfProblem {
  readonly code: SpfCode;
  readonly data: Readonly<Record<string, string | number>>;
}

const mostBytes = 450;

/** Everything that is wrong with a record that is there, worst first. */
export function spfProblems(
  look: SpfLook,
  summary: SpfSummary,
  limits: Readonly<Record<string, number>>,
): readonly SpfProblem[] {
  const most = limits['email.spf.max-lookups'] ?? 10;
  const mostVoid = limits['email.spf.max-void-lookups'] ?? 2;
  const perSender = limits['email.spf.max-includes-per-sender'];
  const problems: SpfProblem[] = [];
  const add = (code: SpfCode, list: readonly string[], data: SpfProblem['data'] = {}) => {
    if (list.length > 0) problems.push({ code, data: { detail: shortened(list), ...data } });
  };
  const broken = (what: SpfSummary['broken'][number]['what']) =>
    summary.broken.filter((one) => one.what === what).map(({ detail }) => detail);

  add('syntax-error', broken('syntax'));
  add('allows-everyone', summary.everybody);
  add('broken-include', broken('include'));
  if (look.sends) add('never-read', summary.passedOver);
  add('include-loop', broken('loop'));
  add('too-many-servers', broken('too-many-mx'));
  if (summary.lookUps > most) add('too-many-lookups', summary.includes.slice(0, 1), { count: summary.lookUps, most });
  if (summary.lookUps > most && summary.includes.length === 0)
    problems.push({ code: 'too-many-lookups', data: { count: summary.lookUps, most } });
  if (summary.voidLookUps.length > mostVoid)
    add('too-many-void', summary.voidLookUps, { count: summary.voidLookUps.length, most: mostVoid });
  if (!look.sends) {
    const senders = look.tree.branches.filter(
      (one) => one.kind !== 'all' && one.kind !== 'modifier' && one.kind !== 'exp',
    );
    add('parked-open', [
      ...senders.map(({ text }) => text),
      ...(senders.length === 0 && summary.all === '~' ? ['~all where -all would do'] : []),
    ]);
  }
  // What a redirect leads to by a macro, or was not followed to, may end in anything.
  const blind = look.tree.branches.some(
    (one) =>
      one.kind === 'redirect' && !one.ignored && (one.outcome === 'by-macro' || one.node?.outcome === 'not-asked'),
  );
  const unread = blind || summary.broken.length > 0 || summary.trouble.length > 0;
  if (summary.everybody.length === 0 && !unread && summary.all !== '-' && summary.all !== '~')
    add('open-ended', [summary.all === undefined ? 'without “all”' : `in “${summary.all}all”`]);
  add('not-approved', strangersIn(look));
  const repeated = perSender !== undefined && perSender <= 1 ? 'repeated-include' : 'repeated-include-noted';
  add(repeated, summary.repeated);
  add('wide-network', summary.wide);
  add('uses-ptr', summary.ptr);
  const lost = look.sends ? summary.lost : [];
  const leftOver = summary.ignored.filter((text) => /^redirect=/i.test(text) && !lost.includes(text));
  add(
    lost.length > 0 ? 'senders-after-all' : 'after-all',
    summary.ignored.filter((text) => !leftOver.includes(text)),
  );
  add('redirect-beside-all', leftOver);
  const bytes = look.tree.records[0]?.length ?? 0;
  if (bytes > mostBytes) problems.push({ code: 'long-record', data: { count: bytes } });
  return problems;
}

/** Includes of the domain's own record that the owner's list does not name. */
function strangersIn({ approved, tree, domain }: SpfLook): readonly string[] {
  if (!approved) return [];
  const listed = approved.map((one) => one.trim().toLowerCase());
  const ends = mailSenders.flatMap((one) => (listed.includes(one.name.toLowerCase()) ? one.spf : []));
  return tree.branches.flatMap(({ kind, ignored, target }) => {
    const followed = (kind === 'include' || kind === 'redirect') && !ignored && target !== undefined;
    return followed && !isBelow(target, [...listed, ...ends, domain]) ? [target] : [];
  });
}

function shortened(list: readonly string[]): string {
  const shown = list.slice(0, 4).map((text) => (text.length > 120 ? `${text.slice(0, 120)}…` : text));
  return `${shown.join('; ')}${list.length > 4 ? ` and ${list.length - 4} more` : ''}`;
}
