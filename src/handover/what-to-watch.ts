import type { CertificateLook } from '../collectors/network-evidence.ts';
import type { Dossier } from '../model/dossier.ts';
import type { HandoverLine } from '../model/handover.ts';
import type { Scorecard } from '../model/scorecard.ts';

type When = 'day-1' | 'week-1';
const soonDays = 45;

/** What deserves eyes after the launch: the same for every portal, then what this audit gives reason for. */
export function watchLines(card: Scorecard, dossier: Dossier, when: When): readonly HandoverLine[] {
  const line = (label: string, value: string, source: string): HandoverLine => ({
    label,
    value,
    source,
    asOf: card.finishedAt,
  });
  const ours = (label: string, value: string) => line(label, value, 'standing advice');
  const seen = (label: string, value: string) => line(label, value, `audit ${card.run}`);
  if (when === 'day-1')
    return [
      ours('Sign-ins', 'failed and successful ones per hour; a jump in failures is the first sign of a broken release'),
      ours('Server errors', 'any 5xx on sign-in and on the core workflow, at once'),
      ours('First mails', 'a reset and an invite to a mailbox of each large provider, within the hour'),
      ours('Rollback', 'keep the last release ready to go back to until the day is over'),
      ...warnedAreas(card).map((area) => seen(`Warnings in ${area}`, 'look again once real traffic has come')),
    ];
  return [
    ours('Response times', 'p95 of the core operations against the limit, at the busiest hour'),
    ours('Access', 'sign-ins of administrators and exports, against who should have done them'),
    ...expiring(dossier).map(([host, day]) =>
      line(
        `Certificate of ${host}`,
        `expires ${day}: see that renewal works before then`,
        'certificate, as the server sent it',
      ),
    ),
    ...(card.findings.some(({ check, status }) => check === 'email.dmarc' && status !== 'unproven')
      ? [seen('DMARC reports', 'senders that fail alignment, before the policy is raised')]
      : []),
    ...(card.waivers ? [seen('Waivers', `${card.waivers} end by date: plan what replaces each`)] : []),
    ...(dossier.config.handover?.watch ?? []).map((text) => line('Named by the owner', text, 'config: handover.watch')),
    ours('Run the audit again', 'and compare it with this one: launch-ready compare BEFORE AFTER'),
  ];
}

function warnedAreas(card: Scorecard): readonly string[] {
  return [...new Set(card.findings.filter(({ status }) => status === 'warn').map(({ area }) => area))];
}

function expiring({ evidence, finishedAt }: Dossier): readonly (readonly [string, string])[] {
  const limit = Date.parse(finishedAt) + soonDays * 86_400_000;
  return evidence.flatMap((one) => {
    if (!one.seen || one.kind !== 'net.certificate') return [];
    const [leaf] = (one.value as unknown as CertificateLook).chain;
    return leaf && Date.parse(leaf.notAfter) < limit ? [[one.subject, leaf.notAfter.slice(0, 10)] as const] : [];
  });
}
