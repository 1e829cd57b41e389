import { expect, it } from 'vitest';
import type { IdentityName } from '../../src/model/identity.ts';
import { ownPlace } from '../../src/collectors/portal/roles/own-place.ts';
import { recorded } from './recorded.ts';

const origin = 'https://portal.test';
const seen = (identity: IdentityName, path: string, body = '<p>nothing</p>') =>
  recorded(`${origin}${path}`, body, { identity, responseHeaders: { 'content-type': 'text/html' } });
const base = [
  seen('a', '/w/acme/projects'),
  seen('b', '/w/globex/projects'),
  seen('a', '/api/orders/71'),
  seen('b', '/api/orders/92'),
];
const place = (path: string, more: readonly ReturnType<typeof seen>[] = []) =>
  ownPlace([...base, ...more], 'a', `${origin}${path}`);

it('below a workspace or a record that the customer alone uses, staff’s page may be the owner’s', () => {
  expect(place('/w/acme/settings')).toBe('own');
  expect(place('/api/orders/71/margin')).toBe('own');
});

it('a page of one’s own that names the address is an offer', () => {
  expect(place('/w/acme/settings', [seen('a', '/w/acme', '<a href="/w/acme/settings">Settings</a>')])).toBe('linked');
  const further = seen('a', '/w/acme', '<a href="/w/acme/settings/keys">Keys</a>');
  expect(place('/w/acme/settings', [further])).toBe('own');
});

it.each([
  '/w/globex/settings',
  '/admin/customers/acme',
  '/api/customers',
  '/w/acme/staff/notes',
  '/api/orders/71/tab/internal',
])('%s is staff’s', (path) => {
  expect(place(path)).toBeUndefined();
});

it('a page that a script showed in place is one’s own as well, and whoever was only sent away from a place does not use it', () => {
  const walked = (path: string) => ownPlace(base, 'a', `${origin}/w/acme/settings`, [`${origin}${path}`]);
  expect(walked('/w/acme/settings?tab=1')).toBe('linked');
  expect(walked('/w/acme/settings/keys')).toBe('own');
  expect(ownPlace(base, 'a', `${origin}/admin/acme`, [`${origin}/admin/acme`])).toBeUndefined();
  const away = recorded(`${origin}/w/acme`, '', { identity: 'anonymous', status: 303 });
  expect(ownPlace([...base, away], 'a', `${origin}/w/acme/settings`)).toBe('own');
});
