import { describe, expect, it } from 'vitest';
import { compare } from '../../src/engine/compare.ts';
import { judge } from '../../src/engine/judge.ts';
import { checklistOf, dossierOf, missing, rules, seen } from './dossier-fixture.ts';

const card = (...evidence: Parameters<typeof dossierOf>[0]) => judge(dossierOf(evidence), checklistOf(), rules);

describe('compare', () => {
  it('finds a new fail worse and a closed one better', () => {
    const before = card(seen('front', 'shut'), seen('back', 'open'));
    const after = card(seen('front', 'open'), seen('back', 'shut'));
    const { worse, better } = compare(before, after);
    expect(worse).toMatchObject([{ check: 'handover.door', subject: 'front', from: 'pass', to: 'fail' }]);
    expect(better).toMatchObject([{ subject: 'back', from: 'fail', to: 'pass' }]);
  });

  it('counts a lost proof as worse', () => {
    expect(compare(card(seen('front', 'shut')), card(missing('front', 'timed-out'))).worse).toMatchObject([
      { from: 'pass', to: 'unproven' },
    ]);
  });

  it('finds nothing between a run and itself', () => {
    const one = card(seen('front', 'open'));
    expect(compare(one, one)).toMatchObject({ worse: [], better: [], other: [] });
  });
});
