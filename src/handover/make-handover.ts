import type { Comparison } from '../engine/compare.ts';
import type { Dossier } from '../model/dossier.ts';
import { type Handover, type HandoverLine, type HandoverSection, ownerFacts } from '../model/handover.ts';
import type { Scorecard } from '../model/scorecard.ts';
import { certificateLines, dnsLines, drillLines, hostLines } from './from-evidence.ts';
import { changeLines, mailLines, riskLines, secretLines, waiverLines } from './from-scorecard.ts';
import { watchLines } from './what-to-watch.ts';

const titles = {
  system: 'System map',
  hosts: 'Hosts and environments',
  dns: 'DNS and domains',
  certificates: 'Certificates',
  mail: 'Mail authentication',
  secrets: 'Secrets: names, places, rotation',
  release: 'Release and rollback',
  alerts: 'Alerts',
  people: 'Contacts, support hours, escalation',
  risks: 'Known risks',
  waivers: 'Waivers and attestations',
  changes: 'What changed since the first audit',
  'day-1': 'What to watch on day 1',
  'week-1': 'What to watch in week 1',
  'sign-off': 'Sign-off',
} as const;
type SectionId = keyof typeof titles;

export interface HandoverInput {
  readonly card: Scorecard;
  readonly dossier: Dossier;
  /** The first audit against this one, where it was given. */
  readonly changes?: Comparison;
}

/**
 * The runbook of a launch from what the audit saw and what the owner wrote. Every line names its source and moment; a line
 * that nobody filled has no value and is listed in `missing`. Pure.
 */
export function makeHandover({ card, dossier, changes }: HandoverInput): Handover {
  const { config } = dossier;
  const asOf = dossier.finishedAt;
  const written = (section: SectionId): readonly HandoverLine[] =>
    ownerFacts(config)
      .filter((fact) => fact.section === section)
      .map(({ label, value, owner, place }) => ({
        label,
        ...(value === undefined ? {} : { value }),
        ...(owner === undefined ? {} : { owner }),
        source: `config: ${place}`,
        asOf,
      }));
  // An owner who is known stands beside what is owned; only a missing one takes a line.
  const unowned = (section: SectionId) =>
    written(section).filter(({ label, value }) => value === undefined || !label.startsWith('Owner of '));
  const lines: Readonly<Record<SectionId, readonly HandoverLine[]>> = {
    system: written('system'),
    hosts: [...hostLines(dossier), ...unowned('hosts')],
    dns: [...dnsLines(dossier), ...unowned('dns')],
    certificates: certificateLines(dossier),
    mail: mailLines(card),
    secrets: [...written('secrets'), ...secretLines(card)],
    release: [...written('release'), ...drillLines(dossier, 'rollback')],
    alerts: [...written('alerts'), ...drillLines(dossier, 'alert')],
    people: written('people'),
    risks: riskLines(card),
    waivers: waiverLines(card),
    changes: changeLines(changes, asOf),
    'day-1': watchLines(card, dossier, 'day-1'),
    'week-1': watchLines(card, dossier, 'week-1'),
    'sign-off': (config.handover?.signOff ?? []).map(({ name, role, date }) => ({
      label: `${name}, ${role}`,
      value: `signed ${date}`,
      source: 'config: handover.signOff',
      asOf,
    })),
  };
  const sections = (Object.keys(titles) as SectionId[]).map(
    (id): HandoverSection => ({ id, title: titles[id], lines: lines[id] }),
  );
  return {
    target: card.target,
    madeAt: asOf,
    decision: card.decision,
    sections,
    missing: sections.flatMap((section) =>
      section.lines.filter(({ value }) => value === undefined).map(({ label }) => label),
    ),
  };
}
