import { cookiesOf, field, mustCall } from '../api-client.ts';
import { admin, announcements, content } from './content.ts';

export type Headers = Readonly<Record<string, string>>;

/** Signs in as the admin panel does; the token travels in a cookie. */
export async function signIn(url: string, email: string, password: string): Promise<Headers> {
  return { cookie: cookiesOf(await mustCall('POST', `${url}/api/users/login`, { json: { email, password } })) };
}

/** The operator makes tenants, users and announcements; each customer enters its own projects and invoices. */
export async function seedPayload(url: string): Promise<void> {
  await mustCall('POST', `${url}/api/users/first-register`, { json: { ...admin, role: 'operator' } });
  const headers = await signIn(url, admin.email, admin.password);
  const tenants: Record<string, number> = {};
  for (const own of Object.values(content)) {
    const made = await mustCall('POST', `${url}/api/tenants`, { headers, json: { name: own.tenant } });
    tenants[own.email] = Number(field(made, 'doc.id'));
  }
  for (const { email, password } of Object.values(content)) {
    const json = { email, password, role: 'customer', tenants: [{ tenant: tenants[email] }] };
    await mustCall('POST', `${url}/api/users`, { headers, json });
  }
  for (const announcement of announcements) {
    await mustCall('POST', `${url}/api/announcements`, { headers, json: announcement });
  }
  for (const own of Object.values(content)) {
    const asCustomer = { headers: await signIn(url, own.email, own.password) };
    const tenant = tenants[own.email];
    for (const project of own.projects) {
      await mustCall('POST', `${url}/api/projects`, { ...asCustomer, json: { ...project, tenant } });
    }
    for (const invoice of own.invoices) {
      await mustCall('POST', `${url}/api/invoices`, { ...asCustomer, json: { ...invoice, tenant } });
    }
  }
}
