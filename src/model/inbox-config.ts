import { z } from 'zod';

const name = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'a short name of letters, digits, - and _')
  .describe('Names the inbox in reports, and its variables: LR_INBOX_NAME_USER and LR_INBOX_NAME_PASSWORD.');
const common = {
  name,
  receives: z
    .array(z.string().regex(/^[^\s@]*@[^\s@]+$/, 'an address, or @domain for every address of a domain'))
    .default([])
    .describe('Addresses whose mail arrives here: launch@example.com, or @example.com for all of a domain.'),
  provider: z.string().optional().describe('gmail, outlook, …: shown beside what is said about this inbox.'),
  tags: z
    .boolean()
    .optional()
    .describe('Mail to launch+anything@example.com arrives as well. Known of the large providers.'),
};

/** One inbox that the audit may read (CONTRACT.md, Config); user and password come from the environment only. */
export const inboxSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('imap'),
    host: z.string().min(1).describe('imap.example.com'),
    port: z.number().int().min(1).max(65535).default(993),
    security: z
      .enum(['tls', 'starttls', 'none'])
      .default('tls')
      .describe('none only for a server on this machine: the password would travel in clear.'),
    folders: z.array(z.string().min(1)).optional().describe('Folders to read besides INBOX and the one for junk.'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('capture'),
    listen: z
      .string()
      .regex(/^(\[[0-9a-f:]+\]|[\d.]+):\d{1,5}$/i, 'ADDRESS:PORT, for example 127.0.0.1:2525')
      .default('127.0.0.1:2525')
      .describe('The audit takes mail here by SMTP while it runs; the sender has to be pointed at it.'),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('folder'),
    path: z.string().min(1).describe('A Maildir, or a folder of .eml files that a mail server writes.'),
  }),
]);
export type InboxConfig = z.infer<typeof inboxSchema>;
