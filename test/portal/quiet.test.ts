import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { restingPage } from '../../src/collectors/portal/quiet.ts';
import { configSchema } from '../../src/model/config.ts';
import { createScope } from '../../src/world/create-scope.ts';
import { createWorld } from '../../src/world/create-world.ts';
import type { World } from '../../src/world/world.ts';

const longMs = 3_600_000;
let world: World;
let page: Page;

beforeAll(async () => {
  const scope = createScope({ config: configSchema.parse({}) });
  world = await createWorld({ scope, env: {}, signal: new AbortController().signal });
  page = await (await world.browser.context({ identity: 'a' })).newPage();
}, 60_000);
afterAll(async () => world.close());

const skeleton = '<div data-slot="skeleton" class="animate-pulse" style="width:160px;height:20px"></div>';
const resting = (script: string) =>
  page
    .setContent(`<p>Orders</p><ul></ul><script>${script}</script>`)
    .then(() => restingPage(page, longMs))
    .then(() => page.evaluate(() => document.querySelectorAll('li').length));

it('bad input: a page whose idle callbacks never come → at rest all the same', async () => {
  expect(await resting('window.requestIdleCallback = () => 0')).toBe(0);
});

it('a page that is drawn piece by piece is waited for', async () => {
  const draw = `let left = 40;
    const more = () => {
      for (const end = performance.now() + 30; performance.now() < end; );
      document.querySelector('ul').append(...[1, 2, 3].map(() => document.createElement('li')));
      if (--left > 0) scheduler.postTask(more);
    };
    more();`;
  expect(await resting(draw)).toBe(120);
});

it('what a skeleton stands for is waited for, and a sign that never goes is not', async () => {
  // Where the page's clock stands still, nothing but the skeleton's end ends the wait.
  const later = (
    ms: number,
  ) => `${ms < 1000 ? 'performance.now = () => 0' : 'delete performance.now'}; document.body.insertAdjacentHTML('beforeend', '${skeleton}');
    setTimeout(() => {
      document.querySelector('[data-slot]').remove();
      document.querySelector('ul').append(...[1, 2, 3].map(() => document.createElement('li')));
    }, ${ms});`;
  expect(await resting(later(450))).toBe(3);
  expect(await resting(later(6000))).toBe(0);
});

it('what holds a whole table is no sign of loading, whatever a library calls it', async () => {
  // The page's clock stands still, so nothing but the sign itself ends the wait.
  const behind = (text: string) => `performance.now = () => 0;
    document.body.insertAdjacentHTML('beforeend', '<div class="spin-nested-loading" style="height:40px">${text}</div>');
    setTimeout(() => {
      document.querySelector('.spin-nested-loading').remove();
      document.querySelector('ul').append(...[1, 2, 3].map(() => document.createElement('li')));
    }, 4000);`;
  expect(await resting(behind('Please wait'))).toBe(3);
  expect(await resting(behind('<p>Order 4711 of the spring, paid on Tuesday by the office</p>'))).toBe(0);
});
