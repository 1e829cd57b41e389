import { createHash } from 'node:crypto';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, test } from 'vitest';
import type { Scorecard } from '../../src/model/scorecard.ts';
import { renderHtml } from '../../src/reporters/html/render-html.ts';
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

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

function elementsOf(node: Node): Element[] {
  const children = 'childNodes' in node ? node.childNodes.flatMap(elementsOf) : [];
  return 'tagName' in node ? [node, ...children] : children;
}
function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((a) => a.name === name)?.value;
const page = (html: string): Element[] => elementsOf(parse(html));
const byTag = (elements: readonly Element[], tag: string): Element[] =>
  elements.filter((element) => element.tagName === tag);
const sectionText = (elements: readonly Element[], id: string): string =>
  elements
    .filter((e) => attribute(e, 'id') === id)
    .map(textOf)
    .join('')
    .replace(/\s+/g, ' ');

const cards = [
  ['ready', readyScorecard()],
  ['flawed', flawedScorecard()],
  ['unproven', unprovenScorecard()],
  ['300 hosts', manyHostsScorecard()],
  ['hostile', hostileScorecard()],
] as const;

describe('HTML page', () => {
  test.each(cards)('%s: nothing but the known elements and attributes, whatever the data', (_name, scorecard) => {
    const elements = page(renderHtml(scorecard));
    const [style, script] = [byTag(elements, 'style'), byTag(elements, 'script')];
    expect([style.length, script.length]).toEqual([1, 1]);
    for (const element of elements) {
      expect(
        ['iframe', 'img', 'object', 'embed', 'link', 'form', 'input', 'textarea', 'base', 'pwned', 'image'],
        element.tagName,
      ).not.toContain(element.tagName);
      for (const { name, value } of element.attrs) {
        expect(name).not.toMatch(/^(on|style|src|action|autofocus)/);
        if (name === 'href') expect(value).toMatch(/^#[a-z0-9.-]+$/);
      }
    }
  });

  test.each(cards)('%s: ids are unique and every link has its target', (_name, scorecard) => {
    const elements = page(renderHtml(scorecard));
    const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
    expect(ids.length).toBe(new Set(ids).size);
    const links = elements.flatMap((element) => attribute(element, 'href') ?? []);
    expect(links.filter((href) => !ids.includes(href.slice(1)))).toEqual([]);
  });

  test('the policy allows nothing but the two inline blocks, by their hashes', () => {
    const elements = page(renderHtml(hostileScorecard()));
    const hash = (tag: string): string =>
      createHash('sha256').update(byTag(elements, tag).map(textOf).join('')).digest('base64');
    const meta = elements.find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy');
    expect(meta && attribute(meta, 'content')).toBe(
      `default-src 'none'; style-src 'sha256-${hash('style')}'; script-src 'sha256-${hash('script')}'; base-uri 'none'; form-action 'none'`,
    );
  });

  test('hostile text is there to read, with what cannot be seen written out', () => {
    const html = renderHtml(hostileScorecard());
    const text = textOf(parse(html));
    expect(text).toContain('<script>PWNED()</script>');
    expect(text).toContain('⟨U+202E⟩');
    expect(html.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  test('sections stand in the order in which a founder needs them', () => {
    const sections = byTag(page(renderHtml(flawedScorecard())), 'section').map((section) => attribute(section, 'id'));
    expect(sections).toEqual([
      'self-test',
      'blocks',
      'unproven',
      'flags',
      'today',
      'rows',
      'gates',
      'matrix',
      'findings',
      'coverage',
      'limits',
      'run',
    ]);
  });

  test('the decision is one sentence in the only first-level heading, and headings never skip a level', () => {
    const sentences = {
      ready: 'Ready for production traffic: everything that is required was examined and passed.',
      flawed: 'Not ready for production traffic: 3 problems block it, and 8 required checks are unproven.',
      unproven:
        'Not proven yet: nothing required failed, but 1 required check is still unproven; about 5 min of work closes it.',
    };
    for (const [name, card] of cards.slice(0, 3)) {
      const headings = page(renderHtml(card)).filter((element) => /^h[1-6]$/.test(element.tagName));
      const levels = headings.map((element) => Number(element.tagName[1]));
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      expect(levels.every((level, index) => index === 0 || level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
      expect(headings[0] && textOf(headings[0])).toBe(sentences[name as keyof typeof sentences]);
    }
  });

  test('a blocker says harm, who, effort, first step; worst severity first', () => {
    const blocks = sectionText(page(renderHtml(flawedScorecard())), 'blocks');
    const order = [
      'stop-ship',
      'critical',
      'Customer A opened customer B’s invoice',
      'reportable data breach',
      'your engineer',
      '2 h',
      'Add the signed-in tenant',
      'high',
      'There is no DMARC record',
      'medium',
      'No Strict-Transport-Security header',
      'and 1 more subject',
    ];
    const places = order.map((part) => blocks.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((x, y) => x - y));
  });

  test('an action that closes three checks is shown once, with its minutes and its count', () => {
    const unproven = sectionText(page(renderHtml(unprovenScorecard())), 'unproven');
    expect(unproven.match(/Give a second test account/g)).toHaveLength(1);
    expect(unproven).toContain('5 min');
    expect(unproven).toContain('3 checks wait for it');
    // 2 + 2 + 10 + 15 minutes, each action counted once; what was not collected has no minutes of a person.
    const flawed = sectionText(page(renderHtml(flawedScorecard())), 'unproven');
    expect(flawed).toContain('About 29 min of work closes 4 required checks. 4 required checks were not examined.');
  });

  test('a waived fail is shown beside its waiver and does not count as a blocker', () => {
    const blocks = sectionText(page(renderHtml(unprovenScorecard())), 'blocks');
    expect(blocks).toContain('No required check failed.');
    expect(blocks).toContain('Waived by M. Okafor until 2027-03-31: The host is switched off in March.');
  });

  test('a failed check of advice does not stand among the blockers', () => {
    const advice = findingOf(checkNamed('headers.csp'), 'app.northwind.example', 'fail', { says: 'No policy at all.' });
    const elements = page(renderHtml(scorecardOf('b2b-api', [advice])));
    const blocks = elements.find((element) => attribute(element, 'id') === 'blocks');
    const folded = byTag(elementsOf(blocks ?? parse('')), 'details')
      .map(textOf)
      .join('');
    expect(folded).toContain('No policy at all.');
    expect(sectionText(elements, 'blocks')).toContain('No required check failed.');
  });

  test('300 hosts: subjects are counted, passes are one folded line each, and the page stays small', () => {
    const html = renderHtml(manyHostsScorecard());
    expect(sectionText(page(html), 'check-https.hsts')).toContain('291 of 300 proven');
    expect(html.length).toBeLessThan(2_000_000);
    const open = byTag(page(html), 'details').filter((element) => attribute(element, 'open') !== undefined);
    expect(open.length).toBeLessThanOrEqual(1);
  });

  test('no green mark stands for the absence of failures while something is unproven', () => {
    const blocks = (card: Scorecard): string => sectionText(page(renderHtml(card)), 'blocks');
    expect(blocks(scorecardOf('b2b-api', []))).toContain(
      'nothing so far No required check failed. What is unproven may',
    );
    expect(blocks(readyScorecard())).not.toContain('so far');
  });

  test('among equal severities the checklist’s own order decides', () => {
    const fails = ['authz.list', 'authz.read', 'auth.anonymous'].map((id) =>
      findingOf(checkNamed(id), 'x', 'fail', { says: `fails ${id}` }),
    );
    const blocks = sectionText(page(renderHtml(scorecardOf('b2b-api', fails))), 'blocks');
    expect([...blocks.matchAll(/fails (\S+?)(?=auth| )/g)].map((found) => found[1])).toEqual([
      'auth.anonymous',
      'authz.read',
      'authz.list',
    ]);
  });

  test('every cell of the matrix has a word, and leaks come first', () => {
    const rows = byTag(page(renderHtml(flawedScorecard())), 'tr').map((row) => textOf(row).replace(/\s+/g, ' '));
    expect(rows[1]).toBe('GET /api/invoices/{id}deniedleakedallowed');
  });

  test('what happened to the run as a whole stands in the head of the page', () => {
    const html = renderHtml({
      ...flawedScorecard(),
      reasons: ['The run was stopped early: what was not looked at is unproven.'],
    });
    expect(textOf(byTag(page(html), 'header')[0] ?? parse(''))).toContain('The run was stopped early');
  });
});
