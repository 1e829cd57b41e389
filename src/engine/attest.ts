import type { Config } from '../model/config.ts';
import type { Finding } from '../model/finding.ts';

/** Areas where a person's word may stand in for a machine's look (CONTRACT.md, Words). */
const attestableAreas = ['handover', 'monitoring'];
/** Single checks whose truth a machine cannot reach. */
const attestableChecks = [
  'auth.shared-admin',
  'secrets.rotation',
  'edge.ddos',
  'edge.bot',
  'edge.waf',
  'sessions.lifetime',
  'deploy.rollback',
];
/** How long an attestation holds where it does not say (CONTRACT.md, Words). */
export const defaultAttestationDays = 90;

export function isAttestable(check: string): boolean {
  return attestableChecks.includes(check) || attestableAreas.includes(check.slice(0, check.indexOf('.')));
}

/**
 * An unproven finding of an attestable check becomes `attested` where the config holds a valid attestation. An exposed secret
 * stays failed until a statement names its mark: one for all would cover those found later.
 */
export function applyAttestations(finding: Finding, config: Config, now: Date): Finding {
  const exposed = finding.check === 'secrets.rotation' && finding.status === 'fail';
  if (!exposed && (finding.status !== 'unproven' || !isAttestable(finding.check))) return finding;
  const given = (config.attestations ?? []).filter(
    (one) => one.check === finding.check && (!exposed || `${one.statement} ${one.evidence}`.includes(finding.subject)),
  );
  for (const one of given) {
    const until = one.validUntil
      ? endOf(one.validUntil)
      : new Date(Date.parse(one.date) + defaultAttestationDays * 86_400_000);
    if (Date.parse(one.date) > now.getTime() || until < now) continue;
    const { gap: _closed, ...rest } = finding;
    const { check: _check, ...statement } = one;
    return {
      ...rest,
      status: 'attested',
      code: 'attested',
      says: `${one.name} (${one.role}) states: ${one.statement}`,
      attestation: { ...statement, validUntil: until.toISOString().slice(0, 10) },
    };
  }
  return finding;
}

/** A failed finding with a waiver that has not ended carries it; the fail stays a fail. */
export function applyWaivers(finding: Finding, config: Config, now: Date): Finding {
  if (finding.status !== 'fail') return finding;
  const waiver = (config.waivers ?? []).find(
    (one) =>
      one.check === finding.check &&
      (one.subject === undefined || one.subject === finding.subject) &&
      endOf(one.until) >= now,
  );
  return waiver
    ? { ...finding, waiver: { author: waiver.author, reason: waiver.reason, until: waiver.until } }
    : finding;
}

/** A plain date counts until its end, UTC. */
function endOf(date: string): Date {
  return new Date(date.includes('T') ? date : `${date}T23:59:59.999Z`);
}

export type Answered = NonNullable<Config['answers']>[number];

/** The owner's latest answer about a red flag that has not lapsed: like an attestation it holds for 90 days. */
export function answerTo(flag: string, config: Config, now: Date): Answered | undefined {
  const held = (one: Answered) => {
    const date = Date.parse(one.date);
    return date <= now.getTime() && date + defaultAttestationDays * 86_400_000 >= now.getTime();
  };
  return (config.answers ?? [])
    .filter((one) => one.flag === flag && held(one))
    .sort((one, other) => (one.date < other.date ? 1 : -1))[0];
}
