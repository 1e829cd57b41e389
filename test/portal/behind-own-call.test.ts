import { expect, it } from 'vitest';
import { behindOwnCall } from '../../src/collectors/portal/roles/behind-own-call.ts';
import { requestOf } from '../../src/collectors/portal/tenancy/requests.ts';
import { recordedJson } from './recorded.ts';

const at = 'https://x.test/api/trpc/';
const posted = (url: string, body: unknown) =>
  recordedJson(url, [{ result: {} }], { method: 'POST', requestBody: JSON.stringify(body) });

it('a procedure of staff stands second in a batch that begins with one of the asker’s own', () => {
  const staffs = requestOf(posted(`${at}support.clinics?batch=1`, { 0: { page: 2 } }));
  const batch = behindOwnCall(staffs, [posted(`${at}auth.me?batch=1`, { 0: {} })]);
  expect(batch?.url).toBe(`${at}auth.me,support.clinics?batch=1`);
  expect(JSON.parse(batch?.body ?? '')).toEqual({ 0: {}, 1: { page: 2 } });
});

it('inputs of queries by GET go where they stood, one that was sent alone too', () => {
  const input = (value: unknown) => encodeURIComponent(JSON.stringify(value));
  const staffs = requestOf(recordedJson(`${at}support.clinics?input=${input({ page: 2 })}`, {}));
  const batch = behindOwnCall(staffs, [recordedJson(`${at}auth.me?batch=1&input=${input({ 0: null })}`, {})]);
  const url = new URL(batch?.url ?? expect.fail('no batch'));
  expect(url.pathname).toBe('/api/trpc/auth.me,support.clinics');
  expect(JSON.parse(url.searchParams.get('input') ?? '')).toEqual({ 0: {}, 1: { page: 2 } });
});

it('a remote call stands second in a batch of two', () => {
  const call = (method: string) => posted('https://x.test/rpc', { jsonrpc: '2.0', id: 7, method, params: {} });
  const batch = behindOwnCall(requestOf(call('staff.list')), [call('me.get')]);
  expect(JSON.parse(batch?.body ?? '').map(({ method }: { method: string }) => method)).toEqual([
    'me.get',
    'staff.list',
  ]);
});

it('what is no call, and a call that the asker never made in this way, stands alone', () => {
  const own = posted(`${at}auth.me?batch=1`, { 0: {} });
  expect(behindOwnCall(requestOf(posted('https://x.test/api/clinics', { page: 2 })), [own])).toBeUndefined();
  expect(behindOwnCall(requestOf(posted(`${at}support.clinics?batch=1`, { 0: {} })), [])).toBeUndefined();
});
