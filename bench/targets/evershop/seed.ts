import { type ApiAnswer, type ApiCall, call, cookiesOf, field, mustCall } from '../api-client.ts';
import type { Customer } from '../target.ts';
import { admin, content } from './content.ts';

/** The shop limits sign-ins by client address: seeding comes from one of its own, so that none of an auditor's is used up. */
const seedAddress = { 'x-forwarded-for': '192.0.2.10' };

export type CustomerSession = {
  readonly headers: Readonly<Record<string, string>>;
  /** References of what this customer entered, newest last. */
  readonly orders: readonly string[];
  readonly addressId: string;
  readonly cartId: string;
};

type Send = (method: string, path: string, json?: unknown) => Promise<ApiAnswer>;

const sender =
  (url: string, headers: Readonly<Record<string, string>>): Send =>
  (method, path, json) =>
    mustCall(method, url + path, { headers: { ...seedAddress, ...headers }, json });

/** Signs in over HTTP as the pages do: the cookie from before stays the session. */
export async function signIn(
  url: string,
  path: '/customer/login' | '/admin/user/login',
  email: string,
  password: string,
): Promise<Record<string, string>> {
  const page = await mustCall('GET', `${url}${path.startsWith('/admin') ? '/admin/login' : '/account/login'}`, {
    headers: seedAddress,
  });
  const before = cookiesOf(page);
  const what: ApiCall = { headers: { ...seedAddress, cookie: before }, json: { email, password } };
  const answer = await mustCall('POST', url + path, what);
  const jar = new Map(
    `${before}; ${cookiesOf(answer)}`
      .split('; ')
      .filter((pair) => pair.includes('='))
      .map((pair) => [pair.slice(0, pair.indexOf('=')), pair]),
  );
  return { cookie: [...jar.values()].join('; ') };
}

/** Shipping within the United States for five dollars, and cash on delivery: what a shop needs to take orders. */
export async function openShop(url: string): Promise<{ headers: Record<string, string>; methodCode: string }> {
  const headers = await signIn(url, '/admin/user/login', admin.email, admin.password);
  const send = sender(url, headers);
  const zone = field(await send('POST', '/api/shippingZones', { name: 'Home', countries: ['US'] }), 'data.uuid');
  const method = await send('POST', '/api/shippingProviders/core/methods', { name: 'Parcel', is_enabled: true });
  const method_id = field(method, 'data.uuid');
  await send('POST', '/api/shippingProviders/core/rates', { method_id, zone_id: zone, cost: 5, is_enabled: true });
  await send('POST', '/api/settings', { codPaymentStatus: '1', codDisplayName: 'Cash on delivery' });
  return { headers, methodCode: method_id };
}

/** Skus that the shop sells, in a fixed order. */
export async function skusOf(url: string, asAdmin: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const query = 'query { products { items { sku } } }';
  const answer = await sender(url, asAdmin)('POST', '/api/admin/graphql', { query });
  const { data } = JSON.parse(answer.text) as { data: { products: { items: { sku: string }[] } } };
  return data.products.items.map((one) => one.sku).sort();
}

/** Registers a customer and enters everything of theirs as they would: an address, two orders, a filled cart. */
export async function fillCustomer(
  url: string,
  customer: Customer,
  skus: readonly string[],
  method_code: string,
): Promise<CustomerSession> {
  const own = content[customer];
  await mustCall('POST', `${url}/api/customers`, {
    headers: seedAddress,
    json: { full_name: own.fullName, email: own.email, password: own.password },
  });
  const headers = await signIn(url, '/customer/login', own.email, own.password);
  const send = sender(url, headers);
  const address = await send('POST', '/api/customers/me/addresses', { ...own.address, is_default: 1 });
  const orders: string[] = [];
  for (const { product, note } of own.orders) {
    const added = await send('POST', '/api/cart/mine/items', { sku: skus[product % skus.length], qty: 1 });
    const cart = field(added, 'data.cartId');
    await send('POST', `/api/carts/${cart}/contacts`, { email: own.email });
    for (const type of ['shipping', 'billing'])
      await send('POST', `/api/carts/${cart}/addresses`, { address: own.address, type });
    await send('POST', `/api/carts/${cart}/shippingMethods`, { provider_code: 'core', method_code });
    await send('POST', `/api/carts/${cart}/shippingNotes`, { note });
    await send('POST', `/api/carts/${cart}/paymentMethods`, { method_code: 'cod' });
    orders.push(field(await send('POST', '/api/orders', { cart_id: cart }), 'data.uuid'));
  }
  const { product, quantity } = own.cart;
  const kept = await send('POST', '/api/cart/mine/items', { sku: skus[product % skus.length], qty: quantity });
  return { headers, orders, addressId: field(address, 'data.uuid'), cartId: field(kept, 'data.cartId') };
}

/** Signs in with a cookie from before, and asks on with that one alone, whatever the answer sets. */
export async function idFromBefore(url: string, customer: Customer): Promise<Record<string, string>> {
  const own = content[customer];
  const before = cookiesOf(await mustCall('GET', `${url}/account/login`, { headers: seedAddress }));
  const headers = { ...seedAddress, cookie: before };
  await mustCall('POST', `${url}/customer/login`, { headers, json: { email: own.email, password: own.password } });
  return { cookie: before };
}

/** A session that its owner has ended. */
export async function endedSession(url: string, customer: Customer): Promise<Record<string, string>> {
  const own = content[customer];
  const headers = await signIn(url, '/customer/login', own.email, own.password);
  await call('GET', `${url}/customer/logout`, { headers: { ...seedAddress, ...headers } });
  return headers;
}
