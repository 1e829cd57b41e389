import type { Collector } from '../collectors/collector.ts';
import { type Gap, gap } from '../model/gap.ts';

/** So much of the time without a turn for this process, and what is missing says nothing of the hosts. */
const heldUpShare = 0.2;
/** So many hosts are hardly slow together by chance. */
const severalHosts = 3;

/** A person's Ctrl-C, or the end that was set beforehand. */
export function stoppedBy(
  { reason }: AbortSignal,
  { heldUpMs, elapsedMs, hosts }: Readonly<Record<'heldUpMs' | 'elapsedMs' | 'hosts', number>>,
): Gap {
  if (!(reason instanceof Error) || reason.name !== 'TimeoutError') return interrupted();
  if (heldUpMs > elapsedMs * heldUpShare)
    return gap(
      'interrupted',
      `The time of this look was over; for ${(heldUpMs / 1000).toFixed(1)} s of it this machine was too busy to look, which is not the host's doing.`,
      'Run again when this machine has less to do, or run the audit, which waits longer.',
      2,
    );
  if (hosts >= severalHosts)
    return gap(
      'interrupted',
      `The time of this look was over while ${hosts} hosts were still being looked at: more likely this look is slow than all of them.`,
      'Run the audit, which waits longer, or look at fewer hosts.',
      2,
    );
  return gap(
    'interrupted',
    'The time of this look was over before everything had answered.',
    'Run the audit, which waits longer; see why the host takes so long.',
    5,
  );
}

export function interrupted(): Gap {
  return gap(
    'interrupted',
    'The run was stopped before this was looked at.',
    'Run the audit again and let it finish.',
    2,
  );
}

export function timedOut(collector: Collector, subject: string): Gap {
  const seconds = Math.round(collector.timeoutMs / 1000);
  return gap(
    'timed-out',
    `${collector.id} at ${subject} did not finish within ${seconds} s.`,
    'Check that the host answers in time, then run again.',
  );
}
