import { expect, test } from 'vitest';
import { readableNames } from '../../src/model/readable-names.ts';

test.each([
  ['xn--bcher-kva.com answers.', 'xn--bcher-kva.com (bücher.com) answers.'],
  [
    'Where https://portal.xn--mnchen-3ya.de/a leads',
    'Where https://portal.xn--mnchen-3ya.de (portal.münchen.de)/a leads',
  ],
  ['xn--bcher-kva.com and XN--bcher-kva.com', 'xn--bcher-kva.com (bücher.com) and XN--bcher-kva.com'],
  ['xn--kxae4bafwg.xn--pxaix.gr', 'xn--kxae4bafwg.xn--pxaix.gr (ουτοπία.δπθ.gr)'],
  ['no such name: example.com, exn--ample.com', 'no such name: example.com, exn--ample.com'],
  ['bad: xn--a', 'bad: xn--a'],
])('%s', (text, readable) => {
  expect(readableNames(text)).toBe(readable);
});
