import { expect, it } from 'vitest';
import { coverageOf } from '../../src/checks/coverage.ts';
import { configSchema } from '../../src/model/config.ts';
import type { Dossier } from '../../src/model/dossier.ts';

it('what no page was seen to send and a proof has sent is no longer said to be not reached', () => {
  const row = (what: string) => ({ what, why: 'named by a script', closeBy: 'List a page.', minutes: 3 });
  const one = (kind: string, value: object) => ({ seen: true, kind, subject: 'x', value });
  const dossier = {
    config: configSchema.parse({ target: { hosts: [{ name: 'portal.example' }] } }),
    evidence: [
      one('portal.coverage', {
        routes: [],
        notReached: [row('POST /api/tasks/{}/close'), row('POST /api/tasks/{}/open')],
        hostsFoundNotListed: [],
        objects: 0,
      }),
      one('tenancy.write', { method: 'POST', template: '/api/tasks/{id}/close' }),
    ],
  } as unknown as Dossier;
  expect(coverageOf(dossier).notReached.map(({ what }) => what)).toEqual(['POST /api/tasks/{}/open']);
});
