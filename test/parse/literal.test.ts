import { expect, it } from 'vitest';
import { literal } from '../../src/parse/literal.ts';

it('every sign of a regular expression stands for itself, in both manners of matching', () => {
  const text = 'a.b*c+d?e^f$g{1,2}(h|i)[j]\\k-/ü';
  for (const flags of ['', 'u']) {
    expect(new RegExp(`^${literal(text)}$`, flags).test(text)).toBe(true);
    expect(new RegExp(`^${literal('a.c')}$`, flags).test('abc')).toBe(false);
  }
});
