import { describe, expect, it } from 'vitest';
import { judge } from '../../src/engine/judge.ts';
import { scorecardSchema } from '../../src/model/scorecard.ts';
import { checklistOf, dossierOf, missing, rules, seen } from './dossier-fixture.ts';

const judged = (evidence: Parameters<typeof dossierOf>[0], over = {}, checklist = checklistOf()) =>
  judge(dossierOf(evidence, over), checklist, rules);
const door = (card: ReturnType<typeof judge>) => card.checks.find((check) => check.id === 'handover.door');

describe('judge', () => {
  it('is ready when every required check is proven', () => {
    const card = judged([seen('front', 'shut')]);
    expect(card.decision).toBe('ready');
    expect(card.rows[0]?.status).toBe('pass');
    expect(card.selfTest[0]?.answer).toBe('yes');
    expect(scorecardSchema.safeParse(card).success).toBe(true);
  });

  it('is unproven for an empty run: what was not examined never passes', () => {
    const card = judged([]);
    expect(card.decision).toBe('unproven');
    expect(door(card)?.status).toBe('unproven');
    expect(card.selfTest[0]?.answer).toBe('unproven');
  });

  it('is unproven for a checklist that requires nothing', () => {
    expect(judged([seen('front', 'shut')], {}, checklistOf({ rows: [] })).decision).toBe('unproven');
  });

  it('takes the worst subject: fail before unproven before pass, and counts what is proven', () => {
    const card = judged([seen('front', 'shut'), seen('back', 'open'), missing('side', 'timed-out')]);
    expect(door(card)).toMatchObject({ status: 'fail', subjects: { total: 3, proven: 1 } });
    expect(card.decision).toBe('not-ready');
    expect(judged([seen('front', 'shut'), missing('side', 'timed-out')]).decision).toBe('unproven');
  });

  it('hands a failed look to no check: it becomes a gap with its reason and what closes it', () => {
    const card = judged([missing('front', 'session-lost')]);
    expect(card.findings.find((one) => one.subject === 'front')).toMatchObject({
      status: 'unproven',
      gap: { reason: 'session-lost', closeBy: 'look again' },
    });
    expect(card.reasons.join(' ')).toContain('session was lost');
  });

  it('records our own mistake as our-bug and finishes the other subjects', () => {
    const broken = { ...seen('attic', 'open'), value: 'ajar' };
    const card = judged([broken as never, seen('front', 'shut')]);
    expect(card.findings.find((one) => one.subject === 'attic')?.gap?.reason).toBe('our-bug');
    expect(card.findings.find((one) => one.subject === 'front')?.status).toBe('pass');
  });

  it('expands area.* to all checks of the area but advice, and keeps those without a judge unproven', () => {
    const card = judged(
      [seen('front', 'shut')],
      {},
      checklistOf({ rows: [{ id: 'all', title: 'All', checks: ['handover.*'] }] }),
    );
    expect(card.rows[0]).toMatchObject({ status: 'unproven', checks: ['handover.door', 'handover.window'] });
    expect(card.decision).toBe('unproven');
  });

  it('blocks on a gate outside the rows', () => {
    expect(judged([seen('front', 'shut')], {}, checklistOf({ gates: ['handover.window'] })).decision).toBe('unproven');
  });

  it('raises a stop-ship flag from a failed check even where the check is not required', () => {
    const flags = [{ id: 'cats', title: 'Cats', stopShip: true, raisedBy: ['handover.window', 'handover.door'] }];
    const card = judged([seen('back', 'open')], {}, checklistOf({ rows: [], redFlags: flags }));
    expect(card.redFlags[0]).toMatchObject({
      status: 'fail',
      stopShip: true,
      evidence: 'Raised by handover.door.',
    });
    expect(card.decision).toBe('not-ready');
  });

  it('leaves out what --only left out, and never passes it', () => {
    const card = judged([seen('front', 'shut')], { only: ['https'] });
    expect(door(card)?.status).toBe('unproven');
  });

  it('is byte-identical for the same dossier, in whatever order its evidence lies', () => {
    const evidence = [seen('front', 'shut'), seen('back', 'open'), missing('side', 'refused')];
    const one = judged(evidence);
    const other = judged([...evidence].reverse());
    expect(JSON.stringify([other.rows, other.findings])).toBe(JSON.stringify([one.rows, one.findings]));
    expect(JSON.stringify(judged(evidence))).toBe(JSON.stringify(one));
  });

  it('gives findings stable ids and fingerprints of 16 hex digits under the project key', () => {
    const [finding] = judged([seen('back', 'open')]).findings;
    expect(finding).toMatchObject({
      id: 'handover.door:open:back',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    const foreign = judged([seen('back', 'open')], { fingerprintKey: 'another' }).findings[0];
    expect(foreign?.fingerprint).not.toBe(finding?.fingerprint);
  });
});

describe('attestations and waivers', () => {
  const attestation = {
    check: 'handover.window',
    statement: 'Shut',
    name: 'Ada',
    role: 'owner',
    date: '2026-11-01',
    evidence: 'photo',
  };
  const both = checklistOf({ rows: [{ id: 'all', title: 'All', checks: ['handover.door', 'handover.window'] }] });

  it('lets a valid attestation stand for what is unproven, told apart from proven', () => {
    const card = judged([seen('front', 'shut')], { configInput: { attestations: [attestation] } }, both);
    expect(card.decision).toBe('ready');
    expect(card.rows[0]?.status).toBe('attested');
    expect(card.findings.find((one) => one.check === 'handover.window')?.attestation?.validUntil).toBe('2027-01-30');
  });

  it('reopens a lapsed attestation and one from the future', () => {
    for (const date of ['2026-01-01', '2026-12-24'])
      expect(
        judged([seen('front', 'shut')], { configInput: { attestations: [{ ...attestation, date }] } }, both).decision,
      ).toBe('unproven');
  });

  it('never attests a fail away', () => {
    const card = judged([seen('back', 'open')], {
      configInput: { attestations: [{ ...attestation, check: 'handover.door' }] },
    });
    expect(card.decision).toBe('not-ready');
  });

  it('shows a waived fail beside the decision: ready with one waiver', () => {
    const waiver = { check: 'handover.door', author: 'Ada', reason: 'No cats.', until: '2026-12-01' };
    const card = judged([seen('back', 'open')], { configInput: { waivers: [waiver] } });
    expect(card).toMatchObject({ decision: 'ready', waivers: 1 });
    expect(card.findings[0]).toMatchObject({ status: 'fail', waiver: { author: 'Ada' } });
    expect(
      judged([seen('back', 'open')], { configInput: { waivers: [{ ...waiver, until: '2026-11-01' }] } }).decision,
    ).toBe('not-ready');
  });
});

describe('limits', () => {
  const limits = {
    'x.days': { value: 21, unit: 'days', source: 'ours' as const, asOf: '2026-11', stricter: 'higher' as const },
  };
  const inForce = (thresholds: object) =>
    judged([], { configInput: { thresholds } }, checklistOf({ limits })).limits[0];

  it('may be tightened, and loosened only with a written reason that is shown', () => {
    expect(inForce({ 'x.days': 30 })).toMatchObject({ value: 30, changed: 'tightened from 21' });
    expect(inForce({ 'x.days': 7 })).toMatchObject({ value: 21, changed: expect.stringContaining('without a reason') });
    expect(inForce({ 'x.days': { value: 7, reason: 'pilot' } })).toMatchObject({
      value: 7,
      changed: 'loosened from 21: pilot',
    });
  });
});
