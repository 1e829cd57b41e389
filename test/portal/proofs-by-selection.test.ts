import { expect, test } from 'vitest';
import { createLive } from '../../src/collectors/live.ts';
import { tenancyCollector } from '../../src/collectors/portal/tenancy/collector.ts';
import type { CollectContext } from '../../src/collectors/collector.ts';

/** Without sessions each proof that is begun ends as a gap of its own kind. */
async function begun(only: readonly string[] | undefined): Promise<readonly string[]> {
  const kinds = new Set<string>();
  const context = {
    target: { name: 'portal', url: 'https://app.example.test/', config: {}, only },
    world: { credentials: () => undefined, vault: { add: () => undefined, mark: (value: string) => value } },
    signal: new AbortController().signal,
    live: createLive(),
    emit: (kind: string) => void kinds.add(kind),
    gap: (kind: string) => void kinds.add(kind),
    seen: () => [],
    brokenLooks: () => [],
    progress: () => undefined,
  } as unknown as CollectContext;
  await tenancyCollector.collect('portal', context);
  return [...kinds].map((kind) => kind.slice('tenancy.'.length)).sort();
}

const shared = ['anonymous', 'list', 'read', 'tenant'];

test.each([
  ['everything', undefined, [...shared, 'backend', 'channel', 'file', 'page']],
  ['an area', ['authz'], [...shared, 'backend', 'channel', 'file']],
  ['checks', ['authz.read', 'auth.pages'], [...shared, 'page']],
] as const)('a selection of %s begins what its checks are made of', async (_name, only, kinds) => {
  expect(await begun(only)).toEqual([...kinds].sort());
});
