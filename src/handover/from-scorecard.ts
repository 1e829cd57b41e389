import type { Comparison } from '../engine/compare.ts';
import type { HandoverLine } from '../model/handover.ts';
import type { Scorecard } from '../model/scorecard.ts';

const most = 60;

/** What each mail domain's records were found to be. */
export function mailLines(card: Scorecard): readonly HandoverLine[] {
  const found = card.findings.filter(({ area }) => area === 'email');
  return found.slice(0, most).map(({ check, subject, status, says, gap }) => ({
    label: `${check} ${subject}`,
    value: `${status}: ${status === 'unproven' ? (gap?.detail ?? says) : says}`,
    source: `audit ${card.run}`,
    asOf: card.finishedAt,
  }));
}

/** Exposed secrets that the audit met: the place and what rotates them, never the value. */
export function secretLines(card: Scorecard): readonly HandoverLine[] {
  return card.findings
    .filter(({ area, status }) => area === 'secrets' && status === 'fail')
    .slice(0, most)
    .map(({ check, subject, says, fix }) => ({
      label: `To rotate: ${subject}`,
      value: `${says} ${fix.summary}`,
      source: `${check}, audit ${card.run}`,
      asOf: card.finishedAt,
    }));
}

export function riskLines(card: Scorecard): readonly HandoverLine[] {
  const required = new Set(card.checks.filter((check) => check.required).map(({ id }) => id));
  const loud = card.findings.filter(({ status, waiver }) => (status === 'fail' && !waiver) || status === 'warn');
  const open = card.checks.filter(({ id, status }) => required.has(id) && status === 'unproven').length;
  const line = (label: string, value: string): HandoverLine => ({
    label,
    value,
    source: `audit ${card.run}`,
    asOf: card.finishedAt,
  });
  return [
    ...loud.slice(0, most).map(({ status, check, subject, says }) => line(`${status}: ${check} on ${subject}`, says)),
    ...(loud.length > most ? [line('And more', `${loud.length - most} further findings stand in the report`)] : []),
    line(
      'Not proven',
      open === 0 ? 'every required check was settled' : `${open} required checks; the report says what closes each`,
    ),
  ];
}

export function waiverLines(card: Scorecard): readonly HandoverLine[] {
  return card.findings.flatMap(({ check, subject, waiver, attestation }): readonly HandoverLine[] => {
    if (waiver)
      return [
        {
          label: `Waived: ${check} on ${subject}`,
          value: `${waiver.reason} Until ${waiver.until}.`,
          owner: waiver.author,
          source: 'config: waivers',
          asOf: card.finishedAt,
        },
      ];
    if (attestation)
      return [
        {
          label: `Attested: ${check}`,
          value: `${attestation.statement} Valid until ${attestation.validUntil}.`,
          owner: `${attestation.name}, ${attestation.role}`,
          source: attestation.evidence,
          asOf: attestation.date,
        },
      ];
    return [];
  });
}

export function changeLines(changes: Comparison | undefined, asOf: string): readonly HandoverLine[] {
  if (!changes)
    return [
      {
        label: 'First audit',
        value: 'this one; name an earlier one with --since DIR to list what changed',
        source: 'launch-ready handover',
        asOf,
      },
    ];
  const from = `compared with the audit of ${changes.before.finishedAt.slice(0, 10)}`;
  const line =
    (word: string) =>
    (one: Comparison['better'][number]): HandoverLine => ({
      label: `${word}: ${one.check} on ${one.subject}`,
      value: `${one.from} to ${one.to}. ${one.says}`,
      source: from,
      asOf: changes.after.finishedAt,
    });
  return [
    {
      label: 'Decision',
      value: `${changes.before.decision} to ${changes.after.decision}`,
      source: from,
      asOf: changes.after.finishedAt,
    },
    ...changes.better.slice(0, most).map(line('Fixed')),
    ...changes.worse.slice(0, most).map(line('Worse')),
  ];
}
