import { describe, expect, test } from 'vitest';
import { markdownLimit, renderMarkdown } from '../../src/reporters/markdown.ts';
import {
  checkNamed,
  findingOf,
  flawedScorecard,
  manyHostsScorecard,
  readyScorecard,
  scorecardOf,
  unprovenScorecard,
} from './fixture.ts';
import { fixtureChecks } from './fixture-checks.ts';
import { hostileScorecard, hostileTexts } from './fixture-hostile.ts';
import { outsideCode } from './outside-code.ts';

/** Thousands of different failures, each with the longest texts of the widest characters. */
function endless() {
  const long = `${hostileTexts.join(' ')} 漢`.repeat(3);
  const findings = fixtureChecks.flatMap((check) =>
    Array.from({ length: 40 }, (_, index) =>
      findingOf(check, `host-${index} ${long}`, 'fail', { code: `code-${index}`, says: long, breaks: long }),
    ),
  );
  return scorecardOf('b2b-api', findings, { target: long, reasons: [long, long] });
}

describe('Markdown', () => {
  test.each([
    ['ready', readyScorecard()],
    ['flawed', flawedScorecard()],
    ['300 hosts', manyHostsScorecard()],
    ['hostile', hostileScorecard()],
    ['endless', endless()],
  ])('%s scorecard fits a GitHub comment', (_name, scorecard) => {
    const text = renderMarkdown(scorecard);
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(markdownLimit);
    expect(text).toMatch(/^# \S/);
    expect(text.endsWith('\n')).toBe(true);
  });

  test('what matters least is left out first, and the number left out is said', () => {
    const text = renderMarkdown(endless());
    expect(text).toContain('## What blocks the launch');
    expect(text).toContain('**critical:');
    const shown = text.split('\n').filter((line) => line.startsWith('- **')).length;
    const left = [...text.matchAll(/^- … and (\d+) more, left out/gm)].map((found) => Number(found[1]));
    expect(shown).toBeGreaterThan(3);
    expect(left.length).toBeGreaterThan(1);
    expect(text.slice(text.indexOf('## Every check'))).toContain('left out here for length');
  });

  test('the decision, the worst problem with its first step, and the minutes come before the rows', () => {
    const text = renderMarkdown(flawedScorecard());
    const order = [
      'Not ready for production traffic',
      'Customer A opened customer B’s invoice',
      'First step: Add the signed-in tenant',
      '**15 min:** No inbox was given. Name a test inbox',
      '## The rows',
      '## Evidence',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((x, y) => x - y));
    expect(places).not.toContain(-1);
    expect(text).toContain('your engineer, 2 h');
  });

  test('one action that closes several checks stands there once with its count', () => {
    const text = renderMarkdown(unprovenScorecard());
    expect(text.match(/Give a second test account/g)).toHaveLength(1);
    expect(text).toContain('3 checks wait for it');
    expect(text).toContain('Waived by M. Okafor until 2027-03-31');
  });

  test('hostile text starts no markup, link, mention or block', () => {
    const text = outsideCode(renderMarkdown(hostileScorecard()));
    expect(text.replace(/&#?\w+;/g, '·')).not.toMatch(/<|\]\(|!\[|@\w|#\d|:\/\/|www\.\w|`/i);
    for (const line of text.split('\n')) {
      expect(line.trim()).not.toMatch(/^(#{1,6} PWNED|> |---|~~~|\| )/);
    }
  });

  test('a subject of 300 is counted, not listed', () => {
    const text = renderMarkdown(manyHostsScorecard());
    expect(text).toContain('and 6 more');
    expect(text).toContain('291 of 300 proven');
  });

  test('commands stand in fences of their own', () => {
    const leak = findingOf(checkNamed('authz.read'), 'x', 'fail', {
      reproduce: "curl 'https://a.example/```' \\\n  -H 'x: y'",
    });
    expect(renderMarkdown(scorecardOf('b2b-api', [leak]))).toContain(
      "  ````sh\n  curl 'https://a.example/```' \\\n    -H 'x: y'\n  ````",
    );
  });
});
