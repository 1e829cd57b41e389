import { checklists } from '../../src/checklists/index.ts';
import { makePlan } from '../../src/engine/plan/make-plan.ts';
import { describe, expect, test } from 'vitest';
import { type Scorecard, scorecardSchema } from '../../src/model/scorecard.ts';
import { renderAll, reportFiles } from '../../src/reporters/index.ts';
import { renderJson } from '../../src/reporters/json.ts';
import { flawedScorecard, manyHostsScorecard, readyScorecard, unprovenScorecard } from './fixture.ts';
import { hostileScorecard } from './fixture-hostile.ts';

/** The same value with every object's keys in the opposite order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]) => [key, reversed(item)]),
  ) as T;
}

describe('JSON', () => {
  test('keeps the value, ends with one newline, starts with the schema', () => {
    for (const card of [flawedScorecard(), hostileScorecard()]) {
      const text = renderJson(card);
      expect(JSON.parse(text)).toEqual(card);
      expect(text.startsWith('{\n  "schema": "launch-ready/scorecard@1",\n  "tool"')).toBe(true);
      expect(text.endsWith('}\n')).toBe(true);
    }
  });

  test('is made in parts that are one text, whatever the number of findings', () => {
    const [one] = flawedScorecard().findings;
    for (const count of [0, 1, 200, 201, 450]) {
      const findings = Array.from({ length: count }, (_, index) => ({ ...one, id: `f${index}` }));
      const card = { ...flawedScorecard(), findings } as Scorecard;
      const text = renderJson(card);
      expect(JSON.parse(text)).toEqual(card);
      expect(text).toBe(`${JSON.stringify(JSON.parse(text), undefined, 2)}\n`);
    }
  });

  test('the order of keys does not depend on how the scorecard was built', () => {
    const card = flawedScorecard();
    expect(renderJson(reversed(card))).toBe(renderJson(card));
  });
});

const planFor = (card: Scorecard) => makePlan(card, checklists[card.checklist.id]);

describe('all reports', () => {
  const cards: readonly (readonly [string, Scorecard])[] = [
    ['ready', readyScorecard()],
    ['flawed', flawedScorecard()],
    ['unproven', unprovenScorecard()],
    ['shop', flawedScorecard('shop-api')],
    ['operations', flawedScorecard('ops-cyber')],
    ['60 hosts', manyHostsScorecard(60)],
  ];

  test.each(cards)('%s: the fixture is a scorecard by its own schema', (_name, card) => {
    expect(scorecardSchema.safeParse(card).error).toBeUndefined();
  });

  test.each(cards)('%s: equal input gives equal bytes, in any order of keys', (_name, card) => {
    const first = renderAll(card, planFor(card));
    expect(Object.keys(first)).toEqual([...reportFiles]);
    expect(renderAll(structuredClone(card), planFor(card))).toEqual(first);
    expect(renderAll(reversed(card), planFor(reversed(card)))['report.html']).toBe(first['report.html']);
  });

  test.each(cards)('%s: no report claims that anything is secure', (_name, card) => {
    for (const text of Object.values(renderAll(card, planFor(card))))
      expect(text).not.toMatch(/\b(in)?secure(ly|d)?\b/i);
  });
});
