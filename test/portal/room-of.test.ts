import { expect, it } from 'vitest';
import { roomOf } from '../../src/collectors/portal/tenancy/room-of.ts';

it.each([
  ['a record by its kind and number', '?topic=vehicle.3102', '?topic=vehicle.{id}'],
  ['the same with another sign', '?channel=work-order%3A77', '?channel=work-order:{id}'],
  ['a record by a long key', '?room=case/5b1c0011-0c2d-4e3f-8a91-77aa02c4d1e0', '?room=case/{id}'],
  ['where to go on from', '?od=0&since=2026-11-23', ''],
  ['a room of everybody', '?topic=news', ''],
])('the kind of room an address asks for: %s', (_what, query, room) =>
  expect(roomOf(`https://x.test/stream${query}`)).toBe(room),
);
