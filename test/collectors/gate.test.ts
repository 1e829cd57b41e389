import { expect, test } from 'vitest';
import { openAtOnce, requestInTurn, shakeInTurn } from '../../src/collectors/look/gate.ts';
import type { World } from '../../src/world/world.ts';
import { handshake } from './network-setting.ts';

test('hundreds of exchanges are never open together, all of them end, and a failed one gives its place back', async () => {
  let open = 0;
  let most = 0;
  const exchange = async (fails: boolean) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setImmediate(resolve));
    open -= 1;
    if (fails) throw new Error('reset');
    return handshake();
  };
  const world = {
    http: { request: ({ url }: { url: string }) => exchange(url.endsWith('3')) },
    tls: { handshake: () => exchange(false) },
  } as unknown as World;
  const all = Array.from({ length: 400 }, (_, index) =>
    index % 2 === 0
      ? shakeInTurn(world, { host: 'app.example.com', port: 443 })
      : requestInTurn(world, { url: `https://app.example.com/${index}`, permit: 'look' }),
  );
  const settled = await Promise.allSettled(all);
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(40);
  expect(most).toBe(openAtOnce);
  expect(open).toBe(0);
  await expect(shakeInTurn(world, { host: 'app.example.com', port: 443 })).resolves.toMatchObject({ connected: true });
});
