import { describe, expect, test } from 'vitest';
import { renderJunit } from '../../src/reporters/junit.ts';
import {
  checkNamed,
  findingOf,
  flawedScorecard,
  manyHostsScorecard,
  readyScorecard,
  scorecardOf,
  secondAccount,
  unprovenScorecard,
} from './fixture.ts';
import { hostileScorecard } from './fixture-hostile.ts';
import { parseStrictXml, type XmlElement } from './strict-xml.ts';

const suiteAttributes = [
  'name',
  'package',
  'id',
  'timestamp',
  'hostname',
  'tests',
  'failures',
  'errors',
  'skipped',
  'time',
];
const caseChildren: Readonly<Record<string, readonly string[]>> = {
  failure: ['message', 'type'],
  error: ['message', 'type'],
  skipped: ['message'],
};

/** The structure of the Ant JUnit schema: names, order, required attributes, and counts that add up. */
function expectJunitShape(root: XmlElement): void {
  expect([root.name, Object.keys(root.attributes)]).toEqual(['testsuites', []]);
  for (const [index, suite] of root.children.entries()) {
    expect([suite.name, Object.keys(suite.attributes), suite.attributes.id]).toEqual([
      'testsuite',
      suiteAttributes,
      String(index),
    ]);
    expect(suite.attributes.timestamp).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/);
    const cases = suite.children.slice(1, -2);
    expect([suite.children[0]?.name, ...suite.children.slice(-2).map((child) => child.name)]).toEqual([
      'properties',
      'system-out',
      'system-err',
    ]);
    for (const testCase of cases) {
      expect([testCase.name, Object.keys(testCase.attributes)]).toEqual(['testcase', ['classname', 'name', 'time']]);
      expect(testCase.children.length).toBeLessThanOrEqual(1);
      for (const child of testCase.children) expect(Object.keys(child.attributes)).toEqual(caseChildren[child.name]);
    }
    const count = (name: string): string =>
      String(cases.filter((testCase) => testCase.children[0]?.name === name).length);
    const { tests, failures, errors, skipped } = suite.attributes;
    expect([tests, failures, errors, skipped]).toEqual([
      String(cases.length),
      count('failure'),
      count('error'),
      count('skipped'),
    ]);
  }
}

function casesOf(xml: string): ReadonlyMap<string, XmlElement> {
  const cases = parseStrictXml(xml).children.flatMap((suite) =>
    suite.children.filter((child) => child.name === 'testcase'),
  );
  return new Map(cases.map((testCase) => [testCase.attributes.name ?? '', testCase]));
}

describe('JUnit', () => {
  test.each([
    ['ready', readyScorecard()],
    ['flawed', flawedScorecard()],
    ['unproven', unprovenScorecard()],
    ['300 hosts', manyHostsScorecard()],
    ['hostile', hostileScorecard()],
  ])('%s scorecard has the structure of the schema', (_name, scorecard) => {
    expectJunitShape(parseStrictXml(renderJunit(scorecard)));
  });

  test('a failing subject is a failure, a passing one of the same check is not', () => {
    const cases = casesOf(renderJunit(flawedScorecard()));
    const leak = cases.get('authz.read › GET /api/invoices/{id}')?.children[0];
    expect(leak?.name).toBe('failure');
    expect(leak?.text).toContain('Customer A opened customer B’s invoice');
    expect(leak?.text).toContain('curl -sS');
    expect(cases.get('authz.read › GET /api/projects/{id}')?.children).toEqual([]);
  });

  test('unproven is an error where required and skipped where advice, never a silent pass', () => {
    const advice = findingOf(checkNamed('headers.csp'), 'app.northwind.example', 'unproven', { gap: secondAccount });
    const required = findingOf(checkNamed('authz.read'), 'app.northwind.example', 'unproven', { gap: secondAccount });
    const cases = casesOf(renderJunit(scorecardOf('b2b-api', [advice, required])));
    expect(cases.get('headers.csp › app.northwind.example')?.children[0]?.name).toBe('skipped');
    const open = cases.get('authz.read › app.northwind.example')?.children[0];
    expect([open?.name, open?.attributes.type]).toEqual(['error', 'unproven.not-configured']);
    expect(open?.attributes.message).toContain('5 min');
    // Required checks without any finding are there as well.
    expect(cases.get('secrets.bundle')?.children[0]?.name).toBe('error');
  });

  test('a waived fail is skipped, with who waived it and until when', () => {
    const waived = casesOf(renderJunit(unprovenScorecard())).get('https.hsts › old.northwind.example')?.children[0];
    expect(waived?.name).toBe('skipped');
    expect(waived?.attributes.message).toContain('Waived by M. Okafor until 2027-03-31');
  });

  test('hostile text arrives as text', () => {
    const all = JSON.stringify(parseStrictXml(renderJunit(hostileScorecard())));
    expect(all).toContain('<script>PWNED()</script>');
    expect(all).toContain(']]><PWNED xmlns');
    expect(all).toContain('⟨U+001B⟩');
    expect(all).toContain('⟨U+0000⟩');
  });

  test('the strict parser itself refuses what it must', () => {
    const wrap = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<a>${inner}</a>`;
    for (const inner of [
      '<![CDATA[x]]>',
      '<!-- x -->',
      ']]>',
      '&nope;',
      '&',
      '<b>',
      '\u0000',
      '\u001b',
      '<b c="1" c="2"/>',
      '<b c=1/>',
    ]) {
      expect(() => parseStrictXml(wrap(inner)), inner).toThrow();
    }
    expect(parseStrictXml(wrap('&lt;b&gt; &#10;<c d="&amp;"/>')).children[0]?.attributes.d).toBe('&');
  });
});
