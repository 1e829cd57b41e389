import type { Decision } from '../model/status.ts';

/** Exit codes (CONTRACT.md, Words). */
export const exitCode = {
  ready: 0,
  done: 0,
  notReady: 1,
  worse: 1,
  unproven: 2,
  usage: 64,
  noConsent: 65,
  ourBug: 70,
  /** Stopped by Ctrl-C: what was seen is kept, but it is no verdict, so none of the decision's codes is used. */
  interrupted: 130,
} as const;

export function exitCodeOf(decision: Decision): number {
  if (decision === 'ready') return exitCode.ready;
  return decision === 'not-ready' ? exitCode.notReady : exitCode.unproven;
}
