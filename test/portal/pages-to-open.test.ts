import { expect, it } from 'vitest';
import { pagesToOpen } from '../../src/collectors/portal/tenancy/page-reads.ts';

const at = (path: string) => `https://desk.example.test${path}`;

it('one page of each kind is opened signed out, and none whose address is itself the key', () => {
  const visited = ['/orders', '/feed.php?op=rss&id=-3&key=5ekdfn6b04462a6df03', '/orders/71', '/orders/72', '/help'];
  expect(pagesToOpen(visited.map(at), [at('/help')])).toEqual([at('/orders/72'), at('/orders')]);
});
