import type { Decoy, Flaw, UnprovenCase } from '../flaws.ts';

/** How the launch is run: alerts, rollback, health, runbook. */
export const flaws = [
  {
    id: 'alert-into-dead-inbox',
    title: 'The alert is taken over with a 200 and nobody ever sees it',
    area: 'monitoring',
    flips: ['monitoring.alert-drill'],
    may: [],
    proof: 'POST to the channel answers 200, and what it shows never holds the code',
  },
  {
    id: 'alert-late',
    title: 'The alert is seen after nine minutes',
    area: 'monitoring',
    flips: ['monitoring.alert-drill'],
    may: [],
    proof: 'The channel shows the code only at the ninth look',
  },
  {
    id: 'alert-channel-refuses',
    title: 'The only channel answers 410',
    area: 'monitoring',
    flips: ['monitoring.alert-drill'],
    may: [],
    proof: 'POST to the channel answers 410',
  },
  {
    id: 'health-always-well',
    title: 'The health endpoint says 200 while its database is away',
    area: 'monitoring',
    flips: ['monitoring.health-honest'],
    may: [],
    proof: 'GET the health endpoint of staging with the database stopped',
  },
  {
    id: 'rollback-changes-nothing',
    title: 'The rollback command succeeds and the new release stays live',
    area: 'deploy',
    flips: ['deploy.rollback'],
    may: [],
    proof: 'The version after the rollback is that of the new release',
  },
  {
    id: 'runbook-without-rollback',
    title: 'Nobody wrote down how a release is taken back',
    area: 'handover',
    flips: ['handover.runbook'],
    may: ['handover.rollback-known'],
    proof: 'handover.rollback is missing from the config',
  },
] as const satisfies readonly Flaw[];

export const decoys = [
  {
    id: 'rollback-speaks-much',
    title: 'The rollback prints warnings and works',
    guards: ['deploy.rollback'],
  },
  {
    id: 'channel-with-odd-name',
    title: 'The channel has a name full of signs that mean something in reports',
    guards: ['monitoring.alert-drill', 'monitoring.health-honest'],
  },
  {
    id: 'rollback-in-one-line',
    title: 'The rollback instructions are two words long, and complete',
    guards: ['handover.runbook'],
  },
] as const satisfies readonly Decoy[];

export const unprovenCases = [
  {
    id: 'deploy-changes-nothing',
    title: 'The deploy of the drill releases the version that is live already',
    unproven: ['deploy.rollback'],
    may: [],
  },
  {
    id: 'no-alerts-configured',
    title: 'The config names no channel',
    unproven: ['monitoring.alert-drill'],
    may: ['handover.runbook'],
  },
  {
    id: 'database-cannot-be-stopped',
    title: 'The command that takes the database away fails',
    unproven: ['monitoring.health-honest'],
    may: [],
  },
  {
    id: 'nothing-written-for-handover',
    title: 'Nothing was written for the handover',
    unproven: ['handover.runbook'],
    may: [],
  },
] as const satisfies readonly UnprovenCase[];
