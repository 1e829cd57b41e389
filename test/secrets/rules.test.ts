import { describe, expect, test } from 'vitest';
import { rules } from '../../src/secrets/rules/index.ts';
import { searchText } from '../../src/secrets/search-text.ts';
import { expandTemplate, seeded } from './templates.ts';

const rulesFound = (text: string) =>
  searchText(Buffer.from(text, 'latin1'), 'src/settings.ts').hits.map(({ rule }) => rule);

test('ids are given once', () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

describe.each(rules.map((rule) => ({ id: rule.id, rule })))('$id', ({ rule }) => {
  test('has examples of both kinds, and finds the true ones wherever they stand', () => {
    expect(rule.yes.length).toBeGreaterThan(0);
    expect(rule.no.length).toBeGreaterThan(0);
    for (const template of rule.yes)
      for (let seed = 1; seed <= 8; seed += 1) {
        const text = expandTemplate(template, seeded(seed));
        expect(rulesFound(`first line\n${text}\nlast line\n`), template).toContain(rule.id);
        expect(rulesFound(`"x": "${text}",`), `${template} in quotes`).toContain(rule.id);
      }
  });

  test('is silent for the false ones', () => {
    for (const template of rule.no)
      for (let seed = 1; seed <= 4; seed += 1)
        expect(rulesFound(`const x = "${expandTemplate(template, seeded(seed))}";\n`), template).not.toContain(rule.id);
  });
});
