import { expect, test } from 'vitest';
import { redactStrings } from '../../src/cli/redact-strings.ts';

const redact = (text: string) => text.replaceAll('hunter2', '***');

test('texts are redacted at any depth, in lists too, and words of the schema are kept', () => {
  const card = {
    status: 'hunter2',
    findings: [{ says: 'found hunter2', evidence: [{ value: 'x hunter2' }, 'hunter2'] }],
  };
  const before = structuredClone(card);
  expect(redactStrings(card, redact)).toEqual({
    status: 'hunter2',
    findings: [{ says: 'found ***', evidence: [{ value: 'x ***' }, '***'] }],
  });
  expect(card).toEqual(before);
});

test('what holds nothing to redact is the same value, and what many share is made once', () => {
  const clean = { steps: ['one', 'two'] };
  const dirty = { steps: ['hunter2'] };
  const card = { findings: [{ fix: clean }, { fix: dirty }, { fix: dirty }] };
  const safe = redactStrings(card, redact);
  expect(safe.findings[0]).toBe(card.findings[0]);
  expect(safe.findings[1]?.fix).toEqual({ steps: ['***'] });
  expect(safe.findings[2]?.fix).toBe(safe.findings[1]?.fix);
  expect(redactStrings({ fix: clean }, redact).fix).toBe(clean);
});
