import type { Check } from '../../src/model/check.ts';
import type { Checklist } from '../../src/model/checklist.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Dossier, StoredEvidence } from '../../src/model/dossier.ts';
import { gap } from '../../src/model/gap.ts';
import type { Coverage } from '../../src/model/scorecard.ts';
import type { Rules } from '../../src/engine/judge.ts';

export const at = '2026-11-20T12:00:00.000Z';

/** Evidence of a made-up kind: a door that is open or shut. */
export const seen = (subject: string, value: 'open' | 'shut'): StoredEvidence => ({
  kind: 'door',
  subject,
  at,
  by: 'test',
  seen: true,
  value,
});
export const missing = (subject: string, reason: Parameters<typeof gap>[0]): StoredEvidence => ({
  kind: 'door',
  subject,
  at,
  by: 'test',
  seen: false,
  gap: gap(reason, 'could not look', 'look again'),
});

export function dossierOf(
  evidence: readonly StoredEvidence[],
  over: Partial<Dossier> & { readonly configInput?: object } = {},
): Dossier {
  const { configInput, ...rest } = over;
  return {
    schema: 'launch-ready/dossier@1',
    tool: { name: 'launch-ready', version: '0.0.0' },
    run: 'r1',
    startedAt: at,
    finishedAt: at,
    state: 'complete',
    target: 'portal.example.com',
    config: configSchema.parse(configInput ?? {}),
    permits: ['look'],
    fingerprintKey: 'key',
    evidence: [...evidence],
    requests: { sent: 0, perHost: {}, permitted: [] },
    durationsMs: {},
    ...rest,
  };
}

const doorCheck: Check<{ door: string }, 'door', 'shut' | 'open'> = {
  id: 'handover.door',
  question: 'Is the door shut?',
  why: 'Doors open.',
  breaks: 'Cats leave.',
  proof: 'One looks.',
  permit: 'look',
  cites: ['RFC 0'],
  needs: ['door'],
  outcomes: { shut: { is: 'pass', says: 'Shut at {place}.' }, open: { is: 'fail', says: 'Open at {place}.' } },
  fix: { summary: 'Shut it.', effort: '1 min', owner: 'owner', steps: ['Shut it.'] },
  judge: ({ door }, { subject }) => {
    if (door !== 'open' && door !== 'shut') throw new Error('no such door');
    return { code: door, data: { place: subject }, evidence: [{ label: 'door', value: door }], reproduce: 'look' };
  },
};

const coverage: Coverage = {
  hosts: 0,
  routes: 0,
  operations: 0,
  identities: [],
  objects: 0,
  notReached: [],
  hostsFoundNotListed: [],
};
export const rules: Rules = {
  checks: [doorCheck],
  catalogue: [
    { id: 'handover.door', question: doorCheck.question, cites: [] },
    { id: 'handover.window', question: 'Is the window shut?', cites: [] },
    { id: 'handover.garden', question: 'Is the garden watered?', cites: [], advice: true },
  ],
  coverageOf: () => coverage,
};

export function checklistOf(over: Partial<Checklist> = {}): Checklist {
  return {
    id: 'b2b-api',
    version: '1',
    title: 't',
    portal: 'p',
    lens: 'l',
    readyFor: 'x',
    rows: [{ id: 'door', title: 'Door', checks: ['handover.door'] }],
    gates: [],
    limits: {},
    severities: { 'handover.door': 'high' },
    selfTest: [{ question: 'Shut?', checks: ['handover.door'] }],
    redFlags: [],
    fixToday: [],
    plan: [],
    ...over,
  };
}
