import { expect, it } from 'vitest';
import { parametersInScript } from '../../src/parse/named-parameters.ts';

/** Templates of another script, as text. */
const put = '$'.concat('{');

it.each([
  ['a template with a choice', `q(\`${put}b}/briefs${put}n?"?archived=1":""}\`)`, [['briefs', 'archived', ['1']]]],
  ['a sum of texts', `get("/api/briefs"+(n?"?archived=1":""))`, [['briefs', 'archived', ['1']]]],
  ['a literal', `fetch('/api/orders?scope=everyone')`, [['orders', 'scope', ['everyone']]]],
  [
    'yes or no put in at run time',
    `fetch(\`/api/orders?include_deleted=${put}d}\`)`,
    [['orders', 'include_deleted', ['1', 'true']]],
  ],
  ['anything else put in at run time', `fetch(\`/api/orders?customer=${put}c}\`)`, []],
  ['an address of a page', 'const x="a question? name=of"', []],
])('%s', (_what, text, found) =>
  expect(parametersInScript(text).map(({ word, name, values }) => [word, name, values])).toEqual(found),
);

it('a script of millions of signs is read in a moment', () => {
  const before = performance.now();
  parametersInScript(`/abc\${${'x'.repeat(2_000_000)}/abc"+(${'/briefs${'.repeat(50_000)}`);
  expect(performance.now() - before).toBeLessThan(1500);
});
