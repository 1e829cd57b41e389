/** How a secret is replaced at its provider. */
export interface Rotation {
  readonly steps: readonly string[];
}

const places: Readonly<Record<string, string>> = {
  Stripe: 'Stripe Dashboard, Developers, API keys: roll the key (set the old one to expire at once)',
  AWS: 'AWS console, IAM, the user, Security credentials: create a second access key, switch over, deactivate and delete the old one; look through CloudTrail for its use',
  Google:
    'Google Cloud console, APIs and services, Credentials: create a new key or secret, restrict it, delete the old one',
  Azure:
    'Azure portal, the resource, Access keys (or the app registration, Certificates and secrets): rotate the second key, switch over, rotate the first',
  GitHub:
    'GitHub, Settings, Developer settings, Tokens: revoke it, then make a fine-grained one with an end date; read the security log',
  GitLab:
    'GitLab, Preferences (or the project’s Settings), Access tokens: revoke it and make a new one with fewer rights',
  Supabase:
    'Supabase dashboard, Project settings, API keys: create a new secret key and revoke the old one (a legacy service_role key: rotate the JWT secret)',
  Slack:
    'Slack app settings: for tokens, OAuth and Permissions, revoke and reinstall; for a webhook, Incoming Webhooks, remove and add',
  OpenAI: 'OpenAI platform, API keys: delete the key, create one a project, and look at the usage',
  Anthropic: 'Anthropic console, API keys: disable the key and create another',
  SendGrid: 'SendGrid, Settings, API keys: delete the key and create one with Mail Send only',
  Twilio: 'Twilio console, Account, API keys and tokens: promote the secondary auth token, delete the old key',
  npm: 'npm, Access tokens: delete the token; check what was published while it was out',
  'the portal itself':
    'the portal’s own settings: set a new random value (openssl rand -base64 48); every session or token signed with the old one ends',
  'the database':
    'the database: ALTER ROLE … PASSWORD with a new random value, then restart what connects; check for sessions of strangers',
  PostgreSQL:
    'PostgreSQL: ALTER ROLE … PASSWORD with a new random value, then restart what connects (POSTGRES_PASSWORD counts only when the data folder is made)',
  MySQL:
    'MySQL: ALTER USER … IDENTIFIED BY with a new random value, then restart what connects (MYSQL_PASSWORD and MYSQL_ROOT_PASSWORD count only when the data folder is made)',
  MongoDB:
    'MongoDB: db.changeUserPassword with a new random value (Atlas: Database Access), then restart what connects',
  Redis: 'Redis: a new requirepass, or ACL SETUSER, with a new random value, then restart what connects',
  Rails:
    'Rails: every secret inside the encrypted file is out with its key, since the file is in the history too: replace each at its provider; then take the content from bin/rails credentials:show, delete the .yml.enc and the key, and run bin/rails credentials:edit, which makes a new key',
  'the server it names': 'the server that the address names: give the user a new password, then update what connects',
  'whoever trusts its public half':
    'wherever the public half is installed (authorized_keys, deploy keys, certificates, token issuers): make a new pair, replace it, remove the old one',
};

/** Steps that end with a dated statement: only then is the secret harmless. */
export function rotationOf(provider: string, mark: string): Rotation {
  const place =
    places[provider] ??
    `${provider.startsWith('the ') || provider.startsWith('who') || provider.startsWith('what') ? 'the system that it opens' : `${provider}’s console`}: make a new one, switch over, then revoke the old one`;
  return {
    steps: [
      `Replace it first, since it has to be taken as read: ${place}.`,
      'Put the new value where only the server reads it (the host’s secret settings or a vault), never into a file that git or a bundle takes along.',
      'Look at the provider’s log for use by strangers since the date it came in.',
      'Taking it out of the newest commit does not take it out of the history; rewriting the history (git filter-repo) helps only after it was replaced.',
      `When it is replaced, state so in the config: attestations: [{ check: "secrets.rotation", statement: "${mark} was replaced …", name, role, date, evidence }].`,
    ],
  };
}
