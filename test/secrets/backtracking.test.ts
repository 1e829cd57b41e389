import { describe, expect, test } from 'vitest';
import { rules } from '../../src/secrets/rules/index.ts';
import { searchText } from '../../src/secrets/search-text.ts';
import { seeded } from './templates.ts';

const length = 200_000;
const filler = (piece: string) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
/** What makes careless patterns try again and again: long runs of what they accept, and anchors in a row. */
const runs = [
  'a',
  'A1',
  '0',
  'ab-',
  'a_b.',
  '://',
  ':a@',
  ' ',
  '=',
  "'+'",
  '\\n',
  '"a":',
  'eyJ',
  '\\u0061',
  '%3a%2f%2f',
  'AAAA',
  '/a',
];
/** A pattern that takes more than linear work would run for minutes and be stopped by the runner. */
const patience = { timeout: 60_000 };

describe('bad input: texts made against the patterns → searched to the end all the same', () => {
  test.each(runs.map((run) => ({ run })))('runs of $run', patience, ({ run }) => {
    expect(searchText(Buffer.from(filler(run), 'latin1'), 'a.ts').hits).toEqual([]);
  });

  test.each(rules.map((rule) => ({ id: rule.id, rule })))('anchors of $id', patience, ({ rule }) => {
    const random = seeded(rule.id.length);
    const pieces = ['a1B', ' ', '=', ':', '"', '-', '.', 'x'.repeat(60)];
    for (const anchor of rule.anchors.slice(0, 2)) {
      const text = Array.from({ length: 6000 }, () => `${anchor}${pieces[Math.floor(random() * pieces.length)]}`).join(
        '',
      );
      expect(
        searchText(Buffer.from(text, 'latin1'), 'a.ts').hits.filter(
          (hit) => hit.weight === 'critical' && hit.via.length > 0,
        ),
      ).toEqual([]);
    }
  });
});
