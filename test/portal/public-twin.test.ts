import { expect, it } from 'vitest';
import { publicTwin } from '../../src/collectors/portal/tenancy/public-twin.ts';
import type { PlainRequest } from '../../src/collectors/portal/tenancy/replay.ts';

const twinOf = (path: string) =>
  publicTwin({ method: 'GET', url: `https://x.test${path}` } as PlainRequest).map(({ url }) => new URL(url).pathname);

it.each([
  ['/storage/v1/object/authenticated/leases/42/lease.pdf', ['/storage/v1/object/public/leases/42/lease.pdf']],
  ['/storage/v1/object/leases/42/lease.pdf', ['/storage/v1/object/public/leases/42/lease.pdf']],
  ['/storage/v1/object/public/leases/42/lease.pdf', []],
  ['/storage/v1/object/sign/leases/42/lease.pdf', []],
  ['/api/leases/42', []],
])('%s is public at %j', (path, twins) => expect(twinOf(path)).toEqual(twins));
