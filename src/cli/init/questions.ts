import { confirm, isCancel, text } from '@clack/prompts';
import { checklists } from '../../checklists/index.ts';
import type { RedFlag } from '../../model/checklist.ts';
import type { ChecklistId } from '../../model/checklist.ts';
import type { Scorecard } from '../../model/scorecard.ts';

export interface FlagAnswer {
  readonly flag: string;
  readonly raised: boolean;
}

/** Red flags of the checklists that evidence has not settled: without an audit, those that no machine look can settle. */
export function openFlags(
  ids: readonly ChecklistId[],
  card: Scorecard | undefined,
  attestable: (check: string) => boolean,
): readonly RedFlag[] {
  const all = ids.flatMap((id) => checklists[id].redFlags);
  const settled = new Set(
    (card?.redFlags ?? []).filter(({ status }) => ['pass', 'fail', 'warn'].includes(status)).map(({ id }) => id),
  );
  const open = all.filter(({ id, raisedBy }) => !settled.has(id) && (card !== undefined || raisedBy.every(attestable)));
  return [...new Map(open.map((flag) => [flag.id, flag])).values()];
}

/** Asks about each flag at a terminal. Undefined when the person cancelled. */
export async function askFlags(
  flags: readonly RedFlag[],
): Promise<{ readonly answers: readonly FlagAnswer[]; readonly name: string; readonly role: string } | undefined> {
  const answers: FlagAnswer[] = [];
  for (const { id, title, stopShip } of flags) {
    const raised = await confirm({
      message: `Is this so? ${title}.${stopShip ? ' (It stops the launch.)' : ''}`,
      initialValue: false,
    });
    if (isCancel(raised)) return undefined;
    answers.push({ flag: id, raised });
  }
  const name = await text({
    message: 'Your name',
    validate: (value) => (value?.trim() ? undefined : 'A name is needed'),
  });
  if (isCancel(name)) return undefined;
  const role = await text({
    message: 'Your role',
    validate: (value) => (value?.trim() ? undefined : 'A role is needed'),
  });
  if (isCancel(role)) return undefined;
  return { answers, name, role };
}
