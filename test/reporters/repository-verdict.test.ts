import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { renderHtml } from '../../src/reporters/html/render-html.ts';
import { renderMarkdown } from '../../src/reporters/markdown.ts';
import { repositoryVerdict } from '../../src/reporters/repository-verdict.ts';
import { renderTerminal } from '../../src/reporters/terminal.ts';
import { checkNamed, findingOf, readyScorecard, scorecardOf, secondAccount } from './fixture.ts';

const about = (check: string, status: Finding['status'], more: Partial<Finding> = {}) =>
  findingOf({ ...checkNamed('authz.read'), id: check }, 'portal', status, more);
const open = about('authz.read', 'unproven', { gap: secondAccount });
const files = about('secrets.tree', 'pass', { says: 'None of 3 files of portal holds a secret.' });
const history = about('secrets.history', 'pass', { says: 'None of 9 objects of the history holds a secret.' });
const nothingSent = {
  requests: { sent: 0, perHost: {}, permitted: [] },
  coverage: { ...readyScorecard().coverage, hosts: 0, routes: 0 },
};
const card = (...findings: readonly Finding[]) => scorecardOf('b2b-api', [open, ...findings], nothingSent);

test('a repository alone gets its go, and the launch stays unproven', () => {
  const clean = card(files, history);
  expect(clean.decision).toBe('unproven');
  const terminal = renderTerminal(clean, { width: 200, color: false, unicode: true });
  for (const text of [terminal, renderMarkdown(clean), renderHtml(clean)]) {
    expect(text).toMatch(/go for the repository/i);
    expect(text).toContain('None of 9 objects of the history holds a secret.');
    expect(text).toContain('The launch as a whole: not proven yet: nothing required failed');
  }
});

test('a secret is a no-go, what was not read is said, and a waived one counts no more', () => {
  const found = about('secrets.history', 'fail');
  expect(repositoryVerdict(card(files, found))).toMatchObject({
    decision: 'not-ready',
    title: 'No-go for the repository',
  });
  const cut = about('secrets.history', 'unproven', { gap: secondAccount, says: 'It is a shallow clone.' });
  expect(repositoryVerdict(card(files, cut))).toMatchObject({
    decision: 'unproven',
    sentence: expect.stringContaining('It is a shallow clone.'),
  });
  const waiver = { author: 'M. Okafor', reason: 'A test key.', until: '2027-03-31' };
  expect(repositoryVerdict(card(files, { ...found, waiver }))?.decision).toBe('ready');
});

test('a run that looked at a portal, or had no repository, says nothing of the kind', () => {
  expect(repositoryVerdict(scorecardOf('b2b-api', [open, files, history]))).toBeUndefined();
  expect(repositoryVerdict(card(about('secrets.history', 'unproven', { gap: secondAccount })))).toBeUndefined();
});
