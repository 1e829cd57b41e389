import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Scorecard } from '../../src/model/scorecard.ts';
import { renderHtml } from '../../src/reporters/html/render-html.ts';
import { flawedScorecard, manyHostsScorecard, readyScorecard, unprovenScorecard } from './fixture.ts';
import { hostileScorecard } from './fixture-hostile.ts';
import { launchBrowser, openReport } from './open-report.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 200_000);
afterAll(async () => {
  await browser.close();
});

const phone = { width: 360, height: 740 };
const desktop = { width: 1280, height: 900 };
const cards: readonly (readonly [string, Scorecard])[] = [
  ['ready', readyScorecard()],
  ['flawed', flawedScorecard()],
  ['unproven', unprovenScorecard()],
  ['300 hosts', manyHostsScorecard()],
  ['hostile', hostileScorecard()],
];

describe('report in a browser', { timeout: 60_000 }, () => {
  test.each(cards)('%s: nothing scrolls sideways, nothing is loaded, nothing is refused', async (_name, card) => {
    for (const viewport of [phone, desktop]) {
      const { page, context, requested, complaints } = await openReport(browser, renderHtml(card), { viewport });
      const measure = () => page.evaluate(() => document.documentElement.scrollWidth);
      expect(await measure()).toBe(viewport.width);
      await page.evaluate(() => {
        for (const details of document.querySelectorAll('details')) details.open = true;
      });
      expect(await measure()).toBe(viewport.width);
      expect([requested, complaints]).toEqual([[], []]);
      await context.close();
    }
  });

  test.each([
    ['flawed', 'light', phone, flawedScorecard()],
    ['flawed', 'dark', phone, flawedScorecard()],
    ['flawed', 'light', desktop, flawedScorecard()],
    ['flawed', 'dark', desktop, flawedScorecard()],
    ['ready', 'dark', phone, readyScorecard()],
    ['unproven', 'light', desktop, unprovenScorecard()],
  ] as const)('axe finds nothing: %s, %s, %j', async (_name, colorScheme, viewport, card) => {
    const { page, context } = await openReport(browser, renderHtml(card), { viewport, colorScheme });
    await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([]);
    expect(passes.map((rule) => rule.id)).toContain('color-contrast');
    await context.close();
  });

  test('light and dark are different, by the preference alone', async () => {
    const shade = async (colorScheme: 'light' | 'dark'): Promise<string> => {
      const { page, context } = await openReport(browser, renderHtml(readyScorecard()), { colorScheme });
      const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await context.close();
      return colour;
    };
    expect(await shade('light')).not.toBe(await shade('dark'));
  });

  test.each([true, false])('on paper everything is visible, script %s', async (javaScriptEnabled) => {
    const { page, context } = await openReport(browser, renderHtml(flawedScorecard()), { javaScriptEnabled });
    const folded = page.getByText('Customer A asked for customer B’s project and got 404.');
    const steps = page.getByText('Add a test that reads a foreign id and expects 404.').first();
    expect([await folded.isVisible(), await steps.isVisible()]).toEqual([false, false]);
    await page.emulateMedia({ media: 'print' });
    expect([await folded.isVisible(), await steps.isVisible()]).toEqual([true, true]);
    expect(await page.getByRole('button', { name: 'Copy' }).count()).toBe(0);
    await context.close();
  });

  test('without script the command can be selected and nothing pretends to copy', async () => {
    const { page, context } = await openReport(browser, renderHtml(flawedScorecard()), { javaScriptEnabled: false });
    expect(await page.getByRole('button').count()).toBe(0);
    const command = page.getByText('dig +short TXT _dmarc.northwind.example');
    expect(await command.isVisible()).toBe(true);
    const choice = await command.evaluate((node) => getComputedStyle(node).userSelect);
    expect(choice).toBe('all');
    await context.close();
  });

  test('with script the button copies the command and says so', async () => {
    const { page, context } = await openReport(browser, renderHtml(flawedScorecard()));
    const block = page.locator('.cmd', { hasText: 'dig +short TXT _dmarc.northwind.example' });
    await block.getByRole('button', { name: 'Copy' }).click();
    await expect.poll(async () => await page.getByRole('status').textContent()).toMatch(/^Command (copied|selected)/);
    const marked = await page.evaluate(() => String(getSelection()));
    const copied = (await page.getByRole('status').textContent()) === 'Command copied.';
    expect(copied || marked === 'dig +short TXT _dmarc.northwind.example').toBe(true);
    await context.close();
  });

  test('a link to a folded check opens it', async () => {
    const { page, context } = await openReport(browser, renderHtml(flawedScorecard()));
    const target = page.locator('#check-edge\\.present');
    expect(await target.isVisible()).toBe(false);
    await page.locator('#rows, #gates').getByRole('link', { name: 'edge.present' }).first().click();
    await expect.poll(async () => await target.isVisible()).toBe(true);
    expect(await target.evaluate((node) => (node as HTMLDetailsElement).open)).toBe(true);
    await context.close();
  });

  test('the keyboard reaches the content first, and focus can be seen', async () => {
    const { page, context } = await openReport(browser, renderHtml(flawedScorecard()));
    await page.keyboard.press('Tab');
    const first = page.locator(':focus');
    expect(await first.textContent()).toContain('Skip');
    expect((await first.boundingBox())?.width).toBeGreaterThan(50);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const outline = await page
      .locator(':focus')
      .evaluate((node) => [
        getComputedStyle(node).outlineStyle,
        Number.parseFloat(getComputedStyle(node).outlineWidth),
      ]);
    expect(outline).toEqual(['solid', 3]);
    expect(await page.locator('#main :focus').count()).toBe(1);
    await context.close();
  });

  test('the ten rows are at hand on a phone, with words for a screen reader', async () => {
    const { page, context } = await openReport(browser, renderHtml(flawedScorecard()), { viewport: phone });
    const stations = page.getByRole('list', { name: 'The rows of the checklist at a glance' }).getByRole('link');
    expect(await stations.count()).toBe(10);
    expect(await stations.nth(1).textContent()).toMatch(/fail Authorization by tenant and user/);
    expect(await page.getByText('3 fail').isVisible()).toBe(true);
    await context.close();
  });
});
