import { expect, it } from 'vitest';
import { objectPlace } from '../../src/collectors/portal/writes/object-place.ts';
import { isNotedByPortal } from '../../src/collectors/portal/writes/noted-by-portal.ts';
import type { RawView } from '../../src/collectors/portal/tenancy/view.ts';

it('a later time and a higher count are noted by the portal itself, in whatever language', () => {
  expect(isNotedByPortal('geaendert', '2026-03-12T09:12:00Z', '2026-11-23T01:48:09.621Z')).toBe(true);
  expect(isNotedByPortal('fassung', 4, 6)).toBe(true);
  expect(isNotedByPortal('updatedBy', 'Anna', 'Ben')).toBe(true);
  expect(isNotedByPortal('geaendert', '2026-11-23T01:48:09.621Z', '2026-03-12T09:12:00Z')).toBe(false);
  expect(isNotedByPortal('frist', '2026-12-31', '2027-01-31')).toBe(false);
});

const view = (json: unknown) => ({ content: { kind: 'json', json } }) as unknown as RawView;
const plan = { id: 'plan-7', notiz: 'Ring', geaendert: '2026-03-12T09:12:00Z', erledigt: false };

it('a record in a list is as before although the portal has noted the change', () => {
  const place = objectPlace(view([plan]), 'plan-7', 'notiz');
  expect(place?.isAsBefore(view([{ ...plan, geaendert: '2026-11-23T01:48:09Z' }]))).toBe(true);
  expect(place?.isAsBefore(view([{ ...plan, notiz: 'Ring lr1' }]))).toBe(false);
});

it('a switch that takes its record out of the list has been turned', () => {
  const place = objectPlace(view([plan]), 'plan-7', 'erledigt');
  expect(place).toMatchObject({ former: 'false', changed: 'true' });
  expect(place?.now(view([]))).toBe('true');
  expect(place?.isAsBefore(view([]))).toBe(false);
  expect(objectPlace(view(plan), 'plan-7', 'erledigt')?.now(view({}))).toBeUndefined();
});
