/** The roles of the hosts of the demo launch. */
export const roles = ['app', 'api', 'www', 'apex', 'admin', 'old', 'staging'] as const;
export type Role = (typeof roles)[number];

export const domain = 'northline.test';
export const businessName = 'Northline Building Services';

export const hostNames: Readonly<Record<Role, string>> = {
  app: `app.${domain}`,
  api: `api.${domain}`,
  www: `www.${domain}`,
  apex: domain,
  admin: `admin.${domain}`,
  old: `old.${domain}`,
  staging: `staging.${domain}`,
};
export const mailHost = `mail.${domain}`;

/** Where the hosting company keeps aliases, a zone of its own on the same name server. */
export const hostingDomain = 'harbourpages.test';

/** A hosting service at which anybody may take a name: the real one's ending, on the launch's own name server. */
export const pagesDomain = 'github.io';

/** A bucket of a storage service, for pictures of the marketing site. */
export const bucketHost = 'northline-files.s3.eu-west-1.amazonaws.com';

/** Nothing ever listens on the lowest port (tcpmux), so connections are refused at once. */
export const closedAddress = '127.0.0.1:1';
