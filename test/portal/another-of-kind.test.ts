import { expect, it } from 'vitest';
import type { Exchange } from '../../src/collectors/portal/exchange.ts';
import { showsLockedForm } from '../../src/collectors/portal/crawl/shows-locked-form.ts';
import { anotherOfKind } from '../../src/collectors/portal/crawl/another-of-kind.ts';

const at = (path: string) => `https://portal.example.test${path}`;

/** Orders 1 to 3 stand in the list of all, 4 in that of drafts. */
const from: Readonly<Record<string, string>> = {
  [at('/orders/3411')]: at('/orders'),
  [at('/orders/3412')]: at('/orders'),
  [at('/orders/3414')]: at('/orders?status=draft'),
  [at('/patients/2011')]: at('/patients'),
  [at('/patients/2012')]: at('/patients'),
};

it('of a kind that was visited once, one that another page led to is taken, else the last one, each kind once', () => {
  const others = anotherOfKind((url) => from[url]);
  for (const path of ['/orders', '/orders/3411', '/patients/2011']) others.visited(at(path));
  for (const path of ['/orders/3414', '/orders/3412', '/patients/2012', '/orders']) others.passedOver(at(path));
  expect(others.waits()).toBe(true);
  expect([others.next(), others.next(), others.next()]).toEqual([at('/orders/3414'), at('/patients/2012'), undefined]);
  expect(others.waits()).toBe(false);
});

it('a kind that was visited twice, and one that was not visited, wait for nothing', () => {
  const others = anotherOfKind((url) => from[url]);
  others.visited(at('/orders/3411'));
  others.passedOver(at('/orders/3414'));
  others.visited(at('/orders/3412'));
  others.passedOver(at('/patients/2012'));
  expect(others.waits()).toBe(false);
});

it('a kind whose first one takes no change goes before the others', () => {
  const others = anotherOfKind(
    (url) => from[url],
    (url) => url === at('/patients/2011'),
  );
  for (const path of ['/orders/3411', '/patients/2011']) others.visited(at(path));
  for (const path of ['/orders/3412', '/patients/2012']) others.passedOver(at(path));
  expect([others.next(), others.next()]).toEqual([at('/patients/2012'), at('/orders/3412')]);
});

it.each([
  ['a form with its texts and no button', '<form method="post"><input name="text" value="Flue"></form>', true],
  [
    'the same with its button',
    '<form method="post"><input name="text" value="Flue"><button>Save</button></form>',
    false,
  ],
  ['a search', '<form><input name="q" value="Flue"></form>', false],
  ['a form with nothing in it', '<form method="post"><input name="text"></form>', false],
])('%s', (_what, body, expected) => {
  const page = { resource: 'document', status: 200, url: at('/orders/3411'), body: Buffer.from(body) } as Exchange;
  expect(showsLockedForm([page], page.url)).toBe(expected);
});
