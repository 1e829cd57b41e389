import { sqliteAdapter } from '@payloadcms/db-sqlite';
import { multiTenantPlugin } from '@payloadcms/plugin-multi-tenant';
import { buildConfig } from 'payload';

const isOperator = ({ req }) => req.user?.role === 'operator';
const isSignedIn = ({ req }) => Boolean(req.user);
const selfOrOperator = ({ req }) => (isOperator({ req }) ? true : req.user ? { id: { equals: req.user.id } } : false);
const byCustomers = { create: isSignedIn, read: isSignedIn, update: isSignedIn, delete: isSignedIn };

export default buildConfig({
  secret: process.env.PAYLOAD_SECRET ?? 'a-secret-for-a-loopback-lab-only',
  telemetry: false,
  // The built-in picture: the default one is fetched from another company's server.
  admin: { user: 'users', avatar: 'default' },
  db: sqliteAdapter({
    client: { url: process.env.DATABASE_URI ?? 'file:./template.db' },
    push: false,
    migrationDir: './migrations',
  }),
  collections: [
    {
      slug: 'users',
      auth: true,
      admin: { useAsTitle: 'email' },
      access: { create: isOperator, delete: isOperator, read: selfOrOperator, update: selfOrOperator },
      fields: [
        {
          name: 'role',
          type: 'select',
          options: ['customer', 'operator'],
          defaultValue: 'customer',
          saveToJWT: true,
          access: { update: isOperator },
        },
      ],
    },
    {
      slug: 'tenants',
      admin: { useAsTitle: 'name' },
      access: { create: isOperator, update: isOperator, delete: isOperator },
      fields: [{ name: 'name', type: 'text', required: true }],
    },
    {
      slug: 'projects',
      admin: { useAsTitle: 'name' },
      access: byCustomers,
      fields: [
        { name: 'name', type: 'text', required: true },
        { name: 'brief', type: 'textarea' },
      ],
    },
    {
      slug: 'invoices',
      admin: { useAsTitle: 'number' },
      access: byCustomers,
      fields: [
        { name: 'number', type: 'text', required: true },
        { name: 'memo', type: 'text' },
        { name: 'amount', type: 'number' },
      ],
    },
    {
      slug: 'announcements',
      admin: { useAsTitle: 'title' },
      access: { create: isOperator, read: isSignedIn, update: isOperator, delete: isOperator },
      fields: [
        { name: 'title', type: 'text', required: true },
        { name: 'body', type: 'textarea' },
      ],
    },
  ],
  plugins: [
    multiTenantPlugin({
      collections: { projects: {}, invoices: {} },
      userHasAccessToAllTenants: (user) => user?.role === 'operator',
    }),
  ],
});
