import { z } from 'zod';
import { checklistIds } from './checklist.ts';
import { alertsSchema, handoverSchema, healthSchema, rollbackSchema } from './handover-config.ts';
import { inboxSchema } from './inbox-config.ts';

/** Hosts are compared by the spelling that DNS and certificates use: `münchen.example` is `xn--mnchen-3ya.example`. */
const dnsSpelling = (text: string) =>
  /^[\x20-\x7e]*$/.test(text) ? text : (URL.parse(`http://${text}/`)?.host ?? text);
const hostName = z
  .string()
  .min(1)
  .max(253)
  .overwrite(dnsSpelling)
  .describe('A hostname without scheme or path, for example app.example.com; an optional :port may follow.');
const isoDate = z.string().regex(/^\d{4}-\d{2}-\d{2}(T.*)?$/, 'a date as YYYY-MM-DD');
const nonEmpty = z.string().min(1);

/** Records as they are meant to be; a type that is left out may be anything, an empty list means none. */
const intendedRecordsSchema = z
  .strictObject({
    A: z.array(nonEmpty).optional(),
    AAAA: z.array(nonEmpty).optional(),
    CNAME: z.array(nonEmpty).optional(),
    MX: z.array(nonEmpty).optional(),
    NS: z.array(nonEmpty).optional(),
    TXT: z.array(nonEmpty).optional(),
  })
  .describe('The intended DNS records of this name, by type; MX as "10 mail.example.com".');

export const hostSchema = z.strictObject({
  name: hostName,
  role: z.string().default('app').describe('What it serves: app, api, www, apex, admin, staging, old, …'),
  environment: z.string().default('production').describe('production, staging, development, …'),
  owner: z.string().optional(),
  purpose: z.string().optional().describe('What the host is for, in a few words; the role where left out.'),
  oldUrls: z
    .array(z.union([z.string(), z.strictObject({ from: nonEmpty, to: nonEmpty })]))
    .optional()
    .describe('Old URLs or paths that must land on a 200 by one permanent redirect; [] where there are none.'),
  dns: intendedRecordsSchema.optional(),
  staticPath: z.string().optional(),
  origins: z.array(z.string()).optional().describe('Addresses of the servers behind the edge.'),
});

export const domainSchema = z.strictObject({
  name: hostName,
  sends: z.boolean().default(true),
  selectors: z.array(z.string()).default([]),
  authorDomains: z.array(z.string()).default([]),
  parked: z.boolean().optional(),
  senders: z
    .array(z.string().min(1))
    .optional()
    .describe(
      'Who may send for the domain, by name (Google Workspace) or by domain (sendgrid.net); then no other may stand in SPF.',
    ),
  dns: intendedRecordsSchema.optional(),
});

export const accountSchema = z.strictObject({
  tenant: z.string().optional(),
  role: z.string().optional(),
  signIn: z
    .strictObject({
      url: z.string().optional(),
      kind: z.enum(['form', 'json', 'bearer', 'cookie', 'storage-state', 'basic', 'magic-link']).optional(),
      origins: z.array(z.string()).optional(),
    })
    .optional(),
  testAccount: z.literal(true).describe('Declares that this account exists for testing and belongs to you.'),
});

export const labSchema = z.strictObject({
  resolver: z.string().optional().describe('A DNS server on loopback, 127.0.0.1:PORT.'),
  ca: z.string().optional().describe('PEM file (or PEM text) of the certificate authority of the lab.'),
  map: z
    .array(
      z.strictObject({
        name: hostName,
        port: z.number().int().min(1).max(65535),
        to: z
          .union([z.string(), z.number().int().min(1).max(65535)])
          .describe('127.0.0.1:PORT, or a port on 127.0.0.1.'),
      }),
    )
    .default([]),
});

const attestationSchema = z.strictObject({
  check: nonEmpty,
  statement: nonEmpty,
  name: nonEmpty,
  role: nonEmpty,
  date: isoDate,
  evidence: nonEmpty,
  validUntil: isoDate.optional(),
});

const waiverSchema = z.strictObject({
  check: nonEmpty,
  subject: z.string().optional(),
  author: nonEmpty,
  reason: nonEmpty,
  until: isoDate,
});

const answerSchema = z.strictObject({
  flag: nonEmpty.describe('Id of a red flag of a checklist.'),
  raised: z.boolean(),
  name: nonEmpty,
  role: nonEmpty,
  date: isoDate,
});

const policySchema = z.strictObject({
  op: nonEmpty.describe('METHOD /path/pattern; * and ** are wildcards.'),
  anonymous: z.enum(['allow', 'deny']).optional(),
  roles: z.array(z.string()).optional(),
  scope: z.enum(['tenant', 'user', 'shared']).optional(),
  deniedAs: z.array(z.number().int()).optional(),
});

const thresholdSchema = z.union([z.number(), z.strictObject({ value: z.number(), reason: nonEmpty })]);

/** The configuration (CONTRACT.md, Config). Every key can be left out; credentials never stand here. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  checklists: z.array(z.enum(checklistIds)).optional(),
  target: z
    .strictObject({
      hosts: z.array(hostSchema).default([]),
      domains: z.array(domainSchema).default([]),
      repo: z.string().optional(),
      builds: z.array(z.string()).optional(),
      logs: z.array(z.string()).optional(),
      environments: z
        .array(z.strictObject({ name: nonEmpty, file: z.string().optional(), export: z.string().optional() }))
        .optional(),
      staging: z.string().optional(),
    })
    .default({ hosts: [], domains: [] }),
  accounts: z
    .strictObject({
      a: accountSchema.optional(),
      b: accountSchema.optional(),
      a2: accountSchema.optional(),
      staff: accountSchema.optional(),
      admin: accountSchema.optional(),
      burner: accountSchema.optional(),
    })
    .optional(),
  inboxes: z
    .array(inboxSchema)
    .refine(
      (list) => new Set(list.map(({ name }) => name.toUpperCase())).size === list.length,
      'two inboxes of one name',
    )
    .optional()
    .describe('Where mail of the portal can be read; credentials only as LR_INBOX_NAME_USER and _PASSWORD.'),
  policy: z.array(policySchema).optional(),
  canaries: z
    .union([
      z.array(z.strictObject({ identity: nonEmpty, value: z.string().min(8), operation: z.string().optional() })),
      z.record(z.string(), z.array(z.string().min(8))),
    ])
    .optional()
    .describe('Values that only the named identity may see, already planted in the portal; also as { b: [value, …] }.'),
  writes: z
    .strictObject({
      default: z.enum(['restore', 'never']).optional(),
      never: z.array(z.string()).optional(),
      sacrificial: z.array(z.string()).optional(),
    })
    .optional(),
  core: z.array(z.union([z.string(), z.looseObject({})])).optional(),
  routes: z.array(z.string()).optional().describe('Paths that the crawl should visit besides those it finds.'),
  openapi: z
    .array(z.string())
    .optional()
    .describe(
      'OpenAPI or Swagger descriptions, JSON or YAML: paths of the portal, addresses, or files on this machine.',
    ),
  har: z.array(z.string()).optional().describe('Recordings of a browser (HAR files): what they ask for is asked too.'),
  load: z.strictObject({ normalPerSecond: z.number().positive().default(5) }).optional(),
  budget: z
    .strictObject({
      requestsPerSecond: z.number().positive().optional(),
      requestsTotal: z.number().int().positive().optional(),
      minutes: z.number().positive().optional(),
    })
    .optional(),
  attestations: z.array(attestationSchema).optional(),
  waivers: z.array(waiverSchema).optional(),
  answers: z
    .array(answerSchema)
    .optional()
    .describe('What the owner answered to red flags that evidence could not settle (launch-ready init --questions).'),
  thresholds: z.record(z.string(), thresholdSchema).optional(),
  edge: z
    .looseObject({
      provider: nonEmpty,
      ranges: z
        .array(nonEmpty)
        .optional()
        .describe('Networks of the edge, 192.0.2.0/24, besides those that are known.'),
      headers: z.array(nonEmpty).optional().describe('Names of headers that only the edge sets.'),
    })
    .optional()
    .describe('The provider, and the name of the environment variable that holds its token.'),
  rollback: rollbackSchema.optional(),
  handover: handoverSchema.optional(),
  alerts: alertsSchema.optional(),
  health: healthSchema.optional(),
  rate: z
    .strictObject({ perHour: z.number().positive(), currency: z.string().min(1).max(8).default('USD') })
    .optional()
    .describe('What an hour of a person costs, for the plan.'),
  language: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]).optional(),
  lab: labSchema.optional(),
});
export type Config = z.infer<typeof configSchema>;
/** What a person may write: defaults still missing. */
export type ConfigInput = z.input<typeof configSchema>;
export type HostConfig = z.infer<typeof hostSchema>;
export type DomainConfig = z.infer<typeof domainSchema>;
export type LabConfig = z.infer<typeof labSchema>;

/** Adds types to a config file, nothing else. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}
