import { expect, it } from 'vitest';
import { isEverybodys } from '../../src/collectors/portal/tenancy/public-headers.ts';

const sent = (identity: 'a' | 'a2' | 'b' | 'anonymous', apikey: string) => ({ identity, requestHeaders: { apikey } });

it.each([
  ['a visitor sends it', [sent('a', 'anon-key'), sent('anonymous', 'anon-key')], true],
  ['two customers send the same', [sent('a', 'anon-key'), sent('b', 'anon-key')], true],
  ['two people of one customer share it', [sent('a', 'org-key'), sent('a2', 'org-key')], false],
  ['each has its own', [sent('a', 'anon-key'), sent('b', 'key-of-b')], false],
])('a key is everybody’s: %s', (_why, exchanges, is) => {
  expect(isEverybodys(exchanges, 'apikey', exchanges[0]?.requestHeaders.apikey ?? '')).toBe(is);
});
