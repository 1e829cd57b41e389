/** How a service that sends or keeps mail shows in DNS; names are matched as whole ends of names. */
export interface MailService {
  readonly name: string;
  /** Mailboxes of people, or mail sent by software. */
  readonly kind: 'mailboxes' | 'sending';
  readonly spf: readonly string[];
  readonly mx?: readonly string[];
  readonly dkim?: readonly string[];
  /** Its own default selectors. */
  readonly selectors?: readonly string[];
  /** It bounces to its own domain, so only DKIM can align. */
  readonly alignsByDkim?: true;
}

export const mailServicesAsOf = '2026-11-01';

/** From the services' own set-up pages for SPF and DKIM. */
export const mailServices: readonly MailService[] = [
  {
    name: 'Google Workspace',
    kind: 'mailboxes',
    spf: ['_spf.google.com', 'aspmx.googlemail.com'],
    mx: ['google.com', 'googlemail.com'],
    selectors: ['google'],
  },
  {
    name: 'Microsoft 365',
    kind: 'mailboxes',
    spf: ['spf.protection.outlook.com', 'spf.protection.outlook.de', 'spf.protection.office365.us'],
    mx: ['mail.protection.outlook.com', 'mx.microsoft', 'protection.office365.us'],
    dkim: ['onmicrosoft.com', 'dkim.mail.microsoft'],
    selectors: ['selector1', 'selector2'],
  },
  {
    name: 'Zoho Mail',
    kind: 'mailboxes',
    spf: ['zoho.com', 'zoho.eu', 'zohomail.com', 'zohomail.eu', 'one.zoho.com', 'zoho.in'],
    mx: ['zoho.com', 'zoho.eu', 'zoho.in', 'zohomail.com'],
    selectors: ['zoho', 'zmail'],
  },
  {
    name: 'Fastmail',
    kind: 'mailboxes',
    spf: ['spf.messagingengine.com'],
    mx: ['messagingengine.com'],
    dkim: ['dkim.fmhosted.com'],
    selectors: ['fm1', 'fm2', 'fm3'],
  },
  {
    name: 'Proton Mail',
    kind: 'mailboxes',
    spf: ['_spf.protonmail.ch'],
    mx: ['protonmail.ch'],
    dkim: ['domains.proton.ch'],
    selectors: ['protonmail', 'protonmail2', 'protonmail3'],
  },
  {
    name: 'iCloud Mail',
    kind: 'mailboxes',
    spf: ['icloud.com'],
    mx: ['mail.icloud.com'],
    dkim: ['icloudmailadmin.com'],
    selectors: ['sig1'],
  },
  {
    name: 'IONOS',
    kind: 'mailboxes',
    spf: ['_spf-eu.ionos.com', '_spf-us.ionos.com', '_spf.perfora.net', '_spf.kundenserver.de'],
    mx: ['ionos.com', 'ionos.de', 'kundenserver.de', 'perfora.net'],
    dkim: ['dkim.ionos.com'],
  },
  { name: 'OVHcloud', kind: 'mailboxes', spf: ['mx.ovh.com'], mx: ['mail.ovh.net', 'ovh.net'] },
  {
    name: 'GoDaddy',
    kind: 'mailboxes',
    spf: ['secureserver.net'],
    mx: ['secureserver.net'],
  },
  {
    name: 'SendGrid',
    kind: 'sending',
    spf: ['sendgrid.net', 'u.sendgrid.net'],
    dkim: ['sendgrid.net'],
    selectors: ['s1', 's2'],
    alignsByDkim: true,
  },
  { name: 'Amazon SES', kind: 'sending', spf: ['amazonses.com'], dkim: ['dkim.amazonses.com'], alignsByDkim: true },
  {
    name: 'Mailgun',
    kind: 'sending',
    spf: ['mailgun.org', 'eu.mailgun.org'],
    dkim: ['mailgun.org'],
    selectors: ['mg', 'pic', 'krs'],
  },
  {
    name: 'Postmark',
    kind: 'sending',
    spf: ['spf.mtasv.net'],
    dkim: ['pm.mtasv.net'],
    selectors: ['pm'],
    alignsByDkim: true,
  },
  {
    name: 'Resend',
    kind: 'sending',
    spf: ['_spf.resend.com'],
    dkim: ['resend.com'],
    selectors: ['resend'],
    alignsByDkim: true,
  },
  {
    name: 'Mailchimp',
    kind: 'sending',
    spf: ['servers.mcsv.net'],
    dkim: ['dkim.mcsv.net'],
    selectors: ['k1', 'k2', 'k3'],
    alignsByDkim: true,
  },
  {
    name: 'Mandrill',
    kind: 'sending',
    spf: ['spf.mandrillapp.com'],
    dkim: ['dkim.mandrillapp.com', 'mandrillapp.com'],
    selectors: ['mte1', 'mte2', 'mandrill'],
    alignsByDkim: true,
  },
  {
    name: 'Brevo',
    kind: 'sending',
    spf: ['spf.sendinblue.com', 'spf.brevo.com'],
    dkim: ['dkim.brevo.com'],
    selectors: ['brevo1', 'brevo2'],
    alignsByDkim: true,
  },
  {
    name: 'Mailjet',
    kind: 'sending',
    spf: ['spf.mailjet.com'],
    dkim: ['mailjet.com'],
    selectors: ['mailjet'],
    alignsByDkim: true,
  },
  {
    name: 'SparkPost',
    kind: 'sending',
    spf: ['sparkpostmail.com', '_netblocks.sparkpostmail.com', 'sparkpostmail1.com'],
    dkim: ['sparkpostmail.com'],
    selectors: ['scph0117'],
  },
  {
    name: 'HubSpot',
    kind: 'sending',
    spf: ['hubspotemail.net'],
    dkim: ['hubspotemail.net', 'dkim.hubspotemail.net'],
    selectors: ['hs1', 'hs2'],
    alignsByDkim: true,
  },
  {
    name: 'Zendesk',
    kind: 'sending',
    spf: ['mail.zendesk.com', 'support.zendesk.com'],
    dkim: ['domainkey.zendesk.com', 'zendesk.com'],
    selectors: ['zendesk1', 'zendesk2'],
  },
  {
    name: 'Salesforce',
    kind: 'sending',
    spf: ['_spf.salesforce.com', 'exacttarget.com', 'cust-spf.exacttarget.com'],
    dkim: ['custdkim.salesforce.com'],
  },
  {
    name: 'Freshworks',
    kind: 'sending',
    spf: ['email.freshdesk.com', 'fdspfus.freshemail.io', 'fdspfeuc.freshemail.io'],
    dkim: ['freshemail.io', 'domainkey.freshdesk.com'],
  },
  {
    name: 'Intercom',
    kind: 'sending',
    spf: ['spf.intercom.io'],
    dkim: ['dkim.intercom.io'],
    selectors: ['intercom'],
    alignsByDkim: true,
  },
  {
    name: 'Klaviyo',
    kind: 'sending',
    spf: ['klaviyo.com'],
    dkim: ['klaviyomail.com', 'dkim.klaviyomail.com'],
    selectors: ['klaviyo1'],
    alignsByDkim: true,
  },
  {
    name: 'Shopify',
    kind: 'sending',
    spf: ['shops.shopify.com', 'spf.shopify.com'],
    dkim: ['dkim.shopify.com', 'shopifyemail.com'],
  },
  {
    name: 'Stripe',
    kind: 'sending',
    spf: ['spf1.stripe.com', 'spf.stripe.com'],
    dkim: ['dkim.custom-email-domain.stripe.com'],
    alignsByDkim: true,
  },
  { name: 'Atlassian', kind: 'sending', spf: ['_spf.atlassian.net'], dkim: ['atlassian.net', 'dkim.atlassian.net'] },
  {
    name: 'Mimecast',
    kind: 'sending',
    spf: [
      '_netblocks.mimecast.com',
      'eu._netblocks.mimecast.com',
      'us._netblocks.mimecast.com',
      'netblocks.mimecast.com',
    ],
  },
  { name: 'Proofpoint', kind: 'sending', spf: ['pphosted.com', 'ppe-hosted.com'] },
  {
    name: 'MailerLite',
    kind: 'sending',
    spf: ['_spf.mlsend.com'],
    dkim: ['mlsend.com', 'mailerlite.com'],
    selectors: ['litesrv', 'ml'],
    alignsByDkim: true,
  },
  {
    name: 'Campaign Monitor',
    kind: 'sending',
    spf: ['_spf.createsend.com'],
    dkim: ['createsend.com'],
    selectors: ['cm'],
    alignsByDkim: true,
  },
  {
    name: 'ActiveCampaign',
    kind: 'sending',
    spf: ['emsd1.com'],
    dkim: ['acdkim1.com', 'dkim.acdkim1.com'],
    alignsByDkim: true,
  },
  { name: 'Loops', kind: 'sending', spf: ['_spf.loops.so'], dkim: ['loops.so'], alignsByDkim: true },
  {
    name: 'Customer.io',
    kind: 'sending',
    spf: ['customeriomail.com'],
    dkim: ['customeriomail.com'],
    alignsByDkim: true,
  },
];

export function isBelow(name: string, ends: readonly string[] = []): boolean {
  const lower = name.toLowerCase().replace(/\.$/, '');
  return ends.some((end) => lower === end || lower.endsWith(`.${end}`));
}
