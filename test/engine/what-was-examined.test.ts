import { expect, test } from 'vitest';
import { catalogue } from '../../src/checks/catalogue.ts';
import { aboutArea, whatWasExamined } from '../../src/engine/what-was-examined.ts';

test('a selection is said in words, whole areas before parts of others', () => {
  expect(whatWasExamined(['authz'])).toBe('Only authorization was examined: this run left the rest out.');
  expect(whatWasExamined(['sessions.logout', 'authz', 'https.hsts', 'https.caa', 'secrets'])).toBe(
    'Only authorization, secrets and parts of sessions and TLS were examined: this run left the rest out.',
  );
  expect(whatWasExamined(['https.hsts'])).toBe('Only parts of TLS were examined: this run left the rest out.');
});

test('every area has its words', () => {
  const areas = new Set(catalogue.map(({ id }) => id.slice(0, id.indexOf('.'))));
  expect(Object.keys(aboutArea).sort()).toEqual([...areas].sort());
});
