import type { Scorecard } from '../../src/model/scorecard.ts';
import { flawedScorecard } from './fixture.ts';

/** Text that tries to be more than text in one of the formats. `PWNED` marks what must never become markup. */
export const hostileTexts: readonly string[] = [
  '<script>PWNED()</script><img src=x onerror=PWNED()>',
  "\"><svg/onload=PWNED()> ' onfocus=PWNED() autofocus x='",
  '</style></title></textarea></script><!-- PWNED --><iframe src="https://evil.example/PWNED">',
  ']]><PWNED xmlns="x"/><![CDATA[ &PWNED; &#x1b;[31m <?PWNED?>',
  '\u001b[2J\u001b[31mPWNED\u001b]0;title\u0007\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\ \u009b31m \u0000 \u0008\u007f',
  '[click](https://evil.example/PWNED) ![x](https://evil.example/PWNED.png) <https://evil.example/PWNED> https://evil.example/PWNED www.evil.example/PWNED pwned@evil.example',
  '@everyone @org/team #1 GH-2 org/repo#3 ``` ```` `code` ~~~\n# PWNED heading\n- PWNED item\n\n---\n| a | b |\n|---|---|\n> quote\n1. one',
  'right\u202eto left\u2066isolate\u2069 zero\u200bwidth\u200d\ufeff soft\u00ad tag\u{e0041}\u{e0042} vs\ufe0f\u{e0100} \ud800 lone \uffff line\u2028para\u2029end',
  `${'W'.repeat(5_000)}`,
  '{0} {PWNED} {{1}} [link](1) \\[x\\](2) %s $(PWNED) `PWNED` $\\href{javascript:PWNED}{x}$',
  'javascript:PWNED() data:text/html,PWNED vbscript:PWNED',
  'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301 漢字の長い題名 👩‍👩‍👧 العربية',
];

// Fixed vocabularies, ids and numbers that no portal can influence.
const fixed = new Set([
  'schema',
  'decision',
  'status',
  'severity',
  'confidence',
  'reason',
  'answer',
  'startedAt',
  'finishedAt',
  'check',
  'checks',
  'area',
  'source',
  'method',
]);

/** The flawed scorecard with every free text replaced by a hostile one, in turn. */
export function hostileScorecard(): Scorecard {
  let turn = 0;
  const replace = (key: string, value: unknown): unknown => {
    if (fixed.has(key))
      return key === 'checks' && Array.isArray(value) && typeof value[0] === 'object'
        ? value.map((item) => walk(item))
        : value;
    if (typeof value === 'string') return `${value} ${hostileTexts[turn++ % hostileTexts.length] ?? ''}`;
    if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? replace('', item) : walk(item)));
    return walk(value);
  };
  const walk = (value: unknown): unknown => {
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item) => walk(item));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(key, item)]));
  };
  const source = flawedScorecard();
  const { checklist, checks, coverage, ...rest } = source;
  const matrix = coverage.matrix;
  return {
    ...(walk(rest) as Omit<Scorecard, 'checklist' | 'checks' | 'coverage'>),
    checklist,
    checks: checks.map((check) => ({
      ...check,
      question: `${check.question} ${hostileTexts[turn++ % hostileTexts.length]}`,
      cites: check.cites.map((cite) => `${cite} ${hostileTexts[turn++ % hostileTexts.length]}`),
    })),
    coverage: {
      ...(walk({ ...coverage, matrix: undefined }) as Scorecard['coverage']),
      matrix: matrix && {
        identities: [...matrix.identities, hostileTexts[0] ?? ''],
        rows: matrix.rows.map((row) => ({
          ...row,
          operation: `${row.operation} ${hostileTexts[turn++ % hostileTexts.length]}`,
        })),
      },
    },
  };
}
