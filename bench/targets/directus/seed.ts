import { type ApiAnswer, field, mustCall } from '../api-client.ts';
import type { Customer } from '../target.ts';
import { admin, announcements, content } from './content.ts';

type Send = (method: string, path: string, json?: unknown) => Promise<ApiAnswer>;

async function sender(url: string, email: string, password: string): Promise<Send> {
  const login = await mustCall('POST', `${url}/auth/login`, { json: { email, password } });
  const headers = { authorization: `Bearer ${field(login, 'data.access_token')}` };
  return (method, path, json) => mustCall(method, url + path, { headers, json });
}

const text = (name: string) => ({ field: name, type: 'string', schema: {}, meta: { interface: 'input' } });
const companyField = { field: 'company', type: 'string', schema: {}, meta: { interface: 'input', readonly: true } };
const numberKey = {
  field: 'id',
  type: 'integer',
  schema: { is_primary_key: true, has_auto_increment: true },
  meta: { hidden: true },
};
const uuidKey = {
  field: 'id',
  type: 'uuid',
  schema: { is_primary_key: true, length: 36, has_auto_increment: false },
  meta: { special: ['uuid'] },
};
const amount = { field: 'amount', type: 'float', schema: {}, meta: { interface: 'input' } };

const collections = [
  { collection: 'projects', fields: [uuidKey, text('name'), text('brief'), companyField] },
  { collection: 'invoices', fields: [numberKey, text('number'), text('memo'), amount, companyField] },
  { collection: 'messages', fields: [numberKey, text('text'), text('project'), companyField] },
  { collection: 'announcements', fields: [numberKey, text('title'), text('body')] },
];

/**
 * One policy for customers: their own company's rows, their own uploads, announcements to read. `broken`: the filters of
 * invoices and uploads are left out of what may be read, and that of messages out of what may be changed.
 */
async function makeRole(asAdmin: Send, broken: boolean): Promise<string> {
  const policy = field(
    await asAdmin('POST', '/policies', { name: 'Customer', icon: 'badge', app_access: true, admin_access: false }),
    'data.id',
  );
  const sameCompany = { company: { _eq: '$CURRENT_USER.company' } };
  const permission = (collection: string, action: string, more: object) =>
    asAdmin('POST', '/permissions', { policy, collection, action, fields: ['*'], permissions: {}, ...more });
  for (const collection of ['projects', 'invoices', 'messages']) {
    await permission(collection, 'create', { validation: sameCompany, presets: { company: '$CURRENT_USER.company' } });
    const readable = broken && collection === 'invoices' ? {} : sameCompany;
    await permission(collection, 'read', { permissions: readable });
    await permission(collection, 'delete', { permissions: sameCompany });
    const changeable = broken && collection === 'messages' ? {} : sameCompany;
    await permission(collection, 'update', { permissions: changeable, validation: changeable });
  }
  const ownUpload = { uploaded_by: { _eq: '$CURRENT_USER' } };
  await permission('directus_files', 'create', {});
  await permission('directus_files', 'read', { permissions: broken ? {} : ownUpload });
  await permission('directus_files', 'delete', { permissions: ownUpload });
  await permission('directus_files', 'update', { permissions: ownUpload, fields: ['title', 'description'] });
  await permission('announcements', 'read', {});
  return field(await asAdmin('POST', '/roles', { name: 'Customer', policies: [{ policy }] }), 'data.id');
}

async function fill(url: string, customer: Customer): Promise<void> {
  const own = content[customer];
  const send = await sender(url, own.email, own.password);
  for (const project of own.projects) await send('POST', '/items/projects', project);
  for (const invoice of own.invoices) await send('POST', '/items/invoices', invoice);
  for (const message of own.messages)
    await send('POST', '/items/messages', { text: message, project: own.projects[0]?.name });
  const form = new FormData();
  form.set('id', own.file.id);
  form.set('title', own.file.name);
  form.set('file', new Blob([own.file.text], { type: 'text/plain' }), own.file.name);
  const login = await mustCall('POST', `${url}/auth/login`, { json: { email: own.email, password: own.password } });
  const headers = { authorization: `Bearer ${field(login, 'data.access_token')}` };
  await mustCall('POST', `${url}/files`, { headers, multipart: form });
}

/**
 * Set up as truth.broken.json says: anybody may read the projects, by a rule of the public policy; and the application shows
 * each customer their own invoices alone, by a filter of its own and not by a rule of the server.
 */
async function openUp(asAdmin: Send): Promise<void> {
  const policies = JSON.parse((await asAdmin('GET', '/policies?limit=-1')).text) as {
    data: { id: string; name: string; icon: string }[];
  };
  const open = policies.data.find((one) => /public/i.test(`${one.name} ${one.icon}`));
  if (!open) throw new Error('Directus has no public policy');
  const readAll = { collection: 'projects', action: 'read', fields: ['*'], permissions: {} };
  await asAdmin('POST', '/permissions', { policy: open.id, ...readAll });
  for (const { userId: user, company } of Object.values(content))
    await asAdmin('POST', '/presets', {
      user,
      collection: 'invoices',
      layout: 'tabular',
      filter: { company: { _eq: company } },
    });
}

/** Makes the data model and the role as admin, then everything else as the customers themselves, in a fixed order. */
export async function seedDirectus(url: string, broken = false): Promise<void> {
  const asAdmin = await sender(url, admin.email, admin.password);
  await asAdmin('POST', '/fields/directus_users', companyField);
  for (const collection of collections) await asAdmin('POST', '/collections', { ...collection, schema: {}, meta: {} });
  const role = await makeRole(asAdmin, broken);
  for (const own of Object.values(content)) {
    const { userId: id, email, password, firstName: first_name, company } = own;
    await asAdmin('POST', '/users', { id, email, password, first_name, last_name: 'Customer', company, role });
  }
  for (const announcement of announcements) await asAdmin('POST', '/items/announcements', announcement);
  await fill(url, 'a');
  await fill(url, 'b');
  if (broken) await openUp(asAdmin);
}
