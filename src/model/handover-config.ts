import { z } from 'zod';

const text = z.string().min(1).max(4_000);
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date as YYYY-MM-DD');

/** What only the owner knows and the handover document needs. Names and places, never values of secrets. */
export const handoverSchema = z.strictObject({
  systems: z
    .array(z.strictObject({ name: text, what: text, owner: text.optional() }))
    .optional()
    .describe('Parts of the portal: application, database, hosting, mail, repository.'),
  domains: z
    .array(z.strictObject({ name: text, registrar: text.optional(), renews: date.optional(), owner: text.optional() }))
    .optional(),
  deploy: text.optional().describe('How a release goes out, in words or commands.'),
  rollback: text.optional().describe('How a release is taken back, on one screen.'),
  alerts: z
    .array(
      z.strictObject({ name: text, watches: text, channel: text, owner: text.optional(), second: text.optional() }),
    )
    .optional(),
  contacts: z.array(z.strictObject({ name: text, role: text, reach: text })).optional(),
  supportHours: text.optional(),
  escalation: z.array(text).optional(),
  secrets: z
    .array(z.strictObject({ name: text, place: text, owner: text.optional(), rotated: date.optional() }))
    .optional()
    .describe('Names, places and last rotation; never a value.'),
  access: z.array(z.strictObject({ name: text, role: text, mfa: z.boolean(), reviewed: date.optional() })).optional(),
  watch: z.array(text).optional().describe('What to watch besides what the audit knows.'),
  signOff: z.array(z.strictObject({ name: text, role: text, date })).optional(),
});
export type HandoverConfig = z.infer<typeof handoverSchema>;

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable');
const seconds = z.number().positive().max(3_600);
const seenBy = z.union([
  z.literal('person'),
  z.strictObject({ inbox: text.describe('Name of one of `inboxes`.') }),
  z.strictObject({ url: z.url().describe('An address that shows what the channel received.') }),
]);

const channel = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('email'),
    name: text,
    to: z.email(),
    from: z.email(),
    server: text.describe('SMTP server as host:port.'),
    tls: z.enum(['starttls', 'implicit', 'none']).default('starttls'),
    userEnv: variable.optional(),
    passwordEnv: variable.optional(),
    seenBy,
  }),
  z.strictObject({
    kind: z.enum(['slack', 'webhook']),
    name: text,
    url: z.url().optional(),
    urlEnv: variable.optional().describe('Where the address is a secret, as with Slack.'),
    seenBy,
  }),
]);

/** Where alerts go, and the fault of a drill: a bad endpoint in staging or in the watcher’s own path, never production down. */
export const alertsSchema = z.strictObject({
  probe: z.strictObject({ good: z.url(), bad: z.url() }),
  confirmAfterSeconds: seconds.default(5),
  giveUpAfterSeconds: seconds.default(300),
  channels: z.array(channel).min(1),
});
export type AlertsConfig = z.infer<typeof alertsSchema>;
export type AlertChannel = AlertsConfig['channels'][number];

/** Commands of a rollback drill, run in the project folder; `version` prints what is live. */
export const rollbackSchema = z.looseObject({
  deploy: text.optional(),
  rollback: text.optional(),
  version: text.optional(),
  environment: z.string().optional().describe('Where the commands work; staging where left out.'),
  giveUpAfterSeconds: seconds.optional(),
});
export type RollbackConfig = z.infer<typeof rollbackSchema>;

/** A health endpoint in staging, and commands that take its database away and bring it back. */
export const healthSchema = z.strictObject({
  url: z.url(),
  break: text,
  restore: text,
  settleSeconds: seconds.default(5),
});
export type HealthConfig = z.infer<typeof healthSchema>;
