import { expect, it } from 'vitest';
import { silence } from '../../src/engine/silence.ts';
import { gap } from '../../src/model/gap.ts';
import { silentLooks } from './silent-looks.ts';

const look = {
  kind: 'tenancy.anonymous',
  subject: 'app.test',
  by: 'half-way',
  at: '2026-11-20T12:00:00.000Z',
} as const;

it('a look that came back without a word is a problem of the clean build, and one that says why is none', () => {
  const silent = { ...look, seen: false as const, gap: silence('half-way', 'app.test') };
  const said = { ...look, seen: false as const, gap: gap('nothing-to-compare', 'One account alone.', 'Give two.') };
  expect(silentLooks({ evidence: [said, silent] })).toEqual([
    expect.objectContaining({ kind: 'missed', check: 'tenancy.anonymous', wrong: true }),
  ]);
});
