import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { renderSarif } from '../../src/reporters/sarif.ts';
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
import { outsideCode } from './outside-code.ts';

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly {
    readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string }; readonly region?: object };
    readonly logicalLocations: readonly { readonly name: string; readonly fullyQualifiedName: string }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly { readonly justification: string }[];
}
interface Log {
  readonly runs: readonly [
    {
      readonly tool: {
        readonly driver: {
          readonly rules: readonly {
            readonly id: string;
            readonly help: { readonly text: string; readonly markdown: string };
          }[];
        };
      };
      readonly results: readonly Result[];
    },
  ];
}

const schemaPath = createRequire(import.meta.url)
  .resolve('@microsoft/jest-sarif')
  .replace(/index\.js$/, 'schemas/sarif-2.1.0-rtm.5.json');
// The published schema is draft 4; it uses nothing that draft 7 reads differently, except the name of `id`. One of its
// patterns is valid only without the `u` flag.
const { $schema: _draft, id: _id, ...schema } = JSON.parse(readFileSync(schemaPath, 'utf8')) as Record<string, unknown>;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

const parse = (text: string): Log => JSON.parse(text) as Log;
const find = (log: Log, ruleId: string, subject: string): Result | undefined =>
  log.runs[0].results.find(
    (r) => r.ruleId === ruleId && r.locations[0]?.logicalLocations[0]?.fullyQualifiedName === subject,
  );

describe('SARIF', () => {
  test.each([
    ['ready', readyScorecard()],
    ['flawed', flawedScorecard()],
    ['unproven', unprovenScorecard()],
    ['300 hosts', manyHostsScorecard()],
    ['hostile', hostileScorecard()],
  ])('%s scorecard is valid by the 2.1.0 schema', (_name, scorecard) => {
    validate(parse(renderSarif(scorecard)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test('the schema is really applied', () => {
    const log = JSON.parse(renderSarif(flawedScorecard())) as { runs: { results: { level: string }[] }[] };
    const [first] = log.runs[0]?.results ?? [];
    if (first !== undefined) first.level = 'terrible';
    expect(validate(log)).toBe(false);
  });

  test('fails and warnings are results with a level, unproven is open without one, passes are none', () => {
    const log = parse(renderSarif(flawedScorecard()));
    expect(find(log, 'authz.read', 'GET /api/invoices/{id}')).toMatchObject({ kind: 'fail', level: 'error' });
    expect(find(log, 'https.hsts', 'www.northwind.example')).toMatchObject({ kind: 'fail', level: 'warning' });
    expect(find(log, 'headers.csp', 'app.northwind.example')).toMatchObject({ kind: 'fail', level: 'note' });
    expect(find(log, 'authz.write', 'app.northwind.example')).toMatchObject({ kind: 'open', level: 'none' });
    expect(find(log, 'authz.read', 'GET /api/projects/{id}')).toBeUndefined();
    expect(parse(renderSarif(readyScorecard())).runs[0].results).toEqual([]);
  });

  test('results point at their rule, and rules carry help', () => {
    const [{ tool, results }] = parse(renderSarif(flawedScorecard())).runs;
    for (const result of results) expect(tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
    const help = tool.driver.rules.find((rule) => rule.id === 'authz.read')?.help;
    expect(help?.text).toContain('Answer 404 for records of another tenant.');
    expect(help?.markdown).toContain('`v5.0.0-8.2.2`');
  });

  test('fingerprints are the finding’s own, else follow from its id, and do not depend on the wording', () => {
    const log = parse(renderSarif(flawedScorecard()));
    expect(find(log, 'authz.read', 'GET /api/invoices/{id}')?.partialFingerprints).toEqual({
      'launchReadyFinding/v1': '9f86d081884c7d65',
    });
    const card = (says: string) =>
      scorecardOf('b2b-api', [findingOf(checkNamed('email.dmarc'), 'a.example', 'fail', { says })]);
    const print = (says: string) =>
      find(parse(renderSarif(card(says))), 'email.dmarc', 'a.example')?.partialFingerprints;
    expect(print('one')).toEqual(print('two'));
  });

  test('files are physical locations with a relative address, hosts logical ones', () => {
    const location = { path: 'src/a b:c/ключ.ts', line: 12, column: 3, commit: 'abc1234' };
    const card = scorecardOf('b2b-api', [
      findingOf(checkNamed('secrets.bundle'), 'src/a b:c/ключ.ts:12', 'fail', { location }),
    ]);
    const result = find(parse(renderSarif(card)), 'secrets.bundle', 'src/a b:c/ключ.ts:12');
    const physical = result?.locations[0]?.physicalLocation;
    expect(physical?.region).toEqual({ startLine: 12, startColumn: 3 });
    expect(physical?.artifactLocation.uri).toBe('src/a%20b%3Ac/%D0%BA%D0%BB%D1%8E%D1%87.ts');
    expect(
      find(parse(renderSarif(flawedScorecard())), 'email.dmarc', 'northwind.example')?.locations[0]?.physicalLocation,
    ).toBeUndefined();
  });

  test('a waived fail stays a result and is suppressed with its reason', () => {
    const waived = find(parse(renderSarif(unprovenScorecard())), 'https.hsts', 'old.northwind.example');
    expect(waived?.kind).toBe('fail');
    expect(waived?.suppressions?.[0]?.justification).toContain('M. Okafor');
  });

  test('messages hold no placeholder, no embedded link and nothing unseen', () => {
    const text = renderSarif(hostileScorecard());
    for (const { message } of parse(text).runs[0].results) {
      expect(message.text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/);
      expect(message.text).not.toContain('](');
    }
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });

  test('help in Markdown holds no HTML and no link from data', () => {
    for (const { help } of parse(renderSarif(hostileScorecard())).runs[0].tool.driver.rules) {
      const plain = outsideCode(help.markdown);
      expect(plain).not.toMatch(/<\w|\]\(|@\w|:\/\//);
      expect(plain).not.toContain('`');
    }
  });
});
