import { unprovenCases } from '../range/flaws.ts';
import { filesBelow, textOf } from './architecture/source-files.ts';

export interface BadInput {
  readonly input: string;
  readonly outcome: string;
  readonly file: string;
}

/** Tests named `bad input: CASE → MESSAGE OR GAP`; both halves are what the page shows. */
export function badInputs(): readonly BadInput[] {
  // The name is read as text: it must be one literal on the line of the test or of its .each.
  const name = /['"`]bad input: ([^→\n]+?) → ([^\n]+?)['"`],? ?(?:async )?(?:\(|$|,|\]|:)/gm;
  return [...filesBelow('test'), ...filesBelow('bench')]
    .filter((path) => path.endsWith('.test.ts'))
    .flatMap((file) =>
      [...textOf(file).matchAll(name)].map(([, input = '', outcome = '']) => ({
        input,
        outcome: plain(outcome),
        file,
      })),
    )
    .sort((one, other) => compare(`${one.file} ${one.input}`, `${other.file} ${other.input}`));
}

/** docs/bad-input.md, from the names of the tests and the range's cases that must end unproven. */
export function badInputTable(): string {
  const rows = badInputs().map(
    ({ input, outcome, file }) => `| ${cell(plain(input))} | ${cell(outcome)} | \`${file}\` |`,
  );
  const cases = unprovenCases.map(
    ({ id, title, unproven }) =>
      `| ${cell(title)} | ${unproven.map((check) => `\`${check}\``).join(', ')} | \`npm run range -- ${id}\` |`,
  );
  return [
    '# Bad input',
    '',
    '<!-- Generated from the names of the tests and the cases of the range by `npm run docs`; do not edit this page. -->',
    '',
    'What happens when the target, the files or the command line are not what they should be. Nothing of it is a pass.',
    '',
    '| case | what you get | test |',
    '| --- | --- | --- |',
    ...rows,
    '',
    '## Whole portals in trouble',
    '',
    'Cases of the range; the checks named stay unproven, with the reason and what closes it.',
    '',
    '| case | unproven | shown by |',
    '| --- | --- | --- |',
    ...cases,
    '',
  ].join('\n');
}

function plain(text: string): string {
  return text
    .replace(/\\(['"`\\])/g, '$1')
    .replace(/%[sidj]|\$\{?\w+\}?/g, '…')
    .trim();
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/</g, '&lt;');
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
