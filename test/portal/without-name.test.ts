import { expect, test } from 'vitest';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';
import { withoutName } from '../../src/collectors/portal/tenancy/without-name.ts';

const request = {
  method: 'GET',
  url: 'https://x.test/feed?cursor=71',
  extra: [
    ['x-org-id', 'b'],
    ['accept', '*/*'],
  ],
  cookies: { workspace: 'b', theme: 'dark' },
} as unknown as PlainRequest;

test('only what was put in is taken out again, the address stays', () => {
  expect(withoutName(request, { place: 'header', name: 'X-Org-Id' })).toEqual({
    ...request,
    extra: [['accept', '*/*']],
  });
  expect(withoutName(request, { place: 'cookie', name: 'workspace' })).toEqual({
    ...request,
    cookies: { theme: 'dark' },
  });
});
