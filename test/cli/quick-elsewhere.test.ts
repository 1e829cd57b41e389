import { expect, test } from 'vitest';
import { leadsTo, quickLimitMs } from '../../src/cli/commands/quick.ts';
import type { StoredEvidence } from '../../src/model/dossier.ts';

const moves = (end: string, to?: string): StoredEvidence => ({
  kind: 'net.moves',
  subject: 'example.test',
  at: '2026-11-22T12:00:00.000Z',
  by: 'web',
  seen: true,
  value: { host: 'example.test', https: { end, hops: [{ url: 'https://example.test/', ...(to ? { to } : {}) }] } },
});

test('quick says where the portal is when the given address only leads to another host', () => {
  const away = moves('unlisted', 'https://www.example.test/');
  expect(leadsTo({ evidence: [away] })).toBe('https://www.example.test');
  expect(leadsTo({ evidence: [moves('answer', 'https://example.test/login')] })).toBeUndefined();
  expect(leadsTo({ evidence: [away, moves('answer')] })).toBeUndefined();
  expect(leadsTo({ evidence: [] })).toBeUndefined();
});

test('a quick look has less time where starting took long, and never too little', () => {
  expect(quickLimitMs(500)).toBe(6_000);
  expect(quickLimitMs(2_500.3)).toBe(4_499);
  expect(quickLimitMs(60_000)).toBe(2_500);
});
