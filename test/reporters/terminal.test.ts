import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { renderTerminal } from '../../src/reporters/terminal.ts';
import {
  checkNamed,
  findingOf,
  flawedScorecard,
  manyHostsScorecard,
  readyScorecard,
  scorecardOf,
  unprovenScorecard,
} from './fixture.ts';
import { hostileScorecard } from './fixture-hostile.ts';

const plain = { width: 80, color: false, unicode: true };
const cards = [
  ['ready', readyScorecard()],
  ['flawed', flawedScorecard()],
  ['unproven', unprovenScorecard()],
  ['300 hosts', manyHostsScorecard()],
  ['hostile', hostileScorecard()],
] as const;

describe('terminal', () => {
  test.each(cards)('%s scorecard stays within every width', (_name, scorecard) => {
    for (const width of [40, 60, 80, 120]) {
      const lines = renderTerminal(scorecard, { ...plain, width, reportPath: 'launch-ready-out/report.html' }).split(
        '\n',
      );
      expect(lines.filter((line) => stringWidth(line) > width)).toEqual([]);
    }
  });

  test('wide characters count two columns', () => {
    const says = '漢字'.repeat(60);
    const text = renderTerminal(scorecardOf('b2b-api', [findingOf(checkNamed('authz.read'), 'x', 'fail', { says })]), {
      ...plain,
      width: 40,
    });
    expect(text.split('\n').filter((line) => stringWidth(line) > 40)).toEqual([]);
    expect(text.match(/[漢字]/g)).toHaveLength(120);
  });

  test.each(cards)(
    '%s scorecard sends no control sequence without colour, and only colours with it',
    (_name, scorecard) => {
      const bare = renderTerminal(scorecard, plain);
      expect(bare.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      const coloured = renderTerminal(scorecard, { ...plain, color: true });
      expect(coloured).toContain('\u001b[');
      const start = String.fromCharCode(27);
      expect(coloured.replaceAll(new RegExp(`${start}\\[\\d+m`, 'g'), '')).toBe(bare);
    },
  );

  test('without Unicode every byte is printable ASCII', () => {
    for (const [, scorecard] of cards)
      expect(renderTerminal(scorecard, { ...plain, unicode: false })).toMatch(/^[\n -~]*$/);
  });

  test('says the decision, all ten rows, the worst problem with who and how long, and the minutes', () => {
    const text = renderTerminal(flawedScorecard(), { ...plain, reportPath: 'out/report.html' });
    const order = [
      'NOT READY FOR PRODUCTION TRAFFIC',
      'client’s data? No.',
      'Redirects and subdomains correct',
      'critical: Customer A opened',
      'Your engineer, 2 h: Add the signed-in tenant',
      '15 min: No inbox was given. Name a test inbox',
      'Report: out/report.html',
    ];
    const places = order.map((part) => text.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((x, y) => x - y));
    expect(text.match(/^ {2}\S (pass|fail|unproven) /gm)).toHaveLength(10);
  });

  test('is short enough to read', () => {
    for (const card of [readyScorecard(), flawedScorecard(), unprovenScorecard(), manyHostsScorecard()]) {
      const count = renderTerminal(card, plain).trimEnd().split('\n').length;
      expect(count).toBeGreaterThanOrEqual(15);
      expect(count).toBeLessThanOrEqual(52);
    }
  });

  test('what happened to the run as a whole is said', () => {
    const stopped = {
      ...flawedScorecard(),
      reasons: ['The run was stopped early: what was not looked at is unproven.', 'authz.read fails at x: y'],
    };
    const text = renderTerminal(stopped, plain);
    expect(text).toContain('The run was stopped early');
    expect(text).not.toContain('authz.read fails at x');
  });
});

test('a run that looks at little names what it found in order; a whole audit counts it', () => {
  const passing = (count: number) =>
    renderTerminal(
      scorecardOf(
        'b2b-api',
        Array.from({ length: count }, (_none, at) =>
          findingOf(checkNamed('authz.read'), `repo-${at}`, 'pass', { says: `Repository ${at} holds no secret.` }),
        ),
      ),
      plain,
    );
  expect(passing(2)).toContain('What is proven\n  ✓ Repository 0 holds no secret.\n  ✓ Repository 1');
  expect(passing(6)).not.toContain('What is proven');
});
