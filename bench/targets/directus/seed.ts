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

/** One policy for customers: their own company's rows, their own uploads, announcements to read. */
async function makeRole(asAdmin: Send): Promise<string> {
  const policy = field(
    await asAdmin('POST', '/policies', { name: 'Customer', icon: 'badge', app_access: true, admin_access: false }),
    'data.id',
  );
  const sameCompany = { company: { _eq: '$CURRENT_USER.company' } };
  const permission = (collection: string, action: string, more: object) =>
    asAdmin('POST', '/permissions', { policy, collection, action, fields: ['*'], permissions: {}, ...more });
  for (const collection of ['projects', 'invoices', 'messages']) {
    await permission(collection, 'create', { validation: sameCompany, presets: { company: '$CURRENT_USER.company' } });
    for (const action of ['read', 'delete']) await permission(collection, action, { permissions: sameCompany });
    await permission(collection, 'update', { permissions: sameCompany, validation: sameCompany });
  }
  const ownUpload = { uploaded_by: { _eq: '$CURRENT_USER' } };
  await permission('directus_files', 'create', {});
  for (const action of ['read', 'delete']) await permission('directus_files', action, { permissions: ownUpload });
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

/** Makes the data model and the role as admin, then everything else as the customers themselves, in a fixed order. */
export async function seedDirectus(url: string): Promise<void> {
  const asAdmin = await sender(url, admin.email, admin.password);
  await asAdmin('POST', '/fields/directus_users', companyField);
  for (const collection of collections) await asAdmin('POST', '/collections', { ...collection, schema: {}, meta: {} });
  const role = await makeRole(asAdmin);
  for (const own of Object.values(content)) {
    const { userId: id, email, password, firstName: first_name, company } = own;
    await asAdmin('POST', '/users', { id, email, password, first_name, last_name: 'Customer', company, role });
  }
  for (const announcement of announcements) await asAdmin('POST', '/items/announcements', announcement);
  await fill(url, 'a');
  await fill(url, 'b');
}
